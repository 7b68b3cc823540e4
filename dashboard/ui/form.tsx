// SPDX-License-Identifier: EUPL-1.2
// Form fields with label, hint and fault, and the summary of faults at the top.
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from './text';

export interface FieldFault { field: string; text: string }
export type Faults = FieldFault[];

const Found = createContext<Faults>([]);

function useFault(field: string): string | undefined {
    return useContext(Found).find((fault) => fault.field === field)?.text;
}

// The summary on top; every field among the children finds its own fault by its id.
export function FormFaults({ faults, children }: { faults: Faults; children?: ComponentChildren }) {
    return (
        <Found.Provider value={faults}>
            <ErrorSummary faults={faults} />
            {children}
        </Found.Provider>
    );
}

function ErrorSummary({ faults }: { faults: Faults }) {
    const box = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => { if (faults.length > 0) box.current?.focus(); }, [faults]); // with the drawing, never under the hands of who types on
    if (faults.length === 0) return null;
    const go = (event: MouseEvent, field: string) => {
        event.preventDefault();
        const target = document.getElementById(field) ?? document.querySelector<HTMLElement>(`[name="${field}"]`);
        target?.focus();
        target?.scrollIntoView({ block: 'center' });
    };
    return (
        <div ref={box} class="error-summary" role="alert" tabIndex={-1} aria-labelledby="error-summary-title">
            <h2 id="error-summary-title" class="h5">{t('form.summary')}</h2>
            <ul>
                {faults.map((fault) => (
                    <li key={`${fault.field} ${fault.text}`}><a href={`#${fault.field}`} onClick={(event) => go(event, fault.field)}>{fault.text}</a></li>
                ))}
            </ul>
        </div>
    );
}

interface Common { id: string; label: ComponentChildren; hint?: ComponentChildren; narrow?: boolean }
interface SaidProps { id: string; hint?: ComponentChildren; fault?: string }

function describedBy({ id, hint, fault }: SaidProps): string | undefined {
    const ids = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean);
    return ids.length > 0 ? ids.join(' ') : undefined;
}

// Hint and fault, between the name of the field and its boxes.
function Said({ id, hint, fault }: SaidProps) {
    return (
        <>
            {hint && <p id={`${id}-hint`} class="hint">{hint}</p>}
            {fault && <p id={`${id}-fault`} class="field-fault"><span class="visually-hidden">{t('page.failed')} </span>{fault}</p>}
        </>
    );
}

// A field of one control, which gets what all controls have in common.
interface Control { id: string; name: string; 'aria-invalid'?: true; 'aria-describedby'?: string }

function Single({ id, label, hint, control }: Common & { control: (common: Control) => ComponentChildren }) {
    const fault = useFault(id);
    return (
        <div class={fault ? 'field failed' : 'field'}>
            <label for={id} class="form-label">{label}</label>
            <Said id={id} hint={hint} fault={fault} />
            {control({ id, name: id, 'aria-invalid': fault ? true : undefined, 'aria-describedby': describedBy({ id, hint, fault }) })}
        </div>
    );
}

interface GroupProps extends Omit<Common, 'label'> { legend: ComponentChildren }

// A field of several controls under one legend.
function Group({ id, legend, hint, children }: GroupProps & { children: (failed: true | undefined) => ComponentChildren }) {
    const fault = useFault(id);
    return (
        <fieldset class={fault ? 'field failed' : 'field'} aria-describedby={describedBy({ id, hint, fault })}>
            <legend class="form-label">{legend}</legend>
            <Said id={id} hint={hint} fault={fault} />
            {children(fault ? true : undefined)}
        </fieldset>
    );
}

interface TextProps extends Common {
    value: string;
    onValue: (value: string) => void;
    type?: 'text' | 'password' | 'tel' | 'search';
    inputMode?: 'decimal' | 'numeric' | 'text' | 'tel';
    autocomplete?: string;
    suffix?: string;
    maxLength?: number;
    spellcheck?: boolean;
}

export function TextField({ value, onValue, type = 'text', inputMode, autocomplete, suffix, maxLength, narrow, spellcheck, ...field }: TextProps) {
    return (
        <Single {...field} control={(common) => (
            <div class={suffix ? 'with-suffix' : undefined}>
                <input {...common} class={`form-control${narrow ? ' narrow' : ''}`} type={type as 'text'} value={value} inputMode={inputMode} maxLength={maxLength}
                    autocomplete={autocomplete ?? 'off'} spellcheck={spellcheck} onInput={(event) => onValue(event.currentTarget.value)} />
                {suffix && <span class="suffix">{suffix}</span>}
            </div>
        )} />
    );
}

