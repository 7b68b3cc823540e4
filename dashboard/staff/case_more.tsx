// SPDX-License-Identifier: EUPL-1.2
// What else can be recorded: dates by documents, rulings, checks of the state, the end, complaints, corrections by a second person.
import { call } from '../api/client';
import type { Claim, DecisionOutcome, EndReason } from '../api/types';
import { date, money } from '../ui/format';
import { When } from '../ui/time';
import { plural, sent, t } from '../ui/text';
import { ActDetails, ActForm, given, type ActField } from './case_form';
import type { CasePart } from './case_page';
import type { CaseAction } from './case_send';

const day = (label: string): ActField => ({ name: 'date', kind: 'date', label, missing: t('date.invalid') });
const reason: () => ActField = () => ({ name: 'reason', kind: 'area', label: t('decision.reason'), hint: t('act.reasonHint'), missing: t('decision.noReason') });
const note: () => ActField = () => ({ name: 'note', kind: 'area', label: t('call.note'), hint: t('form.optional') });
const END_REASONS: EndReason[] = ['months-used', 'state-ended', 'consolidated', 'death', 'cover-ended', 'withdrawn'];

interface Act { action: CaseAction; id: string; title: string; fields: ActField[]; send: (values: Record<string, string>) => Promise<Claim> }

