// SPDX-License-Identifier: EUPL-1.2
// The personal limits in force, their history, and the form of the clinician who may change them (P-03).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { standing } from '../api/session';
import type { CareLimit, Patient, Quantity } from '../api/types';
import { announce } from '../ui/announce';
import { Dialog } from '../ui/dialog';
import { decimal, unit } from '../ui/format';
import { AreaField, TextField, type Faults } from '../ui/form';
import { readDecimal } from '../ui/input';
import { useResource } from '../ui/resource';
import { ScrollRegion } from '../ui/scroll';
import { Loaded } from '../ui/states';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { When } from '../ui/time';
import { t } from '../ui/text';

const BOUNDS = ['alertLow', 'warnLow', 'warnHigh', 'alertHigh'] as const;
type Bounds = Record<(typeof BOUNDS)[number], string>;

function LimitDialog({ subject, quantity, unitCode, limit, onClose, onDone }: { subject: string; quantity: Quantity; unitCode: string; limit?: CareLimit; onClose: () => void; onDone: () => void }) {
    const [bounds, setBounds] = useState<Bounds>({
        alertLow: decimal(limit?.alertLow ?? ''), warnLow: decimal(limit?.warnLow ?? ''), warnHigh: decimal(limit?.warnHigh ?? ''), alertHigh: decimal(limit?.alertHigh ?? ''),
    });
    const [reason, setReason] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const fields = { alertLow: t('bound.alertLow'), warnLow: t('bound.warnLow'), warnHigh: t('bound.warnHigh'), alertHigh: t('bound.alertHigh'), reason: t('limits.reason') };
    const submit = async () => {
        const found: Faults = [];
        const body: { reason: string } & Partial<Bounds> = { reason: reason.trim() };
        for (const bound of BOUNDS) {
            if (bounds[bound].trim() === '') continue;
            const value = readDecimal(bounds[bound]);
            if (value === null) found.push({ field: bound, text: t('limits.notNumber', { field: fields[bound] }) });
            else body[bound] = value; // whether the four are in order is the server's to say
        }
        if (body.reason.length < 3) found.push({ field: 'reason', text: t('limits.noReason') });
        setFaults(found);
        if (found.length > 0) return;
        const done = await sending.run(async () => { await call('put', '/api/v1/patients/{subject}/limits/{quantity}', { path: { subject, quantity }, body }); });
        if (!done) return;
        announce(t('limits.saved'));
        onDone();
    };
    return (
        <Dialog title={t('limits.edit', { quantity: t(`quantity.${quantity}`) })} onClose={onClose}>
            <SendForm sending={sending} faults={faults} fields={fields} onSend={submit} save={t('limits.save')}>
                <p class="hint">{t('limits.hint')}</p>
                <div class="bounds">
                    {BOUNDS.map((bound) => (
                        <TextField key={bound} id={bound} label={fields[bound]} inputMode="decimal" narrow suffix={unit(unitCode)} value={bounds[bound]}
                            onValue={(value) => setBounds({ ...bounds, [bound]: value })} />
                    ))}
                </div>
                <AreaField id="reason" label={t('limits.reason')} hint={t('limits.reasonHint')} value={reason} onValue={setReason} maxLength={300} />
            </SendForm>
        </Dialog>
    );
}

function Bound({ value }: { value?: string }) {
    return <td class="number">{value === undefined ? '–' : decimal(value)}</td>;
}

export function PatientLimits({ subject, latest, onChange }: { subject: string; latest: Patient['latest']; onChange: () => void }) {
    const limits = useResource(`limits ${subject}`, (signal) => call('get', '/api/v1/patients/{subject}/limits', { path: { subject }, signal }));
    const [edited, setEdited] = useState<{ quantity: Quantity; unit: string; limit?: CareLimit } | null>(null);
    const may = standing.get().session?.user.role === 'monitoring-clinician';
    const row = (limit: CareLimit, actions: boolean) => (
        <tr key={`${limit.quantity}-${limit.from}`}>
            <th scope="row">{t(`quantity.${limit.quantity}`)} <span class="small quiet">{unit(limit.unit)}</span></th>
            <Bound value={limit.alertLow} /><Bound value={limit.warnLow} /><Bound value={limit.warnHigh} /><Bound value={limit.alertHigh} />
            <td><When at={limit.from} how="full" />{!actions && limit.to && <> – <When at={limit.to} how="full" /></>}<span class="small quiet block">{limit.setBy === 'profile' ? t('limits.profile') : `${limit.setBy}: ${limit.reason}`}</span></td>
            {actions && may && <td><button type="button" class="btn btn-outline-primary btn-sm" onClick={() => setEdited({ quantity: limit.quantity, unit: limit.unit, limit })}>{t('limits.change')}<span class="visually-hidden"> {t(`quantity.${limit.quantity}`)}</span></button></td>}
        </tr>
    );
    const head = (actions: boolean) => (
        <thead><tr><th scope="col">{t('limits.quantity')}</th><th scope="col" class="number">{t('bound.alertLow')}</th><th scope="col" class="number">{t('bound.warnLow')}</th><th scope="col" class="number">{t('bound.warnHigh')}</th>
            <th scope="col" class="number">{t('bound.alertHigh')}</th><th scope="col">{t('limits.since')}</th>{actions && may && <th scope="col">{t('column.acts')}</th>}</tr></thead>
    );
    return (
        <section aria-labelledby="limits-title">
            <h2 id="limits-title" class="h4">{t('limits.title')}</h2>
            <p class="hint">{t('limits.scope')}</p>
            <Loaded of={limits}>
                {({ items }) => {
                    const now = items.filter((limit) => limit.to === undefined);
                    const past = items.filter((limit) => limit.to !== undefined);
                    const without = latest.filter((value) => !now.some((limit) => limit.quantity === value.quantity));
                    return (
                        <>
                            {now.length === 0 ? <p class="quiet">{t('limits.none')}</p> : (
                                <ScrollRegion label={t('limits.title')}><table class="table">{head(true)}<tbody>{now.map((limit) => row(limit, true))}</tbody></table></ScrollRegion>
                            )}
                            {may && without.length > 0 && <div class="acts">{without.map((value) => (
                                <button key={value.quantity} type="button" class="btn btn-outline-primary btn-sm" onClick={() => setEdited({ quantity: value.quantity, unit: value.unit })}>{t('limits.add', { quantity: t(`quantity.${value.quantity}`) })}</button>
                            ))}</div>}
                            {past.length > 0 && (
                                <details class="more"><summary>{t('limits.history')}</summary>
                                    <ScrollRegion label={t('limits.history')}><table class="table">{head(false)}<tbody>{past.map((limit) => row(limit, false))}</tbody></table></ScrollRegion>
                                </details>
                            )}
                        </>
                    );
                }}
            </Loaded>
            {edited && <LimitDialog subject={subject} quantity={edited.quantity} unitCode={edited.unit} limit={edited.limit} onClose={() => setEdited(null)}
                onDone={() => { setEdited(null); void limits.reload(); onChange(); }} />}
        </section>
    );
}
