// SPDX-License-Identifier: EUPL-1.2
// One act of staff as a small form: its fields are data, so that every act asks, refuses and keeps the text alike.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Claim } from '../api/types';
import { AreaField, DateField, datePartsOf, noDate, Radios, SelectField, TextField, type Choice, type DateParts, type Faults } from '../ui/form';
import { readDate, readMoney } from '../ui/input';
import { SendForm } from '../ui/send_form';
import { t } from '../ui/text';
import type { CasePart } from './case_page';
import { useCaseSend } from './case_send';

export interface ActField {
    name: string;
    kind: 'date' | 'choice' | 'select' | 'text' | 'area' | 'euro' | 'number';
    label: ComponentChildren;
    hint?: ComponentChildren;
    choices?: Choice[];
    missing?: string; // said when nothing is entered; absent: may stay empty
    start?: string; // a day to begin with
    when?: (values: ActValues) => boolean;
}

// Dates as YYYY-MM-DD, amounts in cents, everything else as typed; '' when not given.
export type ActValues = Record<string, string>;

interface ActFormProps {
    id: string;
    part: CasePart;
    fields: ActField[];
    save: string;
    saved: string;
    send: (values: ActValues) => Promise<Claim>;
}

const PLACES = ['date', 'ruling', 'reason', 'prejudiceCents', 'event', 'note', 'evidence', 'receivedOn', 'firstName', 'lastName', 'codiceFiscale', 'text', 'outcome', 'reviewOn', 'provider', 'document', 'serviceFrom', 'serviceTo', 'amountCents'];

function readField(field: ActField, text: string, parts: DateParts | undefined): { value: string; wrong?: string } {
    const empty = field.kind === 'date' ? !parts || (parts.day === '' && parts.month === '' && parts.year === '') : text.trim() === '';
    if (empty) return { value: '', wrong: field.missing };
    if (field.kind === 'date') {
        const day = parts ? readDate(parts.day, parts.month, parts.year) : null;
        return day ? { value: day } : { value: '', wrong: t('date.invalid') };
    }
    if (field.kind === 'euro') {
        const money = readMoney(text);
        return 'cents' in money ? { value: String(money.cents) } : { value: '', wrong: field.missing ?? t('act.noAmount') };
    }
    if (field.kind === 'number') return /^\d{1,3}$/.test(text.trim()) ? { value: text.trim() } : { value: '', wrong: t('act.noNumber') };
    return { value: text.trim() };
}

export function ActForm({ id, part, fields, save, saved, send }: ActFormProps) {
    const [texts, setTexts] = useState<ActValues>({});
    const [days, setDays] = useState<Record<string, DateParts>>(() => Object.fromEntries(fields.filter((field) => field.start).map((field) => [field.name, datePartsOf(field.start)])));
    const [faults, setFaults] = useState<Faults>([]);
    const { sending, submit } = useCaseSend(part);
    const shownFields = fields.filter((field) => !field.when || field.when(texts));
    const own = (name: string) => `${id}-${name}`;
    const judge = async () => {
        const values: ActValues = {};
        const found: Faults = [];
        for (const field of shownFields) {
            const { value, wrong } = readField(field, texts[field.name] ?? '', days[field.name]);
            values[field.name] = value;
            if (wrong) found.push({ field: own(field.name), text: wrong });
        }
        setFaults(found);
        if (found.length > 0) return;
        // The day stays: what is recorded next often came with the same post.
        if (await submit(() => send(values), saved)) setTexts({});
    };
    return (
        <SendForm sending={sending} faults={faults} fields={Object.fromEntries(PLACES.map((name) => [name, t('act.field')]))} places={Object.fromEntries(PLACES.map((name) => [name, own(name)]))} onSend={judge} save={save} quiet>
            {shownFields.map((field) => {
                const common = { id: own(field.name), hint: field.hint };
                const value = texts[field.name] ?? '';
                const onValue = (next: string) => setTexts((before) => ({ ...before, [field.name]: next }));
                if (field.kind === 'date') return <DateField key={field.name} {...common} legend={field.label} value={days[field.name] ?? noDate} onValue={(next) => setDays((before) => ({ ...before, [field.name]: next }))} />;
                if (field.kind === 'choice') return <Radios key={field.name} {...common} legend={field.label} inline={(field.choices?.length ?? 0) < 4} value={value} onValue={onValue} choices={field.choices ?? []} />;
                if (field.kind === 'select') return <SelectField key={field.name} {...common} label={field.label} value={value} onValue={onValue} choices={[{ value: '', label: t('act.choose') }, ...(field.choices ?? [])]} />;
                if (field.kind === 'area') return <AreaField key={field.name} {...common} label={field.label} value={value} onValue={onValue} maxLength={2000} />;
                return <TextField key={field.name} {...common} label={field.label} value={value} onValue={onValue} maxLength={100} narrow={field.kind !== 'text'} inputMode={field.kind === 'text' ? 'text' : 'decimal'} suffix={field.kind === 'euro' ? '€' : undefined} />;
            })}
        </SendForm>
    );
}

// A form that opens on demand: the page stays readable.
export function ActDetails({ title, children }: { title: string; children: ComponentChildren }) {
    return <details class="more"><summary>{title}</summary>{children}</details>;
}

// Undefined where nothing was entered: the server refuses an empty text.
export const given = (value: string | undefined): string | undefined => (value === undefined || value === '' ? undefined : value);
