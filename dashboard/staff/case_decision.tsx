// SPDX-License-Identifier: EUPL-1.2
// The decision: the engine proposes, a person decides and says why (design §5); earlier decisions stay.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { DecisionOutcome } from '../api/types';
import { AreaField, DateField, noDate, Radios, type Faults } from '../ui/form';
import { date } from '../ui/format';
import { readDate } from '../ui/input';
import { SendForm } from '../ui/send_form';
import { When } from '../ui/time';
import { t } from '../ui/text';
import type { CasePart } from './case_page';
import { Allowed, useCaseSend } from './case_send';

const OUTCOMES: DecisionOutcome[] = ['recognised', 'not-recognised', 'reviewable', 'excluded', 'not-insurable', 'not-covered'];

export function CaseDecision(part: CasePart) {
    const { claim } = part;
    const [outcome, setOutcome] = useState('');
    const [reason, setReason] = useState('');
    const [review, setReview] = useState(noDate);
    const [faults, setFaults] = useState<Faults>([]);
    const { sending, submit } = useCaseSend(part);
    const reviewOn = readDate(review.day, review.month, review.year);
    const send = async () => {
        const found: Faults = [];
        if (outcome === '') found.push({ field: 'decision', text: t('decision.noOutcome') });
        if (outcome === 'reviewable' && reviewOn === null) found.push({ field: 'reviewOn', text: t('decision.noReview') });
        if (reason.trim().length < 3) found.push({ field: 'decisionReason', text: t('decision.noReason') });
        setFaults(found);
        if (found.length > 0) return;
        const done = await submit(() => call('post', '/api/v1/claims/{claim}/decision', {
            path: { claim: claim.id }, version: claim.version,
            body: { outcome: outcome as DecisionOutcome, reason: reason.trim(), ...(outcome === 'reviewable' && reviewOn ? { reviewOn } : {}) },
        }), t('decision.saved'));
        if (!done) return;
        setReason('');
        setOutcome('');
    };
    return (
        <section aria-labelledby="decision-title" class="panel">
            <h2 id="decision-title" class="h4">{t('decision.title')}</h2>
            {claim.decisions.map((decision) => (
                <div key={decision.id} class="decision">
                    <p><strong>{t(`decision.${decision.outcome}`)}</strong>{decision.corrects && ` · ${t('decision.corrects')}`}{decision.reviewOn && ` · ${t('decision.reviewOn', { date: date(decision.reviewOn) })}`}</p>
                    <p>{decision.reason}</p>
                    <p class="small quiet">{decision.by.name}, <When at={decision.at} how="full" /> · {t('decision.proposed', { outcome: t(`proposal.${decision.proposal}`) })} · {t('decision.version', { version: decision.planVersion })}</p>
                </div>
            ))}
            <Allowed claim={claim} action="decide">
                <SendForm sending={sending} faults={faults} fields={{ outcome: t('decision.outcome'), reviewOn: t('decision.review'), reason: t('decision.reason') }} places={{ outcome: 'decision', reason: 'decisionReason' }} onSend={send} save={t('decision.save')}>
                    <Radios id="decision" legend={t('decision.outcome')} value={outcome} onValue={setOutcome}
                        choices={OUTCOMES.map((value) => ({ value, label: t(`decision.${value}`), hint: value === claim.proposal.outcome ? t('decision.isProposed') : undefined }))} />
                    {outcome === 'reviewable' && <DateField id="reviewOn" legend={t('decision.review')} value={review} onValue={setReview} />}
                    <AreaField id="decisionReason" label={t('decision.reason')} hint={t('decision.reasonHint')} value={reason} onValue={setReason} rows={4} maxLength={2000} />
                </SendForm>
            </Allowed>
        </section>
    );
}
