// SPDX-License-Identifier: EUPL-1.2
// The newest receipts of a device: what became of its messages, and how far its own counting is stored.
import { call } from '../api/client';
import type { Receipt } from '../api/types';
import { Badge, type Tone } from '../ui/badge';
import { useResource } from '../ui/resource';
import { ScrollRegion } from '../ui/scroll';
import { Loaded } from '../ui/states';
import { When } from '../ui/time';
import { sent, t } from '../ui/text';

const TONE: Record<Receipt['state'], Tone> = { 'in-custody': 'plain', 'read': 'plain', 'stored': 'ok', 'used': 'ok', 'duplicate': 'plain', 'quarantined': 'warning', 'rejected': 'technical' };

const COUNTED = ['stored', 'duplicates', 'quarantined', 'rejected'] as const;

export function countsLine(receipt: Receipt): string {
    const counted = COUNTED.filter((what) => receipt[what] > 0);
    return counted.length === 0 ? t('value.missing') : counted.map((what) => t(`receipt.n.${what}`, { n: receipt[what] })).join(', ');
}

// What became of the readings that were not stored.
export function ReceiptParts({ receipt }: { receipt: Receipt }) {
    return (
        <ul class="plain-list small">
            {receipt.parts.map((part) => (
                <li key={part.item}>{part.index === null ? t('receipt.whole') : t('receipt.reading', { n: part.index + 1 })}: {sent('quarantineCode', part.code, part.code)}{part.act && <> · {t(`quarantineDone.${part.act}`)}</>}</li>
            ))}
        </ul>
    );
}

export function DeviceReceipts({ device }: { device: string }) {
    const resource = useResource(`receipts ${device}`, (signal) => call('get', '/api/v1/devices/{device}/receipts', { path: { device }, signal }));
    return (
        <section class="panel" aria-labelledby="receipts-title">
            <h2 id="receipts-title" class="h4">{t('receipts.title')}</h2>
            <Loaded of={resource}>
                {({ items, counted }) => (items.length === 0 ? <p class="quiet">{t('receipts.none')}</p> : (
                    <>
                        {counted && <p class="small">{t(counted.upto === counted.newest ? 'receipts.whole' : 'receipts.hole', { from: counted.from, upto: counted.upto, newest: counted.newest })}</p>}
                        <ScrollRegion label={t('receipts.title')}>
                            <table class="table">
                                <thead><tr><th scope="col">{t('receipt.number')}</th><th scope="col">{t('quarantine.received')}</th><th scope="col">{t('device.state')}</th><th scope="col">{t('receipt.own')}</th><th scope="col">{t('receipt.counts')}</th><th scope="col">{t('receipt.parts')}</th></tr></thead>
                                <tbody>
                                    {items.map((one) => (
                                        <tr key={`${one.inbox} ${one.sequence}`}>
                                            <th scope="row" class="code"><abbr title={`${one.inbox}-${one.sequence}`}>{one.inbox.slice(0, 6)}…-{one.sequence}</abbr></th>
                                            <td>{one.receivedAt ? <When at={one.receivedAt} how="both" /> : t('value.missing')}</td>
                                            <td><Badge tone={TONE[one.state]}>{t(`receiptState.${one.state}`)}</Badge></td>
                                            <td>{one.seq ?? t('value.missing')}</td>
                                            <td class="small">{countsLine(one)}</td>
                                            <td class="small">{one.parts.length === 0 ? t('value.missing') : <ReceiptParts receipt={one} />}</td>
                                        </tr>
                                    ))}
                                </tbody>
                            </table>
                        </ScrollRegion>
                    </>
                ))}
            </Loaded>
        </section>
    );
}
