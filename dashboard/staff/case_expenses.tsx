// SPDX-License-Identifier: EUPL-1.2
// Benefit months with their ceilings, and the expenses under them: approve, or refuse with words that the family reads.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { BenefitMonth, Expense } from '../api/types';
import { Badge, type Tone } from '../ui/badge';
import { Dialog } from '../ui/dialog';
import { AreaField, type Faults } from '../ui/form';
import { date, money } from '../ui/format';
import { ScrollRegion } from '../ui/scroll';
import { SendForm } from '../ui/send_form';
import { FaultNote } from '../ui/states';
import { plural, t } from '../ui/text';
import type { CasePart } from './case_page';
import { Allowed, useCaseSend } from './case_send';
import { ReasonList } from './case_words';

const TONES: Record<Expense['state'], Tone> = { submitted: 'technical', approved: 'ok', refused: 'plain' };
const FIRST_MONTHS = 6;

// In the currency of the document, and what that is in euro where it is known.
export function amountOf(expense: Expense): string {
    if (!expense.currency) return money(expense.amountCents);
    const own = `${(expense.amountCents / 100).toFixed(2)} ${expense.currency}`;
    return expense.euroCents === null ? own : `${own} (${money(expense.euroCents)})`;
}

export function MonthsTable({ months }: { months: BenefitMonth[] }) {
    return (
        <ScrollRegion label={t('months.title')}>
            <table class="table">
                <thead><tr><th scope="col">{t('months.month')}</th><th scope="col">{t('months.period')}</th><th scope="col" class="number">{t('months.ceiling')}</th><th scope="col" class="number">{t('months.used')}</th><th scope="col" class="number">{t('months.due')}</th><th scope="col" class="number">{t('months.left')}</th></tr></thead>
                <tbody>
                    {months.map((month) => (
                        <tr key={month.number}><th scope="row">{month.number}</th><td>{date(month.from)} – {date(month.to)}</td><td class="number">{money(month.ceilingCents)}</td><td class="number">{money(month.usedCents)}{month.elsewhereCents > 0 && <span class="small quiet block">{t('months.elsewhere', { amount: money(month.elsewhereCents) })}</span>}</td><td class="number">{money(month.dueCents)}</td><td class="number">{money(month.leftCents)}</td></tr>
                    ))}
                </tbody>
            </table>
        </ScrollRegion>
    );
}

export function CaseMonths({ claim }: CasePart) {
    const [all, setAll] = useState(false);
    if (claim.months.length === 0) return null;
    return (
        <section aria-labelledby="months-title" class="panel">
            <h2 id="months-title" class="h4">{t('months.title')}</h2>
            <MonthsTable months={all ? claim.months : claim.months.slice(0, FIRST_MONTHS)} />
            {claim.months.length > FIRST_MONTHS && <button type="button" class="btn btn-quiet" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('months.fewer') : plural('months.all', claim.months.length)}</button>}
        </section>
    );
}

function RefuseDialog({ part, expense, onClose }: { part: CasePart; expense: Expense; onClose: () => void }) {
    const [reason, setReason] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const { sending, submit } = useCaseSend(part);
    const send = async () => {
        const found: Faults = reason.trim().length < 3 ? [{ field: 'refuseReason', text: t('refuse.noReason') }] : [];
        setFaults(found);
        if (found.length > 0) return;
        const done = await submit(() => call('post', '/api/v1/claims/{claim}/expenses/{expense}/refuse', {
            path: { claim: part.claim.id, expense: expense.id }, version: part.claim.version, body: { reason: reason.trim() },
        }), t('refuse.saved'));
        if (done) onClose();
    };
    return (
        <Dialog title={t('refuse.title', { document: expense.document })} onClose={onClose}>
            <SendForm sending={sending} faults={faults} fields={{ reason: t('refuse.reason') }} places={{ reason: 'refuseReason' }} onSend={send} save={t('refuse.save')}>
                <AreaField id="refuseReason" label={t('refuse.reason')} hint={t('refuse.hint')} value={reason} onValue={setReason} maxLength={500} />
            </SendForm>
        </Dialog>
    );
}

export function CaseExpenses(part: CasePart) {
    const { claim } = part;
    const [refused, setRefused] = useState<Expense | null>(null);
    const { sending, submit } = useCaseSend(part);
    const approve = (expense: Expense) => submit(() => call('post', '/api/v1/claims/{claim}/expenses/{expense}/approve', {
        path: { claim: claim.id, expense: expense.id }, version: claim.version,
    }), t('approve.saved'));
    return (
        <section aria-labelledby="expenses-title" class="panel">
            <h2 id="expenses-title" class="h4">{t('expenses.title')}</h2>
            {sending.fault && <FaultNote fault={sending.fault} />}
            {claim.expenses.length === 0 && <p class="quiet">{t('expenses.none')}</p>}
            <ul class="expenses">
                {claim.expenses.map((expense) => (
                    <li key={expense.id} class="expense">
                        <p class="expense-head"><strong>{amountOf(expense)}</strong> {t(`expenseForm.${expense.form}`)} <Badge tone={TONES[expense.state]}>{t(`expenseState.${expense.state}`)}</Badge></p>
                        <p class="small">{expense.provider} · {t('expenses.document', { document: expense.document })} · {date(expense.serviceFrom)} – {date(expense.serviceTo)} · {expense.form === 'direct' ? t('expenses.service') : t(expense.receipted ? 'expenses.receipted' : 'expenses.notReceipted')}{expense.invoicedOn && ` · ${t('expenses.invoiced', { date: date(expense.invoicedOn) })}`}{expense.paidOn && ` · ${t('expenses.paid', { date: date(expense.paidOn) })}`}</p>
                        {expense.payee === 'heirs' && <p class="small">{t('expenses.heirs')}</p>}
                        {expense.state === 'approved' && <p class="small">{t('expenses.payable', { amount: money(expense.payableCents) })}{!expense.currency && expense.payableCents < expense.amountCents && ` · ${t('expenses.over', { amount: money(expense.amountCents - expense.payableCents) })}`}</p>}
                        {expense.reasons.length > 0 && <ReasonList reasons={expense.reasons} />}
                        {expense.state === 'submitted' && (
                            <Allowed claim={claim} action="approve-expense">
                                <div class="acts">
                                    <button type="button" class="btn btn-primary btn-sm" aria-disabled={sending.busy} onClick={() => void approve(expense)}>{t('approve.act')}<span class="visually-hidden"> {expense.document}</span></button>
                                    <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => setRefused(expense)}>{t('refuse.act')}<span class="visually-hidden"> {expense.document}</span></button>
                                </div>
                            </Allowed>
                        )}
                    </li>
                ))}
            </ul>
            {refused && <RefuseDialog part={part} expense={refused} onClose={() => setRefused(null)} />}
        </section>
    );
}
