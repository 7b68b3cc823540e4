// SPDX-License-Identifier: EUPL-1.2
// What a person makes of one item of the quarantine: confirm, assign, correct or discard, with a reason (custody C7).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { QuarantineItem } from '../api/types';
import { Dialog } from '../ui/dialog';
import { AreaField, ErrorSummary, faultFor, Radios, SelectField, SubmitButton, TextField, type Faults } from '../ui/form';
import { fieldFaults, useSend } from '../ui/send';
import { FaultNote } from '../ui/states';
import { sent, t } from '../ui/text';

type Act = 'confirm' | 'assign' | 'correct' | 'discard';
type Value = QuarantineItem['reading'] extends infer R ? R extends { values: (infer V)[] } ? V : never : never;

const SUBJECT = /^[0-9a-f]{32}$/;
const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/;
// The quantities of each kind, the first ones needed, with the units that may be chosen.
const UNITS = { systolic: ['mm[Hg]', 'kPa'], diastolic: ['mm[Hg]', 'kPa'], pulse: ['/min'], spo2: ['%'], glucose: ['mg/dL', 'mmol/L'], weight: ['kg', 'g', '[lb_av]', '[stone_av]'], temperature: ['Cel', '[degF]'], pef: ['L/min', 'L/s', 'cL/s'], fev1: ['L', 'mL'] } as const;
type Quantity = keyof typeof UNITS;
const KINDS: Record<string, Quantity[]> = { 'blood-pressure': ['systolic', 'diastolic', 'pulse'], spo2: ['spo2', 'pulse'], glucose: ['glucose'], weight: ['weight'], temperature: ['temperature'], spirometry: ['pef', 'fev1'] };

// The wall clock of whoever looks, as it is typed.
function typed(iso: string): string {
    const at = new Date(iso);
    const two = (number: number) => String(number).padStart(2, '0');
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export function QuarantineDecision({ item, onClose, onDone }: { item: QuarantineItem; onClose: () => void; onDone: (item: QuarantineItem) => void }) {
    const { reading } = item;
    const acts: Act[] = [...(reading?.whole ? [...(item.subject ? ['confirm' as const] : []), 'assign' as const] : []), 'correct', 'discard'];
    const [act, setAct] = useState<Act>('discard');
    const [reason, setReason] = useState('');
    const [subject, setSubject] = useState('');
    const [kind, setKind] = useState(reading && KINDS[reading.kind] ? reading.kind : 'blood-pressure');
    const [moment, setMoment] = useState(typed(reading?.measuredAt ?? item.receivedAt));
    const [values, setValues] = useState<Record<string, Value>>(Object.fromEntries((reading?.values ?? []).map((one) => [one.quantity, one])));
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const quantities = KINDS[kind] ?? [];
    const value = (quantity: Quantity): Value => values[quantity] ?? { quantity, v: '', u: UNITS[quantity][0] };
    const put = (one: Value) => setValues({ ...values, [one.quantity]: one });
    const submit = async (event: Event) => {
        event.preventDefault();
        const given = quantities.map(value).filter((one) => one.v.trim() !== '');
        const found: Faults = [
            ...((act === 'assign' || (act === 'correct' && !item.subject)) && !SUBJECT.test(subject.trim()) ? [{ field: 'subject', text: t('assign.noSubject') }] : []),
            ...(act === 'correct' && !MOMENT.test(moment.trim()) ? [{ field: 'measuredAt', text: t('quarantine.noMoment') }] : []),
            ...(act === 'correct' && given.length === 0 ? [{ field: `v-${quantities[0]}`, text: t('quarantine.noValue') }] : []),
            ...(reason.trim().length < 3 ? [{ field: 'reason', text: t('quarantine.noReason') }] : []),
        ];
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async (idempotencyKey) => {
            const named = act !== 'confirm' && act !== 'discard' && subject.trim() !== '' ? { subject: subject.trim() } : {};
            const corrected = act === 'correct' ? { kind, measuredAt: new Date(moment.trim().replace(' ', 'T')).toISOString(), values: given.map((one) => ({ ...one, v: one.v.trim().replace(',', '.') })) } : {};
            onDone(await call('post', '/api/v1/quarantine/{quarantined}/decision', { path: { quarantined: item.id }, idempotencyKey, body: { act, reason: reason.trim(), ...named, ...corrected } }));
        });
    };
    const shown = faults.length > 0 ? faults : fieldFaults(sending.fault, { reason: t('quarantine.reason'), subject: t('assign.subject'), kind: t('quarantine.kind'), measuredAt: t('quarantine.measuredAt'), values: t('quarantine.values') });
    return (
        <Dialog title={t('quarantine.decide')} onClose={onClose}>
            <p>{sent('quarantineCode', item.code, item.code)}{item.proposed && <> · {t('quarantine.proposed', { text: item.proposed })}</>}</p>
            <form onSubmit={(event) => void submit(event)} noValidate>
                <ErrorSummary faults={shown} />
                {sending.fault && shown.length === 0 && <FaultNote fault={sending.fault} />}
                <Radios id="act" legend={t('quarantine.act')} value={act} onValue={(chosen) => setAct(chosen as Act)} choices={acts.map((one) => ({ value: one, label: t(`quarantineAct.${one}`) }))} />
                {(act === 'assign' || act === 'correct') && <TextField id="subject" label={t('assign.subject')} hint={item.subject && act === 'correct' ? t('form.optional') : t('assign.hint')} value={subject} onValue={setSubject} maxLength={32} spellcheck={false} fault={faultFor(shown, 'subject')} />}
                {act === 'correct' && (
                    <>
                        <SelectField id="kind" label={t('quarantine.kind')} value={kind} onValue={setKind} choices={Object.keys(KINDS).map((one) => ({ value: one, label: sent('kind', one, one) }))} fault={faultFor(shown, 'kind')} />
                        <TextField id="measuredAt" label={t('quarantine.measuredAt')} hint={t('quarantine.momentHint')} value={moment} onValue={setMoment} maxLength={19} fault={faultFor(shown, 'measuredAt')} />
                        {quantities.map((quantity) => (
                            <div key={quantity} class="with-suffix">
                                <TextField id={`v-${quantity}`} label={t(`quantity.${quantity}`)} value={value(quantity).v} onValue={(v) => put({ ...value(quantity), v })} inputMode="decimal" maxLength={20} fault={faultFor(shown, `v-${quantity}`)} />
                                <SelectField id={`u-${quantity}`} label={t('quarantine.unit', { quantity: t(`quantity.${quantity}`) })} value={value(quantity).u} onValue={(u) => put({ ...value(quantity), u })} choices={UNITS[quantity].map((unit) => ({ value: unit, label: unit }))} />
                            </div>
                        ))}
                    </>
                )}
                <AreaField id="reason" label={t('quarantine.reason')} value={reason} onValue={setReason} maxLength={500} fault={faultFor(shown, 'reason')} />
                <SubmitButton busy={sending.busy}>{t('quarantine.decideNow')}</SubmitButton>
            </form>
        </Dialog>
    );
}