export function AreaField({ value, onValue, rows = 3, maxLength, ...field }: Common & { value: string; onValue: (value: string) => void; rows?: number; maxLength?: number }) {
    return (
        <Single {...field} control={(common) => (
            <textarea {...common} class="form-control" rows={rows} maxLength={maxLength} value={value} onInput={(event) => onValue(event.currentTarget.value)} />
        )} />
    );
}

export function FileField({ accept, onFile, ...field }: Common & { accept: string; onFile: (file: File | null) => void }) {
    return (
        <Single {...field} control={(common) => (
            <input {...common} class="form-control" type="file" accept={accept} onChange={(event) => onFile(event.currentTarget.files?.[0] ?? null)} />
        )} />
    );
}

export interface Choice { value: string; label: ComponentChildren; hint?: ComponentChildren; disabled?: boolean }

export function SelectField({ value, onValue, choices, ...field }: Common & { value: string; onValue: (value: string) => void; choices: Choice[] }) {
    return (
        <Single {...field} control={(common) => (
            <select {...common} class="form-select" value={value} onChange={(event) => onValue(event.currentTarget.value)}>
                {choices.map((choice) => <option key={choice.value} value={choice.value} disabled={choice.disabled}>{choice.label}</option>)}
            </select>
        )} />
    );
}

interface RadiosProps extends GroupProps {
    value: string;
    onValue: (value: string) => void;
    choices: Choice[];
    inline?: boolean;
}

// The first radio carries the id of the group, so that the summary's link lands on something that can take the focus.
export function Radios({ value, onValue, choices, inline, ...field }: RadiosProps) {
    const { id } = field;
    return (
        <Group {...field}>
            {() => (
                <div class={inline ? 'radios inline' : 'radios'}>
                    {choices.map((choice, i) => {
                        const own = i === 0 ? id : `${id}-${choice.value}`;
                        return (
                            <div key={choice.value} class="form-check">
                                <input id={own} class="form-check-input" type="radio" name={id} value={choice.value} checked={value === choice.value}
                                    disabled={choice.disabled} onChange={() => onValue(choice.value)} />
                                <label class="form-check-label" for={own}>{choice.label}{choice.hint && <span class="hint">{choice.hint}</span>}</label>
                            </div>
                        );
                    })}
                </div>
            )}
        </Group>
    );
}

export function Checkbox({ id, label, checked, onValue }: { id: string; label: ComponentChildren; checked: boolean; onValue: (value: boolean) => void }) {
    return (
        <div class="form-check">
            <input id={id} name={id} class="form-check-input" type="checkbox" checked={checked} onChange={(event) => onValue(event.currentTarget.checked)} />
            <label class="form-check-label" for={id}>{label}</label>
        </div>
    );
}

export interface DateParts { day: string; month: string; year: string }
export const noDate: DateParts = { day: '', month: '', year: '' };

export function datePartsOf(iso: string | null | undefined): DateParts {
    const [year = '', month = '', day = ''] = (iso ?? '').split('-');
    return { day, month, year };
}

// Three boxes: nobody has to find a day thirty years back in a calendar, and the order is never in doubt.
export function DateField({ value, onValue, ...field }: GroupProps & { value: DateParts; onValue: (value: DateParts) => void }) {
    const part = (name: keyof DateParts, own: string, width: string, length: number, failed: true | undefined) => (
        <div class="date-part">
            <label for={own}>{t(`date.${name}`)}</label>
            <input id={own} class={`form-control ${width}`} type="text" inputMode="numeric" maxLength={length} autocomplete="off" value={value[name]}
                aria-invalid={failed} onInput={(event) => onValue({ ...value, [name]: event.currentTarget.value.trim() })} />
        </div>
    );
    const { id } = field;
    return (
        <Group {...field}>
            {(failed) => (
                <div class="date-parts">
                    {part('day', id, 'two', 2, failed)}
                    {part('month', `${id}-month`, 'two', 2, failed)}
                    {part('year', `${id}-year`, 'four', 4, failed)}
                </div>
            )}
        </Group>
    );
}

export function SubmitButton({ busy, children, quiet }: { busy: boolean; children: ComponentChildren; quiet?: boolean }) {
    return (
        <button type="submit" class={quiet ? 'btn btn-outline-primary' : 'btn btn-primary'} aria-disabled={busy}>
            {children}
            {busy && <span class="visually-hidden"> {t('form.sending')}</span>}
        </button>
    );
}