function actsOf(claim: Claim): Act[] {
    const at = { path: { claim: claim.id }, version: claim.version };
    return [
        { action: 'dates', id: 'dates', title: t('act.dates'), fields: [
            { name: 'event', kind: 'choice', label: t('act.event'), missing: t('act.noEvent'), choices: (['onset', 'first-contact', 'sent'] as const).map((value) => ({ value, label: t(`dateEvent.${value}`) })) },
            day(t('life.date')), { name: 'evidence', kind: 'text', label: t('checks.evidenceLabel'), hint: t('checks.evidenceHint'), missing: t('act.noEvidence') }],
        send: (values) => call('post', '/api/v1/claims/{claim}/dates', { ...at, body: { event: values.event as 'onset', date: values.date ?? '', evidence: values.evidence ?? '' } }) },
        { action: 'late-ruling', id: 'late', title: t('act.late'), fields: [
            { name: 'ruling', kind: 'choice', label: t('act.lateLabel'), hint: t('act.lateHint'), missing: t('act.noRuling'), choices: (['accept', 'reduce', 'lose'] as const).map((value) => ({ value, label: t(`ruling.${value}`) })) },
            { name: 'prejudiceCents', kind: 'euro', label: t('act.prejudice'), missing: t('act.noAmount'), when: (values) => values.ruling === 'reduce' }, reason()],
        send: (values) => call('post', '/api/v1/claims/{claim}/late-ruling', { ...at, body: { ruling: values.ruling as 'accept', reason: values.reason ?? '', ...(given(values.prejudiceCents) ? { prejudiceCents: Number(values.prejudiceCents) } : {}) } }) },
        { action: 'survival-ruling', id: 'survival', title: t('act.survival', { days: plural('count.days', claim.plan.survivalDays) }), fields: [
            { name: 'ruling', kind: 'choice', label: t('act.survivalLabel'), missing: t('act.noRuling'), choices: (['payable', 'not-payable'] as const).map((value) => ({ value, label: t(`ruling.${value}`) })) }, reason()],
        send: (values) => call('post', '/api/v1/claims/{claim}/survival-ruling', { ...at, body: { ruling: values.ruling as 'payable', reason: values.reason ?? '' } }) },
        { action: 'early-ruling', id: 'early', title: t('act.early'), fields: [
            { name: 'ruling', kind: 'choice', label: t('act.earlyLabel'), missing: t('act.noRuling'), choices: (['accept', 'refuse'] as const).map((value) => ({ value, label: t(`ruling.${value}`) })) }, reason()],
        send: (values) => call('post', '/api/v1/claims/{claim}/early-ruling', { ...at, body: { ruling: values.ruling as 'accept', reason: values.reason ?? '' } }) },
        { action: 'refusal-ruling', id: 'refusal', title: t('act.refusal'), fields: [
            { name: 'ruling', kind: 'choice', label: t('act.refusalLabel'), hint: t('act.refusalHint'), missing: t('act.noRuling'), choices: (['confirmed', 'dismissed'] as const).map((value) => ({ value, label: t(`ruling.${value}`) })) }, reason()],
        send: (values) => call('post', '/api/v1/claims/{claim}/refusal-ruling', { ...at, body: { ruling: values.ruling as 'confirmed', reason: values.reason ?? '' } }) },
        { action: 'interruption', id: 'interruption', title: t('act.interruption'), fields: [day(t('act.interruptionDate')),
            { name: 'evidence', kind: 'text', label: t('checks.evidenceLabel'), hint: t('checks.evidenceHint'), missing: t('act.noEvidence') }],
        send: (values) => call('post', '/api/v1/claims/{claim}/interruptions', { ...at, body: { date: values.date ?? '', evidence: values.evidence ?? '' } }) },
        { action: 'authorise', id: 'authorise', title: t('act.authorise'), fields: [
            { name: 'provider', kind: 'text', label: t('act.provider'), hint: t('act.authoriseHint'), missing: t('expense.noProvider') }, { name: 'document', kind: 'text', label: t('act.authorisation'), missing: t('expense.noDocument') },
            { name: 'serviceFrom', kind: 'date', label: t('expense.from'), missing: t('expense.badFrom') }, { name: 'serviceTo', kind: 'date', label: t('expense.to'), missing: t('expense.badTo') },
            { name: 'amountCents', kind: 'euro', label: t('expense.amount'), missing: t('act.noAmount') }],
        send: (values) => call('post', '/api/v1/claims/{claim}/authorisations', { ...at, body: { provider: values.provider ?? '', document: values.document ?? '', serviceFrom: values.serviceFrom ?? '', serviceTo: values.serviceTo ?? '', amountCents: Number(values.amountCents) } }) },
        { action: 'control', id: 'control', title: t('act.control'), fields: [
            { name: 'event', kind: 'choice', label: t('act.event'), hint: t('act.controlHint'), missing: t('act.noEvent'), choices: (['requested', 'refused', 'complied'] as const).map((value) => ({ value, label: t(`control.${value}`) })) }, day(t('life.date')), note()],
        send: (values) => call('post', '/api/v1/claims/{claim}/controls', { ...at, body: { event: values.event as 'requested', date: values.date ?? '', ...(given(values.note) ? { note: values.note } : {}) } }) },
        { action: 'complaint', id: 'complaint', title: t('act.complaint'), fields: [
            { name: 'receivedOn', kind: 'date', label: t('documents.receivedOn'), missing: t('date.invalid') },
            { name: 'firstName', kind: 'text', label: t('person.firstName'), missing: t('person.noFirstName') }, { name: 'lastName', kind: 'text', label: t('person.lastName'), missing: t('person.noLastName') },
            { name: 'codiceFiscale', kind: 'text', label: t('person.code'), missing: t('person.noCode') }, { name: 'text', kind: 'area', label: t('act.complaintText'), missing: t('act.noText') }],
        send: (values) => call('post', '/api/v1/claims/{claim}/complaints', { ...at, body: { receivedOn: values.receivedOn ?? '', firstName: values.firstName ?? '', lastName: values.lastName ?? '', codiceFiscale: values.codiceFiscale ?? '', text: values.text ?? '' } }) },
        { action: 'end', id: 'end', title: t('act.end'), fields: [
            { name: 'reason', kind: 'select', label: t('act.endReason'), missing: t('act.noEndReason'), choices: END_REASONS.map((value) => ({ value, label: t(`endReason.${value}`) })) }, { ...day(t('act.endDate')), hint: t('act.endHint') },
            { name: 'evidence', kind: 'text', label: t('act.endEvidence'), hint: t('act.endEvidenceHint'), missing: t('act.noEvidence') }, note()],
        send: (values) => call('post', '/api/v1/claims/{claim}/end', { ...at, body: { reason: values.reason as EndReason, date: values.date ?? '', evidence: values.evidence ?? '', ...(given(values.note) ? { note: values.note } : {}) } }) },
        { action: 'correct-end', id: 'correctEnd', title: t('act.correctEnd'), fields: [{ ...reason(), hint: t('act.correctEndHint') }],
            send: (values) => call('post', '/api/v1/claims/{claim}/end/correction', { ...at, body: { reason: values.reason ?? '' } }) },
        { action: 'correct-complete', id: 'correctComplete', title: t('act.correctComplete'), fields: [day(t('complete.date')), reason()],
            send: (values) => call('post', '/api/v1/claims/{claim}/complete/correction', { ...at, body: { date: values.date ?? '', reason: values.reason ?? '' } }) },
        { action: 'correct-decision', id: 'correctDecision', title: t('act.correctDecision'), fields: [
            { name: 'outcome', kind: 'select', label: t('decision.outcome'), missing: t('decision.noOutcome'), choices: (['recognised', 'not-recognised', 'reviewable', 'excluded', 'not-insurable', 'not-covered'] as const).map((value) => ({ value, label: t(`decision.${value}`) })) },
            { name: 'reviewOn', kind: 'date', label: t('decision.review'), missing: t('decision.noReview'), when: (values) => values.outcome === 'reviewable' }, reason()],
        send: (values) => call('post', '/api/v1/claims/{claim}/decision/correction', { ...at, body: { outcome: values.outcome as DecisionOutcome, reason: values.reason ?? '', ...(given(values.reviewOn) ? { reviewOn: values.reviewOn } : {}) } }) },
    ];
}

