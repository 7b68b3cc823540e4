// SPDX-License-Identifier: EUPL-1.2
// What happened, in words (W-02), and how alerts and rows compare (W-01).
import type { Alert, PersonLabel, Severity, WorklistRow } from '../api/types';
import { quantity, decimal, date, moment } from '../ui/format';
import { Badge, type Tone } from '../ui/badge';
import { plural, sent, t } from '../ui/text';

const RANK: Record<Severity, number> = { urgent: 0, warning: 1, technical: 2 };

export function alertSentence(alert: Alert): string {
    const words = sentenceOf(alert);
    return alert.corrected ? t('alert.corrected', { words }) : words;
}

function sentenceOf(alert: Alert): string {
    if (alert.kind === 'silence' && alert.measuredAt) return t('alert.silent', { since: moment(alert.measuredAt) });
    if (alert.kind === 'door' && alert.rule) return t('alert.door', { what: ruleName(alert.rule) });
    if (alert.kind === 'device' && alert.rule) return t(alert.subject ? 'alert.device' : 'alert.ofDevice', { device: alert.device ?? '', what: ruleName(alert.rule) });
    if (alert.kind === 'member' && alert.rule) return t('alert.member', { what: ruleName(alert.rule) });
    if (alert.kind === 'security' && alert.rule) return t('alert.security', { device: alert.device ?? '', what: ruleName(alert.rule) });
    if (alert.kind !== 'limit' || alert.quantity === undefined || alert.value === undefined) return t(`alertKind.${alert.kind}`);
    const value = quantity(alert.value, alert.unit ?? '');
    if (alert.beyond) return beyondSentence(alert, value);
    const words = t(alert.side === 'low' ? 'alert.below' : 'alert.above', { quantity: t(`quantity.${alert.quantity}`), value, limit: decimal(alert.limit ?? '') });
    return alert.repeats > 1 ? `${words}, ${plural('alert.repeats', alert.repeats)}` : words;
}

// The meter showed LO or HI: no number of the member stands beside the limit.
function beyondSentence(alert: Alert, end: string): string {
    const words = t(alert.beyond === 'below' ? 'alert.belowMeter' : 'alert.aboveMeter', { quantity: t(`quantity.${alert.quantity!}`), end });
    return alert.repeats > 1 ? `${words}, ${plural('alert.repeats', alert.repeats)}` : words;
}

const LATE = 15 * 60 * 1000;

// Rows stand in the order in which alerts arose; a value that was measured well before says so itself.
export function isLate(alert: Alert): boolean {
    return alert.kind === 'limit' && alert.measuredAt !== undefined && Date.parse(alert.raisedAt) - Date.parse(alert.measuredAt) > LATE;
}

// "four-bound/1" in words; the name itself when it is new to this page.
function ruleName(rule: string): string {
    const [name = rule] = rule.split('/');
    return sent('alertRule', name, name);
}

export function ruleText(rule: string): string {
    const [, version = ''] = rule.split('/');
    return t('alerts.rule', { rule: ruleName(rule), version });
}

export function byUrgency(a: Alert, b: Alert): number {
    return RANK[a.severity] - RANK[b.severity] || Date.parse(a.raisedAt) - Date.parse(b.raisedAt);
}

export function personLine(person: PersonLabel): string {
    return `${person.name}, ${plural('person.years', person.age)}`;
}

export function openAlerts(row: WorklistRow): Alert[] {
    return row.alerts.filter((alert) => alert.state !== 'closed').sort(byUrgency);
}

export function AlertState({ alert }: { alert: Alert }) {
    const tone: Tone = alert.state === 'open' ? 'plain' : alert.state === 'taken' ? 'ok' : 'none';
    return <Badge tone={tone}>{alert.state === 'taken' && alert.owner ? t('alert.takenBy', { name: alert.owner.name }) : t(`alertState.${alert.state}`)}</Badge>;
}

export function conditionsText(conditions: readonly ('diabetes' | 'hypertension' | 'copd')[]): string {
    return conditions.map((condition) => t(`condition.${condition}`)).join(', ');
}

export function interval(from: string, to: string | null): string {
    return to === null ? t('interval.open', { from: date(from) }) : t('interval.closed', { from: date(from), to: date(to) });
}
