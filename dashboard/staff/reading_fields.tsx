// SPDX-License-Identifier: EUPL-1.2
// The fields of a reading that a person writes down: kind, time, values with their units.
import { useState } from 'preact/hooks';
import type { QuarantineItem, ReadingKind } from '../api/types';
import { SelectField, TextField, type Faults } from '../ui/form';
import { sent, t } from '../ui/text';

type Value = NonNullable<QuarantineItem['reading']>['values'][number];

const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/;
// The quantities of each kind, the first ones needed, with the units that may be chosen.
const UNITS = { systolic: ['mm[Hg]', 'kPa'], diastolic: ['mm[Hg]', 'kPa'], pulse: ['/min'], spo2: ['%'], glucose: ['mg/dL', 'mmol/L'], weight: ['kg', 'g', '[lb_av]', '[stone_av]'], temperature: ['Cel', '[degF]'], pef: ['L/min', 'L/s', 'cL/s'], fev1: ['L', 'mL'], 'mean-pressure': ['mm[Hg]', 'kPa'], fvc: ['L', 'mL'], 'respiratory-rate': ['/min'], hba1c: ['mmol/mol', '%'], steps: ['{steps}'] } as const;
type Quantity = keyof typeof UNITS;
const KINDS: Record<ReadingKind, Quantity[]> = { 'blood-pressure': ['systolic', 'diastolic', 'pulse', 'mean-pressure'], spo2: ['spo2', 'pulse'], glucose: ['glucose'], weight: ['weight'], temperature: ['temperature'], spirometry: ['pef', 'fev1', 'fvc'], 'respiratory-rate': ['respiratory-rate'], hba1c: ['hba1c'], steps: ['steps'], pulse: ['pulse'] };

// The wall clock of whoever looks, as it is typed.
function typed(iso: string): string {
    const at = new Date(iso);
    const two = (number: number) => String(number).padStart(2, '0');
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export interface Written { kind: ReadingKind; moment: string; values: Record<string, Value> }

const isKind = (kind: string): kind is ReadingKind => kind in KINDS;
const value = (written: Written, quantity: Quantity): Value => written.values[quantity] ?? { quantity, v: '', u: UNITS[quantity][0] };

export function useWritten(reading: QuarantineItem['reading'], at: string): [Written, (written: Written) => void] {
    return useState<Written>({
        kind: reading && isKind(reading.kind) ? reading.kind : 'blood-pressure', moment: typed(reading?.measuredAt ?? at),
        values: Object.fromEntries((reading?.values ?? []).map((one) => [one.quantity, one])),
    });
}

const given = (written: Written) => KINDS[written.kind].map((quantity) => value(written, quantity)).filter((one) => one.v.trim() !== '');

export const writtenFields = () => ({ kind: t('quarantine.kind'), measuredAt: t('quarantine.measuredAt'), values: t('quarantine.values') });

// What is said of the values as a whole stands at the first of them.
export const writtenPlaces = (written: Written) => ({ values: `v-${KINDS[written.kind][0]}` });

export function writtenFaults(written: Written): Faults {
    return [
        ...(MOMENT.test(written.moment.trim()) ? [] : [{ field: 'measuredAt', text: t('quarantine.noMoment') }]),
        ...(given(written).length > 0 ? [] : [{ field: writtenPlaces(written).values, text: t('quarantine.noValue') }]),
    ];
}

export function writtenBody(written: Written) {
    return { kind: written.kind, measuredAt: new Date(written.moment.trim().replace(' ', 'T')).toISOString(), values: given(written).map((one) => ({ ...one, v: one.v.trim().replace(',', '.') })) };
}

export function ReadingFields({ written, onWritten }: { written: Written; onWritten: (written: Written) => void }) {
    const put = (one: Value) => onWritten({ ...written, values: { ...written.values, [one.quantity]: one } });
    return (
        <>
            <SelectField id="kind" label={t('quarantine.kind')} value={written.kind} onValue={(kind) => isKind(kind) && onWritten({ ...written, kind })} choices={Object.keys(KINDS).map((one) => ({ value: one, label: sent('kind', one, one) }))} />
            <TextField id="measuredAt" label={t('quarantine.measuredAt')} hint={t('quarantine.momentHint')} value={written.moment} onValue={(moment) => onWritten({ ...written, moment })} maxLength={19} />
            {KINDS[written.kind].map((quantity) => (
                <div key={quantity} class="with-suffix">
                    <TextField id={`v-${quantity}`} label={t(`quantity.${quantity}`)} value={value(written, quantity).v} onValue={(v) => put({ ...value(written, quantity), v })} inputMode="decimal" maxLength={20} />
                    <SelectField id={`u-${quantity}`} label={t('quarantine.unit', { quantity: t(`quantity.${quantity}`) })} value={value(written, quantity).u} onValue={(u) => put({ ...value(written, quantity), u })} choices={UNITS[quantity].map((unit) => ({ value: unit, label: unit }))} />
                </div>
            ))}
        </>
    );
}