function Recorded({ claim }: { claim: Claim }) {
    const lines = [
        ...claim.dates.map((one) => ({ key: one.event, text: `${t(`dateEvent.${one.event}`)}: ${date(one.on)}${one.evidence ? ` · ${one.evidence}` : ''}`, one })),
        ...[claim.lateRuling, claim.survivalRuling, claim.earlyRuling].flatMap((one) => (one ? [{ key: `ruling ${one.ruling}`, text: `${t(`ruling.${one.ruling}`)}${one.prejudiceCents === null ? '' : ` (${t('ruling.borne', { borne: money(one.borneCents ?? 0), prejudice: money(one.prejudiceCents) })})`} · ${one.reason}`, one }] : [])),
        ...claim.controls.map((one) => ({ key: `${one.event} ${one.at}`, text: `${t(`control.${one.event}`)}: ${date(one.on)}${one.note ? ` · ${one.note}` : ''}`, one })),
        ...claim.controls.flatMap(({ at, ruling: one }) => (one ? [{ key: `ruling ${at}`, text: `${t('act.refusalLabel')}: ${t(`ruling.${one.ruling}`)} · ${one.reason}`, one }] : [])),
        ...claim.interruptions.map((one) => ({ key: `interruption ${one.at}`, text: `${t('act.interruption')}: ${date(one.on)} · ${one.evidence}`, one })),
        ...(claim.ending ? [{ key: 'end', text: `${t(`endReason.${claim.ending.reason}`)}: ${date(claim.ending.on)}${claim.ending.evidence ? ` · ${claim.ending.evidence}` : ''}${claim.ending.note ? ` · ${claim.ending.note}` : ''}`, one: claim.ending }] : []),
    ];
    return lines.length === 0 ? null : (
        <ul class="plain-list">
            {lines.map(({ key, text, one }) => <li key={key}>{text}<span class="small quiet block">{one.by.name}, <When at={one.at} how="full" /></span></li>)}
        </ul>
    );
}

export function CaseMore(part: CasePart) {
    const { claim } = part;
    const open = actsOf(claim).filter((act) => claim.actions.some((one) => one.action === act.action && one.allowed));
    return (
        <section aria-labelledby="acts-title" class="panel">
            <h2 id="acts-title" class="h4">{t('act.title')}</h2>
            <Recorded claim={claim} />
            {open.map((act) => <ActDetails key={act.id} title={act.title}><ActForm id={act.id} part={part} fields={act.fields} save={t('life.save')} saved={t('life.saved')} send={act.send} /></ActDetails>)}
        </section>
    );
}

export function CaseComplaints(part: CasePart) {
    const { claim } = part;
    if (claim.complaints.length === 0) return null;
    const mayAnswer = claim.actions.some((one) => one.action === 'complaint' && one.allowed);
    return (
        <section aria-labelledby="complaints-title" class="panel">
            <h2 id="complaints-title" class="h4">{t('complaints.title')}</h2>
            <ul class="expenses">
                {claim.complaints.map((one) => (
                    <li key={one.id} class="expense">
                        <p><strong>{one.firstName} {one.lastName}</strong>, <span class="code">{one.codiceFiscale}</span>, {date(one.receivedOn)}</p>
                        <p>{one.text}</p>
                        {one.answeredOn && <p>{t('complaints.answered', { date: date(one.answeredOn) })}: {one.answer}</p>}
                        {!one.answeredOn && mayAnswer && (
                            <ActDetails title={t('complaints.answer')}>
                                <ActForm id={`answer-${one.id}`} part={part} save={t('life.save')} saved={t('life.saved')} fields={[day(t('complaints.answerDate')), { name: 'text', kind: 'area', label: t('complaints.answerText'), missing: t('act.noText') }]}
                                    send={(values) => call('post', '/api/v1/claims/{claim}/complaints/{complaint}/answer', { path: { claim: claim.id, complaint: one.id }, version: claim.version, body: { date: values.date ?? '', text: values.text ?? '' } })} />
                            </ActDetails>
                        )}
                    </li>
                ))}
            </ul>
        </section>
    );
}

export function CaseClawbacks({ claim }: CasePart) {
    if (claim.clawbacks.length === 0) return null;
    const documentOf = (id: string) => claim.expenses.find((one) => one.id === id)?.document ?? '';
    return (
        <section aria-labelledby="clawbacks-title" class="panel">
            <h2 id="clawbacks-title" class="h4">{t('clawbacks.title')}</h2>
            <ul class="plain-list">
                {claim.clawbacks.map((one) => <li key={`${one.expense} ${one.month} ${one.paidCents}`}>{t('clawbacks.line', { back: money(one.backCents), paid: money(one.paidCents), document: documentOf(one.expense), from: date(one.from), to: date(one.to) })}</li>)}
            </ul>
        </section>
    );
}

export const courseWords = (course: string) => sent('course', course, course);
