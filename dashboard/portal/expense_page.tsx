// SPDX-License-Identifier: EUPL-1.2
// Send an expense of care.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { DateField, noDate, Radios, TextField, type DateParts, type Faults } from '../ui/form';
import { readDate, readMoney } from '../ui/input';
import { Page } from '../ui/page';
import { navigate } from '../ui/router';
import { fieldFaults, useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { Loaded } from '../ui/states';
import { t } from '../ui/text';
import { useClaim } from './acting';

const FORMS = ['rsa-stay', 'home-carer', 'care-invoice'] as const;
const isEmpty = ({ day, month, year }: DateParts) => day === '' && month === '' && year === '';

function Form({ claim }: { claim: string }) {
    const [form, setForm] = useState('');
    const [provider, setProvider] = useState('');
    const [document, setDocument] = useState('');
    const [from, setFrom] = useState(noDate);
    const [to, setTo] = useState(noDate);
    const [amount, setAmount] = useState('');
    const [receipted, setReceipted] = useState('');
    const [invoiced, setInvoiced] = useState(noDate);
    const [paid, setPaid] = useState(noDate);
    const [currency, setCurrency] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const fields = {
        form: t('expense.form'), provider: t('expense.provider'), document: t('expense.document'), serviceFrom: t('expense.from'), serviceTo: t('expense.to'), amountCents: t('expense.amount'), receipted: t('expense.receipted'), invoicedOn: t('expense.invoiced'), paidOn: t('expense.paid'), currency: t('expense.currency'),
    };
    const submit = async () => {
        const serviceFrom = readDate(from.day, from.month, from.year);
        const serviceTo = readDate(to.day, to.month, to.year);
        const invoicedOn = readDate(invoiced.day, invoiced.month, invoiced.year);
        const paidOn = readDate(paid.day, paid.month, paid.year);
        const code = currency.trim().toUpperCase();
        const foreign = code !== '' && code !== 'EUR';
        const money = readMoney(amount);
        const found: Faults = [];
        if (form === '') found.push({ field: 'form', text: t('expense.noForm') });
        if (provider.trim() === '') found.push({ field: 'provider', text: t('expense.noProvider') });
        if (document.trim() === '') found.push({ field: 'document', text: t('expense.noDocument') });
        if (!serviceFrom) found.push({ field: 'serviceFrom', text: t('expense.badFrom') });
        if (!serviceTo || (serviceFrom && serviceTo < serviceFrom)) found.push({ field: 'serviceTo', text: t('expense.badTo') });
        if ('fault' in money) found.push({ field: 'amountCents', text: t(`expense.${money.fault}`) });
        if (receipted === '') found.push({ field: 'receipted', text: t('expense.noReceipted') });
        if (!isEmpty(invoiced) && !invoicedOn) found.push({ field: 'invoicedOn', text: t('date.invalid') });
        if (!isEmpty(paid) && !paidOn) found.push({ field: 'paidOn', text: t('date.invalid') });
        else if (foreign && !paidOn) found.push({ field: 'paidOn', text: t('expense.noPaid') });
        if (foreign && !/^[A-Z]{3}$/.test(code)) found.push({ field: 'currency', text: t('expense.noCurrency') });
        setFaults(found);
        if (found.length > 0 || !serviceFrom || !serviceTo || 'fault' in money) return;
        await sending.run(async (idempotencyKey) => {
            await call('post', '/api/v1/portal/claims/{claim}/expenses', {
                path: { claim }, idempotencyKey,
                body: { form: form as (typeof FORMS)[number], provider: provider.trim(), document: document.trim(), serviceFrom, serviceTo, amountCents: money.cents, receipted: receipted === 'yes',
                    ...(invoicedOn ? { invoicedOn } : {}), ...(paidOn ? { paidOn } : {}), ...(foreign ? { currency: code } : {}) },
            });
            navigate(`/claims/${claim}`, { replace: true });
        });
    };
    const shown = faults.length > 0 ? faults : fieldFaults(sending.fault, fields);
    return (
        <Page title="expense.title" section="section.claim" failed={shown.length > 0} before={<p class="back"><a href={`/claims/${claim}`}>{t('nav.back')}</a></p>}>
            <SendForm sending={sending} faults={shown} onSend={submit} save={t('expense.send')}>
                <Radios id="form" legend={fields.form} value={form} onValue={setForm} choices={FORMS.map((value) => ({ value, label: t(`expenseForm.${value}`) }))} />
                <TextField id="provider" label={fields.provider} hint={t('expense.providerHint')} value={provider} onValue={setProvider} maxLength={120} />
                <TextField id="document" label={fields.document} hint={t('expense.documentHint')} value={document} onValue={setDocument} maxLength={60} />
                <DateField id="serviceFrom" legend={fields.serviceFrom} hint={t('date.exampleRecent')} value={from} onValue={setFrom} />
                <DateField id="serviceTo" legend={fields.serviceTo} value={to} onValue={setTo} />
                <TextField id="amountCents" label={fields.amountCents} hint={t('expense.amountHint')} inputMode="decimal" narrow suffix="€" value={amount} onValue={setAmount} maxLength={14} />
                <TextField id="currency" label={fields.currency} hint={t('expense.currencyHint')} narrow value={currency} onValue={setCurrency} maxLength={3} />
                <DateField id="invoicedOn" legend={fields.invoicedOn} hint={t('form.optional')} value={invoiced} onValue={setInvoiced} />
                <DateField id="paidOn" legend={fields.paidOn} hint={t('form.optional')} value={paid} onValue={setPaid} />
                <Radios id="receipted" legend={fields.receipted} hint={t('expense.receiptedHint')} inline value={receipted} onValue={setReceipted}
                    choices={[{ value: 'yes', label: t('tristate.yes') }, { value: 'no', label: t('tristate.no') }]} />
            </SendForm>
        </Page>
    );
}

export function ExpensePage({ claim: id = '' }: { claim?: string }) {
    const claim = useClaim(id);
    return <Loaded of={claim} page={{ title: 'expense.title', section: 'section.claim' }}>{() => <Form claim={id} />}</Loaded>;
}
