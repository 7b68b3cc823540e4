// SPDX-License-Identifier: EUPL-1.2
// One question per page: the h1 is the legend, "Non so" is an answer, every answer is saved on the server (F-03, F-04, F-09).
import { Fragment, type ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { PortalClaim, Questionnaire } from '../api/types';
import { dateTime, isToday, time } from '../ui/format';
import { FormFaults, SubmitButton, type Faults } from '../ui/form';
import { gradeChoices, UNKNOWN, useQuestionnaire } from '../ui/grades';
import { Page, usePageHead } from '../ui/page';
import { navigate, useQuery } from '../ui/router';
import { useSend } from '../ui/send';
import { FaultNote, Loaded } from '../ui/states';
import { inLanguage, t } from '../ui/text';
import { AlreadySent } from './already_sent';
import { useClaim } from './acting';
import { answerable, firstOpen } from './tasks';

const HEAD = { title: 'question.title', section: 'section.claim' } as const;

function lastSaved(claim: PortalClaim): string | null {
    return claim.answers.reduce<string | null>((latest, answer) => (latest === null || answer.savedAt > latest ? answer.savedAt : latest), null);
}

function Question({ claim, questionnaire, item }: { claim: PortalClaim; questionnaire: Questionnaire; item: string }) {
    const [query] = useQuery();
    const fromCheck = query.get('from') === 'check';
    const at = questionnaire.items.findIndex((one) => one.code === item);
    const question = questionnaire.items[at];
    const given = claim.answers.find((answer) => answer.item === item)?.grade ?? '';
    const [grade, setGrade] = useState(given);
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const heading = usePageHead('question.title', 'section.claim', faults.length > 0);
    if (!question) return <Page {...HEAD}><p>{t('question.missing')} <a href={`/claims/${claim.id}/check`}>{t('question.toCheck')}</a></p></Page>;
    const before = questionnaire.items[at - 1];
    const after = questionnaire.items[at + 1];
    const draft = claim.state === 'draft';
    const back = !draft ? `/claims/${claim.id}` : fromCheck ? `/claims/${claim.id}/check` : before ? `/claims/${claim.id}/questions/${before.code}` : `/claims/${claim.id}/facts`;
    const saved = lastSaved(claim);
    const submit = async (event: Event) => {
        event.preventDefault();
        const found: Faults = grade === '' ? [{ field: 'answer', text: t('question.choose') }] : [];
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async () => {
            const next = await call('put', '/api/v1/portal/claims/{claim}/answers/{item}', { path: { claim: claim.id, item }, body: { grade } });
            if (!draft) navigate(firstOpen(next));
            else navigate(fromCheck || !after ? `/claims/${claim.id}/check` : `/claims/${claim.id}/questions/${after.code}`);
        });
    };
    const choice = (value: string, label: ComponentChildren, i: number) => (
        <div class="form-check" key={value}>
            <input id={i === 0 ? 'answer' : `answer-${value}`} class="form-check-input" type="radio" name="answer" value={value} checked={grade === value} onChange={() => setGrade(value)} />
            <label class="form-check-label" for={i === 0 ? 'answer' : `answer-${value}`}>{label}</label>
        </div>
    );
    return (
        <div class="page">
            <p class="back"><a href={back}>{t('nav.back')}</a></p>
            <form onSubmit={(event) => void submit(event)} noValidate>
                <FormFaults faults={faults} />
                {sending.fault && <FaultNote fault={sending.fault}><p>{t('question.notSaved')}</p></FaultNote>}
                <p class="progress-line">{t('question.of', { n: at + 1, all: questionnaire.items.length })}</p>
                <fieldset class={faults.length > 0 ? 'field failed' : 'field'} aria-describedby={faults.length > 0 ? 'answer-fault' : undefined}>
                    <legend><h1 ref={heading} tabIndex={-1}>{inLanguage(question.question)}</h1></legend>
                    {inLanguage(question.why) !== '' && <details class="why"><summary>{t('question.why')}</summary><p>{inLanguage(question.why)}</p></details>}
                    {faults.length > 0 && <p id="answer-fault" class="field-fault"><span class="visually-hidden">{t('page.failed')} </span>{t('question.choose')}</p>}
                    <div class="radios large">
                        {gradeChoices(question).map(({ value, label }, i) => (
                            <Fragment key={value}>{value === UNKNOWN && <p class="or">{t('question.or')}</p>}{choice(value, label, i)}</Fragment>
                        ))}
                    </div>
                </fieldset>
                <div class="acts">
                    <SubmitButton busy={sending.busy}>{t('question.save')}</SubmitButton>
                    {saved && <p class="saved" role="status">{isToday(saved) ? t('question.saved', { time: time(saved) }) : t('question.savedOn', { time: dateTime(saved) })}</p>}
                </div>
                <p><a href="/">{t('question.later')}</a></p>
            </form>
        </div>
    );
}

export function QuestionPage({ claim: id = '', item = '' }: { claim?: string; item?: string }) {
    const claim = useClaim(id);
    const questionnaire = useQuestionnaire(claim.data?.plan);
    return (
        <Loaded of={claim} lines={6} page={HEAD}>
            {(loaded) => (!answerable(loaded, item)
                ? <AlreadySent claim={loaded} />
                : <Loaded of={questionnaire} lines={6} page={HEAD}>{(questions) => questions && <Question claim={loaded} questionnaire={questions} item={item} />}</Loaded>)}
        </Loaded>
    );
}
