// SPDX-License-Identifier: EUPL-1.2
// Doors counted against the database, by door and day; and the look-up of one message by its receipt number.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Receipt } from '../api/types';
import { Badge } from '../ui/badge';
import { TextField, type Faults } from '../ui/form';
import { date } from '../ui/format';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { ScrollRegion } from '../ui/scroll';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { Empty, Loaded } from '../ui/states';
import { When } from '../ui/time';
import { sent, t } from '../ui/text';
import { countsLine, ReceiptParts } from './device_receipts';

const NUMBER = /^([0-9a-f]{32})-([1-9][0-9]{0,17})$/;

function Found({ receipt }: { receipt: Receipt }) {
    return (
        <div role="status">
            <dl class="banner">
                <div><dt>{t('device.state')}</dt><dd><Badge tone={receipt.state === 'quarantined' ? 'warning' : 'plain'}>{t(`receiptState.${receipt.state}`)}</Badge></dd></div>
                <div><dt>{t('quarantine.received')}</dt><dd>{receipt.receivedAt ? <When at={receipt.receivedAt} how="full" /> : t('value.missing')}</dd></div>
                <div><dt>{t('device.title')}</dt><dd class="code">{receipt.device ? <a href={`/staff/devices/${receipt.device}`}>{receipt.device.slice(0, 8)}…</a> : t('value.missing')}</dd></div>
                <div><dt>{t('receipt.counts')}</dt><dd>{countsLine(receipt)}</dd></div>
            </dl>
            {receipt.parts.length > 0 && <ReceiptParts receipt={receipt} />}
        </div>
    );
}

function LookUp() {
    const [number, setNumber] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const [found, setFound] = useState<Receipt | null>(null);
    const sending = useSend();
    const submit = async () => {
        const [, inbox, sequence] = NUMBER.exec(number.trim()) ?? [];
        setFound(null);
        setFaults(inbox && sequence ? [] : [{ field: 'receipt', text: t('receipt.noNumber') }]);
        if (!inbox || !sequence) return;
        await sending.run(async () => { setFound(await call('get', '/api/v1/receipts/{inbox}/{sequence}', { path: { inbox, sequence } })); });
    };
    return (
        <details class="more">
            <summary>{t('receipt.lookUp')}</summary>
            <SendForm class="narrow-form" sending={sending} faults={faults} onSend={submit} save={t('receipt.lookUpNow')} quiet>
                <TextField id="receipt" label={t('receipt.number')} hint={t('receipt.numberHint')} value={number} onValue={setNumber} maxLength={60} spellcheck={false} />
            </SendForm>
            {found && <Found receipt={found} />}
        </details>
    );
}

export function ReconciliationPage() {
    const list = useResource('reconciliation', (signal) => call('get', '/api/v1/reconciliation', { signal }));
    return (
        <Page title="reconciliation.title" section="section.devices" class="wide">
            <p class="hint">{t('reconciliation.what')}</p>
            <LookUp />
            <Loaded of={list} lines={8}>
                {({ items }) => (items.length === 0 ? <Empty title={t('reconciliation.none')}><p>{t('reconciliation.noneWhy')}</p></Empty> : (
                    <ScrollRegion label={t('reconciliation.title')}>
                        <table class="table">
                            <thead><tr><th scope="col">{t('reconciliation.day')}</th><th scope="col">{t('reconciliation.door')}</th><th scope="col">{t('reconciliation.given')}</th><th scope="col">{t('receiptState.in-custody')}</th><th scope="col">{t('receiptState.read')}</th><th scope="col">{t('receiptState.stored')}</th><th scope="col">{t('receiptState.duplicate')}</th><th scope="col">{t('receiptState.quarantined')}</th><th scope="col">{t('receiptState.rejected')}</th><th scope="col">{t('reconciliation.result')}</th></tr></thead>
                            <tbody>
                                {items.map((day) => (
                                    <tr key={`${day.inbox} ${day.day}`}>
                                        <th scope="row">{date(day.day)}</th><td>{sent('transport', day.door, day.door)} <span class="small quiet code">{day.inbox.slice(0, 6)}…</span></td>
                                        <td>{day.given ?? t('value.missing')}</td><td>{day.inCustody}</td><td>{day.read}</td><td>{day.stored}</td><td>{day.duplicate}</td><td>{day.quarantined}</td><td>{day.rejected}</td>
                                        <td>{day.checkedAt === null ? t('reconciliation.notYet')
                                            : day.missing + day.mismatched === 0 ? <Badge tone="ok" icon="ok">{t('reconciliation.agrees')}</Badge>
                                                : <Badge tone="warning" icon="warning">{t('reconciliation.differs', { missing: day.missing, mismatched: day.mismatched })}</Badge>}
                                            {day.checkedAt && <span class="small quiet block"><When at={day.checkedAt} how="full" /></span>}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </ScrollRegion>
                ))}
            </Loaded>
        </Page>
    );
}
