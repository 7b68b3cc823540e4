// SPDX-License-Identifier: EUPL-1.2
// Other currencies, as published: what counts, and the form for the next day (A-36, S-24).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { standing } from '../api/session';
import { announce } from '../ui/announce';
import { date, decimal } from '../ui/format';
import { DateField, noDate, TextField, type Faults } from '../ui/form';
import { readDate, readDecimal } from '../ui/input';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { ScrollRegion } from '../ui/scroll';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { Empty, Loaded } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';

type Quotations = { items: { currency: string; day: string; units: string; by: { id: string; name: string }; at: string }[] };

function RecordForm({ onSaved }: { onSaved: (list: Quotations) => void }) {
    const [currency, setCurrency] = useState('');
    const [parts, setParts] = useState(noDate);
    const [units, setUnits] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        const day = readDate(parts.day, parts.month, parts.year);
        const code = currency.trim().toUpperCase();
        const value = readDecimal(units);
        const found: Faults = [];
        if (!/^[A-Z]{3}$/.test(code) || code === 'EUR') found.push({ field: 'quotedCurrency', text: t('quotations.noCurrency') });
        if (!day) found.push({ field: 'quotedDay', text: t('date.invalid') });
        if (!value || Number(value) <= 0) found.push({ field: 'quotedUnits', text: t('quotations.noUnits') });
        setFaults(found);
        if (found.length > 0 || !day || !value) return;
        await sending.run(async (idempotencyKey) => {
            onSaved(await call('post', '/api/v1/quotations', { idempotencyKey, body: { quotations: [{ currency: code, day, units: value }] } }));
            setUnits('');
            announce(t('quotations.saved'));
        });
    };
    return (
        <SendForm class="narrow-form" sending={sending} faults={faults} onSend={submit} save={t('quotations.save')} quiet>
            <TextField id="quotedCurrency" label={t('quotations.currency')} hint={t('quotations.currencyHint')} value={currency} onValue={setCurrency} maxLength={3} narrow />
            <DateField id="quotedDay" legend={t('quotations.day')} value={parts} onValue={setParts} />
            <TextField id="quotedUnits" label={t('quotations.units')} hint={t('quotations.unitsHint')} inputMode="decimal" value={units} onValue={setUnits} maxLength={17} narrow />
        </SendForm>
    );
}

export function QuotationsPage() {
    const list = useResource('quotations', (signal) => call('get', '/api/v1/quotations', { signal }));
    const mayRecord = standing.get().session?.user.role === 'payments-officer';
    return (
        <Page title="quotations.title" section="section.payments">
            <p>{t('quotations.why')}</p>
            {mayRecord && <div class="panel"><RecordForm onSaved={list.put} /></div>}
            <Loaded of={list} lines={6}>
                {(data) => (data.items.length === 0 ? <Empty title={t('quotations.none')} /> : (
                    <ScrollRegion label={t('quotations.title')}>
                        <table class="table">
                            <thead><tr><th scope="col">{t('quotations.currency')}</th><th scope="col" aria-sort="descending">{t('quotations.day')}</th><th scope="col" class="number">{t('quotations.units')}</th><th scope="col">{t('quotations.by')}</th></tr></thead>
                            <tbody>{data.items.map((one) => <tr key={`${one.currency} ${one.day}`}><th scope="row">{one.currency}</th><td>{date(one.day)}</td><td class="number">{decimal(one.units)}</td><td>{one.by.name}<span class="small quiet block"><When at={one.at} how="full" /></span></td></tr>)}</tbody>
                        </table>
                    </ScrollRegion>
                ))}
            </Loaded>
        </Page>
    );
}
