// SPDX-License-Identifier: EUPL-1.2
// States, deadlines and reasons of a claim in words.
import { call } from '../api/client';
import type { ClaimState, Deadline, Reason } from '../api/types';
import { Badge, type Tone } from '../ui/badge';
import { domainNow } from '../ui/clock';
import { date, daysBetween, romeDay } from '../ui/format';
import { useResource } from '../ui/resource';
import { inLanguage, plural, sent, t } from '../ui/text';

const TONES: Record<ClaimState, Tone> = {
    'draft': 'none', 'submitted': 'technical', 'complete': 'technical', 'recognised': 'ok', 'not-recognised': 'plain', 'reviewable': 'warning', 'excluded': 'plain', 'ended': 'none',
};

export function ClaimStateBadge({ state }: { state: ClaimState }) {
    return <Badge tone={TONES[state]}>{t(`claimState.${state}`)}</Badge>;
}

export function usePlanNames(): (plan: string) => string {
    const plans = useResource('plans', (signal) => call('get', '/api/v1/plans', { signal }));
    return (plan) => {
        const found = plans.data?.items.find((one) => one.id === plan);
        return found ? inLanguage(found.label) : plan;
    };
}

// Overdue is said in words, not by colour alone (C-02).
export function DeadlineWords({ deadline }: { deadline: Deadline }) {
    const left = daysBetween(romeDay(domainNow()), deadline.on);
    // A wait that is over asks for a proof of life; a review or an answer that was not given is late.
    const late = left < 0 && (deadline.status === 'open' || (deadline.status === 'passed' && deadline.code !== 'survival'));
    const tone: Tone = deadline.status === 'missed' || late ? 'urgent' : (deadline.status === 'open' && left <= 3) || (deadline.status === 'passed' && deadline.code === 'survival') ? 'warning' : 'plain';
    const words = late ? plural('deadline.overdue', -left) : deadline.status !== 'open' ? t(`deadlineStatus.${deadline.status}`)
        : left === 0 ? t('deadline.today') : plural('deadline.left', left);
    return (
        <span class="deadline">
            <span>{t(`deadline.${deadline.code}`)}: <strong>{date(deadline.on)}</strong></span> <Badge tone={tone}>{words}</Badge>
        </span>
    );
}

// "14 giorni dal 03/03/2025 (insorgenza dello stato), regola A-16"
export function basisText(deadline: Deadline): string {
    const length = deadline.months > 0 ? plural('count.months', deadline.months) : plural('count.days', deadline.days);
    const basis = t('deadline.basis', { days: length, start: date(deadline.start), event: sent('basis', deadline.basis, deadline.basis), rule: deadline.rule });
    return deadline.extendedFrom ? `${basis}. ${t('deadline.extended', { from: date(deadline.extendedFrom), holiday: sent('holiday', deadline.holiday ?? '', deadline.holiday ?? '') })}` : basis;
}

export function reasonText(reason: Reason): string {
    if (reason.rule === 'person') return reason.text ?? '';
    const items = (reason.items ?? []).map(inLanguage).join(', ');
    const checks = (reason.checks ?? []).map((code) => sent('checkCode', code, code)).join(', ');
    const words = sent('reason', reason.key, reason.key, { items, checks });
    return reason.text ? `${words}: ${reason.text}` : words;
}

export function ReasonList({ reasons }: { reasons: Reason[] }) {
    return (
        <ul class="reasons">
            {reasons.map((reason, i) => <li key={i}>{reasonText(reason)}{reason.rule !== 'person' && <span class="rule">{reason.rule}</span>}</li>)}
        </ul>
    );
}
