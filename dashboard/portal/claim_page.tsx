// SPDX-License-Identifier: EUPL-1.2
// Where a claim stands: steps with dates, who is next, months and expenses (F-13, F-14, F-18); never a score.
import type { BenefitMonth, Expense, PortalClaim } from '../api/types';
import { domainNow } from '../ui/clock';
import { date, money, romeDay } from '../ui/format';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Loaded } from '../ui/states';
import { inLanguage, plural, sent, t } from '../ui/text';
import { useClaim } from './acting';
import { Tasks } from './tasks';

function Steps({ claim }: { claim: PortalClaim }) {
    const now = claim.steps.findIndex((step) => step.on === null);
    return (
        <ol class="steps">
            {claim.steps.map((step, i) => (
                <li key={step.code} class={step.on ? 'done' : i === now ? 'now' : 'later'} aria-current={i === now ? 'step' : undefined}>
                    <span class="step-sign" aria-hidden="true">{step.on ? <Icon name="ok" /> : i + 1}</span>
                    <span><strong>{t(`step.${step.code}`)}</strong><span class="block quiet">{step.on ? date(step.on) : i === now ? t('step.now') : t('step.later')}</span></span>
                </li>
            ))}
        </ol>
    );
}

// On paper nothing but the page itself says whom it is about.
function Member({ claim }: { claim: PortalClaim }) {
    const { member } = claim;
    return (
        <dl class="pairs print-only">
            <div><dt>{t('member.name')}</dt><dd>{member.name}</dd></div>
            <div><dt>{t('member.birth')}</dt><dd>{date(member.birthDate)}</dd></div>
            <div><dt>{t('member.code')}</dt><dd class="code">{member.codiceFiscale}</dd></div>
        </dl>
    );
}

// What was decided, why, and what can be done about it: on paper the letter of the decision.
function Decision({ claim }: { claim: PortalClaim }) {
    const { decision } = claim;
    if (!decision) return null;
    return (
        <section aria-labelledby="decision-title">
            <h2 id="decision-title" class="h4">{t('ownDecision.title')}</h2>
            <div class="callout note">
                <p><strong>{t(`ownDecision.${decision.outcome}`)}</strong> · {t('ownDecision.on', { date: date(decision.on) })}</p>
                <p>{decision.reason}</p>
                {decision.reviewOn && <p>{t('ownDecision.review', { date: date(decision.reviewOn) })}</p>}
                {decision.outcome !== 'recognised' && decision.outcome !== 'reviewable' && <p>{t('ownDecision.complaint')}</p>}
            </div>
            <p class="no-print"><button type="button" class="btn btn-outline-primary" onClick={() => window.print()}>{t('ownDecision.print')}</button></p>
        </section>
    );
}

function Documents({ claim }: { claim: PortalClaim }) {
    if (claim.documents.length === 0) return null;
    return (
        <section aria-labelledby="documents-title">
            <h2 id="documents-title" class="h4">{t('ownDocuments.title')}</h2>
            <ul class="reasons">
                {claim.documents.map((one) => <li key={one.code}><strong>{inLanguage(one.label)}</strong>: {one.note ? t('ownDocuments.refused', { note: one.note }) : t('ownDocuments.missing')}</li>)}
            </ul>
            <p class="hint">{t('ownDocuments.hint')}</p>
        </section>
    );
}

function Months({ months }: { months: BenefitMonth[] }) {
    const today = romeDay(domainNow());
    const current = months.find((month) => month.from <= today && today <= month.to);
    const remaining = months.filter((month) => month.to >= today).length;
    return (
        <section aria-labelledby="months-title">
            <h2 id="months-title" class="h4">{t('ownMonths.title')}</h2>
            {current && (
                <p class="lead">{t('ownMonths.now', { left: money(current.leftCents), to: date(current.to) })}{current.dueCents > 0 && ` ${t('ownMonths.pending', { due: money(current.dueCents) })}`}</p>
            )}
            <p>{plural('ownMonths.remaining', remaining)}</p>
            <details class="more">
                <summary>{t('ownMonths.all')}</summary>
                <ul class="plain-list">
                    {months.map((month) => <li key={month.number}>{t('ownMonths.line', { n: month.number, from: date(month.from), to: date(month.to), used: money(month.usedCents), ceiling: money(month.ceilingCents) })}{month.elsewhereCents > 0 && `, ${t('ownMonths.elsewhere', { amount: money(month.elsewhereCents) })}`}</li>)}
                </ul>
            </details>
        </section>
    );
}

// The same reason for two months is one sentence to a family.
function reasonsOf(expense: Expense): string[] {
    const words = expense.reasons.map((reason) => (reason.rule === 'person' ? reason.text ?? '' : sent('ownReason', reason.key, t('ownReason.other'), { value: reason.value ?? '' })));
    return [...new Set(words)];
}

function ExpenseItem({ expense }: { expense: Expense }) {
    return (
        <li class="expense">
            <p><strong>{money(expense.amountCents)}</strong> · {expense.provider} · {t('ownExpense.document', { document: expense.document })}</p>
            <p>{t(`ownExpenseState.${expense.state}`)}{expense.state === 'approved' && `: ${t('ownExpense.paid', { amount: money(expense.payableCents) })}`}</p>
            {expense.reasons.length > 0 && <ul class="reasons">{reasonsOf(expense).map((words) => <li key={words}>{words}</li>)}</ul>}
        </li>
    );
}

export function ClaimPage({ claim: id = '' }: { claim?: string }) {
    const resource = useClaim(id);
    return (
        <Page title="claim.title" section="section.portal" heading={resource.data ? inLanguage(resource.data.plan.label) : undefined} before={<p class="back"><a href="/">{t('nav.back')}</a></p>}>
            <Loaded of={resource} lines={8}>
                {(claim) => {
                    const waiting = claim.tasks.find((task) => task.code === 'waiting-period' && task.status !== 'done');
                    const mayClaimExpense = claim.tasks.some((task) => task.code === 'expenses' && task.status !== 'cannot-start');
                    return (
                        <>
                            <p class="lead">{claim.member.name} · {t('claim.number', { number: claim.number })} · {t(`ownState.${claim.state}`)}</p>
                            <Member claim={claim} />
                            {waiting?.by && <p class="callout note">{t('claim.waiting', { date: date(waiting.by) })}</p>}
                            <Decision claim={claim} />
                            <h2 class="h4">{t('claim.steps')}</h2>
                            <Steps claim={claim} />
                            <h2 class="h4">{t('claim.todo')}</h2>
                            <Tasks claim={claim} />
                            <Documents claim={claim} />
                            {claim.months.length > 0 && <Months months={claim.months} />}
                            {(claim.expenses.length > 0 || mayClaimExpense) && (
                                <section aria-labelledby="expenses-title">
                                    <h2 id="expenses-title" class="h4">{t('ownExpense.title')}</h2>
                                    {claim.expenses.length === 0 ? <p>{t('ownExpense.none')}</p> : <ul class="expenses">{claim.expenses.map((expense) => <ExpenseItem key={expense.id} expense={expense} />)}</ul>}
                                    {mayClaimExpense && <p><a class="btn btn-primary" href={`/claims/${claim.id}/expenses/new`}>{t('ownExpense.new')}</a></p>}
                                </section>
                            )}
                        </>
                    );
                }}
            </Loaded>
        </Page>
    );
}
