// SPDX-License-Identifier: EUPL-1.2
// The history of a person's covers: what counts today, each event with who recorded it, and the form for the next one (A-05 … A-09, B-05 … B-14).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { CoverEventKind, Person, Tristate } from '../api/types';
import { announce } from '../ui/announce';
import { Badge } from '../ui/badge';
import { date } from '../ui/format';
import { DateField, noDate, Radios, SelectField, TextField, type DateParts, type Faults } from '../ui/form';
import { readDate } from '../ui/input';
import { useResource } from '../ui/resource';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { When } from '../ui/time';
import { inLanguage, t } from '../ui/text';
import { usePlanNames } from './case_words';

const KINDS: CoverEventKind[] = ['enrolment', 'family-change', 'opt-out', 'termination', 'leave-start', 'leave-end', 'unpaid', 'arrears-paid', 'rehire', 'window-request', 'annual-expiry', 'child', 'not-child', 'holder', 'relative', 'holder-birth'];
const ANSWERS: Tristate[] = ['yes', 'no', 'unknown'];
const TONES = { yes: 'ok', no: 'urgent', unknown: 'warning' } as const;

interface PartProps { person: Person; onChange: (person: Person) => void }

const isEmpty = ({ day, month, year }: DateParts) => day === '' && month === '' && year === '';

// The field of each member of the body.
const PLACES = { plan: 'coverPlan', kind: 'coverKind', on: 'coverOn', communicatedOn: 'coverTold', replaces: 'coverReplaces', evidence: 'coverEvidence' };

function CoverEventForm({ person, onChange }: PartProps) {
    const plans = useResource('plans', (signal) => call('get', '/api/v1/plans', { signal }));
    const [replaces, setReplaces] = useState('');
    const [plan, setPlan] = useState('');
    const [kind, setKind] = useState('');
    const [on, setOn] = useState(noDate);
    const [told, setTold] = useState(noDate);
    const [paid, setPaid] = useState('');
    const [forAll, setForAll] = useState('');
    const [evidence, setEvidence] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const replaced = person.coverEvents.find((event) => event.id === replaces);
    const withdrawn = kind === 'withdrawn';
    const submit = async () => {
        const day = readDate(on.day, on.month, on.year);
        const communicated = isEmpty(told) ? null : readDate(told.day, told.month, told.year);
        const under = replaced?.plan ?? plan;
        const found: Faults = [];
        if (under === '') found.push({ field: 'coverPlan', text: t('cover.noPlan') });
        if (kind === '') found.push({ field: 'coverKind', text: t('cover.noKind') });
        if (!day) found.push({ field: 'coverOn', text: t('date.invalid') });
        if (!isEmpty(told) && !communicated) found.push({ field: 'coverTold', text: t('date.invalid') });
        setFaults(found);
        if (found.length > 0 || !day) return;
        await sending.run(async (idempotencyKey) => {
            onChange(await call('post', '/api/v1/persons/{person}/cover-events', { path: { person: person.id }, idempotencyKey, body: {
                plan: under, kind: kind as CoverEventKind, on: day, ...(communicated ? { communicatedOn: communicated } : {}), ...(paid ? { paid: paid as Tristate } : {}),
                ...(forAll && kind === 'window-request' ? { forAll: forAll as Tristate } : {}), ...(evidence.trim() ? { evidence: evidence.trim() } : {}), ...(replaced ? { replaces: replaced.id } : {}),
            } }));
            setReplaces('');
            setKind('');
            setEvidence('');
            announce(t('cover.saved'));
        });
    };
    const fields = { plan: t('cover.plan'), kind: t('cover.kind'), on: t('cover.on'), communicatedOn: t('cover.told'), replaces: t('cover.replaces'), evidence: t('checks.evidenceLabel') };
    const answers = ANSWERS.map((value) => ({ value, label: t(`checkAnswer.${value}`) }));
    return (
        <details class="more">
            <summary>{t('cover.add')}</summary>
            <SendForm class="narrow-form" sending={sending} faults={faults} fields={fields} places={PLACES} onSend={submit} save={t('cover.save')} quiet>
                {person.coverEvents.length > 0 && <SelectField id="coverReplaces" label={t('cover.replaces')} hint={t('cover.replacesHint')} value={replaces} onValue={(value) => { setReplaces(value); if (value === '' && withdrawn) setKind(''); }}
                    choices={[{ value: '', label: t('cover.replacesNone') }, ...person.coverEvents.map((event) => ({ value: event.id, label: `${t(`coverEvent.${event.kind}`)}, ${date(event.on)}` }))]} />}
                {!replaced && <SelectField id="coverPlan" label={t('cover.plan')} value={plan} onValue={setPlan}
                    choices={[{ value: '', label: t('act.choose') }, ...(plans.data?.items ?? []).map((one) => ({ value: one.id, label: inLanguage(one.label) }))]} />}
                <SelectField id="coverKind" label={t('cover.kind')} value={kind} onValue={setKind}
                    choices={[{ value: '', label: t('act.choose') }, ...[...KINDS, ...(replaced ? ['withdrawn' as const] : [])].map((value) => ({ value, label: t(`coverEvent.${value}`) }))]} />
                <DateField id="coverOn" legend={t('cover.on')} value={on} onValue={setOn} />
                {!withdrawn && <DateField id="coverTold" legend={t('cover.told')} hint={t('form.optional')} value={told} onValue={setTold} />}
                {!withdrawn && <Radios id="coverPaid" legend={t('cover.paid')} inline value={paid} onValue={setPaid} choices={answers} />}
                {kind === 'window-request' && <Radios id="coverForAll" legend={t('cover.forAll')} inline value={forAll} onValue={setForAll} choices={answers} />}
                <TextField id="coverEvidence" label={t('checks.evidenceLabel')} hint={t('form.optional')} value={evidence} onValue={setEvidence} maxLength={100} />
            </SendForm>
        </details>
    );
}

export function PersonCover({ person, onChange, mayRecord }: PartProps & { mayRecord: boolean }) {
    const planName = usePlanNames();
    return (
        <section class="panel" aria-labelledby="cover-events-title">
            <h2 id="cover-events-title" class="h4">{t('cover.title')}</h2>
            {person.coverages.length > 0 && <ul class="plain-list">{person.coverages.map((one) => (
                <li key={one.plan}>{planName(one.plan)}: <Badge tone={TONES[one.covered]}>{t(`covered.${one.covered}`)}</Badge>{one.since && ` ${t('checks.since', { date: date(one.since) })}`} <span class="rule">{one.rule}</span></li>
            ))}</ul>}
            {person.coverEvents.length === 0 ? <p class="quiet">{t('cover.none')}</p> : (
                <ul class="plain-list">{person.coverEvents.map((event) => (
                    <li key={event.id}>
                        <strong>{t(`coverEvent.${event.kind}`)}</strong>: {date(event.on)} · {planName(event.plan)}
                        {event.communicatedOn && ` · ${t('cover.toldOn', { date: date(event.communicatedOn) })}`}
                        {event.paid !== 'unknown' && ` · ${t(event.paid === 'yes' ? 'cover.isPaid' : 'cover.notPaid')}`}
                        {event.evidence && ` · ${t('checks.evidence', { evidence: event.evidence })}`}
                        <span class="small quiet block">{event.by.name}, <When at={event.at} how="full" /></span>
                    </li>
                ))}</ul>
            )}
            {mayRecord && <CoverEventForm person={person} onChange={onChange} />}
        </section>
    );
}
