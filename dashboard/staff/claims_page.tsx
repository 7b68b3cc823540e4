// SPDX-License-Identifier: EUPL-1.2
// Claims that wait for staff, nearest deadline first.
import { useEffect } from 'preact/hooks';
import { call } from '../api/client';
import { onLive } from '../api/events';
import { observe } from '../ui/clock';
import type { ClaimCourse, ClaimState } from '../api/types';
import { SelectField } from '../ui/form';
import { Listed } from '../ui/listed';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { useQuery } from '../ui/router';
import { Empty } from '../ui/states';
import { When } from '../ui/time';
import { plural, t } from '../ui/text';
import { courseWords } from './case_more';
import { ClaimStateBadge, DeadlineWords, usePlanNames } from './case_words';

// What the state alone does not say.
const COURSES: ClaimCourse[] = ['waiting-documents', 'under-evaluation', 'late', 'in-payment', 'suspended', 'not-insurable', 'not-covered'];
const STATES: ClaimState[] = ['submitted', 'complete', 'recognised', 'reviewable', 'not-recognised', 'excluded', 'ended', 'draft'];

export function ClaimsPage() {
    const [query, change] = useQuery();
    const state = query.get('state') ?? '';
    const course = query.get('course') ?? '';
    const cursor = query.get('cursor') ?? undefined;
    const list = useResource(`claims ${state} ${course} ${cursor ?? ''}`, (signal) => call('get', '/api/v1/claims', { query: { state: (state || undefined) as ClaimState | undefined, course: (course || undefined) as ClaimCourse | undefined, cursor }, signal }));
    const planName = usePlanNames();
    const { reload } = list;
    useEffect(() => onLive((event) => { if (event.kind === 'claim' || event.kind === 'resync') void reload(); }), [reload]);
    useEffect(() => { for (const row of list.data?.items ?? []) observe(row.submittedAt); }, [list.data]);
    return (
        <Page title="claims.title" section="section.claims" class="wide">
            <form class="filters" aria-label={t('filter.title')} onSubmit={(event) => event.preventDefault()}>
                <SelectField id="state" label={t('claims.state')} value={state} onValue={(value) => change({ state: value, cursor: null })}
                    choices={[{ value: '', label: t('filter.any') }, ...STATES.map((value) => ({ value, label: t(`claimState.${value}`) }))]} />
                <SelectField id="course" label={t('claims.course')} value={course} onValue={(value) => change({ course: value, cursor: null })}
                    choices={[{ value: '', label: t('filter.any') }, ...COURSES.map((value) => ({ value, label: courseWords(value) }))]} />
            </form>
            <Listed of={list} label={t('claims.title')}
                empty={<Empty title={t(state === '' && course === '' ? 'claims.none' : 'claims.filteredOut')}>{(state !== '' || course !== '') && <button type="button" class="btn btn-outline-primary" onClick={() => change({ state: null, course: null })}>{t('filter.clear')}</button>}</Empty>}
                head={<>
                    <th scope="col">{t('claims.number')}</th><th scope="col">{t('column.person')}</th><th scope="col" aria-sort="ascending">{t('claims.deadline')}</th><th scope="col">{t('claims.plan')}</th><th scope="col">{t('claims.state')}</th><th scope="col">{t('claims.submitted')}</th>
                </>}
                row={(row) => (
                    <tr key={row.id}>
                        <th scope="row"><a href={`/staff/claims/${row.id}`} class="code">{row.number}</a></th>
                        <td>{row.person.name}<span class="small quiet block">{plural('person.years', row.person.age)} · {t('person.tail', { tail: row.person.codiceFiscaleTail })}</span></td>
                        <td>{row.nextDeadline ? <DeadlineWords deadline={row.nextDeadline} /> : t('value.missing')}</td>
                        <td>{planName(row.plan)}</td><td><ClaimStateBadge state={row.state} />{COURSES.includes(row.course) && <span class="small quiet block">{courseWords(row.course)}</span>}</td>
                        <td>{row.submittedAt ? <When at={row.submittedAt} how="full" /> : t('value.missing')}</td>
                    </tr>
                )} />
        </Page>
    );
}
