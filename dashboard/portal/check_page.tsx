// SPDX-License-Identifier: EUPL-1.2
// Check answers before sending: each row can be changed and leads back here (F-06).
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { PortalClaim, Questionnaire } from '../api/types';
import { date } from '../ui/format';
import { SubmitButton } from '../ui/form';
import { useQuestionnaire } from '../ui/grades';
import { Page } from '../ui/page';
import { navigate } from '../ui/router';
import { useSend } from '../ui/send';
import { FaultNote, Loaded } from '../ui/states';
import { inLanguage, plural, t } from '../ui/text';
import { AlreadySent } from './already_sent';
import { useClaim } from './acting';

const HEAD = { title: 'check.title', section: 'section.claim' } as const;

function Row({ question, answer, to, missing }: { question: string; answer: ComponentChildren; to: string; missing: boolean }) {
    return (
        <div class={missing ? 'summary-row missing' : 'summary-row'}>
            <dt>{question}</dt>
            <dd>{answer}</dd>
            <dd class="summary-act"><a href={to}>{t(missing ? 'check.answer' : 'check.change')}<span class="visually-hidden">: {question}</span></a></dd>
        </div>
    );
}

function Check({ claim, questionnaire }: { claim: PortalClaim; questionnaire: Questionnaire }) {
    const sending = useSend();
    const [insisted, setInsisted] = useState(false);
    const { facts } = claim;
    const missing = claim.openItems.length;
    // The day of sending counts: open answers are pointed out once, and never hold a claim back.
    const submit = (event: Event) => {
        event.preventDefault();
        if (missing === 0) return void send();
        setInsisted(true);
        window.setTimeout(() => document.getElementById('missing-answers')?.focus());
    };
    const send = async () => {
        await sending.run(async (idempotencyKey) => {
            await call('post', '/api/v1/portal/claims/{claim}/submit', { path: { claim: claim.id }, idempotencyKey });
            navigate(`/claims/${claim.id}/sent`, { replace: true });
        });
    };
    const answerOf = (item: Questionnaire['items'][number]) => {
        const grade = claim.answers.find((answer) => answer.item === item.code)?.grade;
        if (grade === undefined) return null;
        return grade === 'unknown' ? t('question.unknown') : inLanguage(item.grades.find((one) => one.code === grade)?.label ?? { it: grade, en: grade });
    };
    const factRow = (question: string, answer: string | undefined) => <Row question={question} answer={answer ?? t('value.notGiven')} to={`/claims/${claim.id}/facts?from=check`} missing={answer === undefined} />;
    return (
        <Page title="check.title" section="section.claim" failed={insisted && missing > 0} before={<p class="back"><a href="/">{t('nav.back')}</a></p>}>
            <p class="lead">{t('check.lead')}</p>
            {missing > 0 && (
                <div id="missing-answers" class={insisted ? 'error-summary' : 'callout warning'} tabIndex={-1} role={insisted ? 'alert' : undefined}>
                    <p><strong>{plural('check.missing', missing)}</strong> {t('check.later')}</p>
                    <p><a href={`/claims/${claim.id}/questions/${claim.openItems[0]}`}>{t('check.firstMissing')}</a></p>
                    {insisted && sending.fault && <FaultNote fault={sending.fault} />}
                    {insisted && <p><button type="button" class="btn btn-outline-primary" aria-disabled={sending.busy} onClick={() => void send()}>{t('check.sendAnyway')}</button></p>}
                </div>
            )}
            <h2 class="h4">{t('check.facts')}</h2>
            <dl class="summary">
                {factRow(t('facts.onset'), facts.onsetDate ? date(facts.onsetDate) : undefined)}
                {factRow(t('facts.need'), facts.constantNeed ? t(`tristate.${facts.constantNeed}`) : undefined)}
                {factRow(t('facts.place'), facts.placeOfCare ? t(`place.${facts.placeOfCare}`) : undefined)}
            </dl>
            <h2 class="h4">{t('check.answers')}</h2>
            <dl class="summary">
                {questionnaire.items.map((item) => {
                    const answer = answerOf(item);
                    return <Row key={item.code} question={inLanguage(item.question)} answer={answer ?? t('value.notGiven')} missing={answer === null} to={`/claims/${claim.id}/questions/${item.code}?from=check`} />;
                })}
            </dl>
            <form onSubmit={submit} noValidate>
                {!(insisted && missing > 0) && sending.fault && <FaultNote fault={sending.fault} />}
                <p>{t('check.truth')}</p>
                <SubmitButton busy={sending.busy}>{t('check.send')}</SubmitButton>
            </form>
        </Page>
    );
}

export function CheckPage({ claim: id = '' }: { claim?: string }) {
    const claim = useClaim(id);
    const questionnaire = useQuestionnaire(claim.data?.plan);
    return (
        <Loaded of={claim} lines={8} page={HEAD}>
            {(loaded) => (loaded.state !== 'draft' ? <AlreadySent claim={loaded} /> : <Loaded of={questionnaire} lines={8} page={HEAD}>{(questions) => questions && <Check claim={loaded} questionnaire={questions} />}</Loaded>)}
        </Loaded>
    );
}
