// SPDX-License-Identifier: EUPL-1.2
// Form fields with label, hint and fault, and the summary of faults at the top.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from './text';

export interface FieldFault { field: string; text: string }
export type Faults = FieldFault[];

export function faultFor(faults: Faults, field: string): string | undefined {
    return faults.find((fault) => fault.field === field)?.text;
}

export function ErrorSummary({ faults }: { faults: Faults }) {
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

interface Common { id: string; label: ComponentChildren; hint?: ComponentChildren; fault?: string; narrow?: boolean }

function describedBy({ id, hint, fault }: { id: string; hint?: ComponentChildren; fault?: string }): string | undefined {
    const ids = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean);
    return ids.length > 0 ? ids.join(' ') : undefined;
}

function Around({ id, label, hint, fault, children }: Common & { children: ComponentChildren }) {
    return (
        <div class={fault ? 'field failed' : 'field'}>
            <label for={id} class="form-label">{label}</label>
            {hint && <p id={`${id}-hint`} class="hint">{hint}</p>}
            {fault && <p id={`${id}-fault`} class="field-fault"><span class="visually-hidden">{t('page.failed')} </span>{fault}</p>}
            {children}
        </div>
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

export function TextField(props: TextProps) {
    const { id, value, onValue, type = 'text', inputMode, autocomplete, suffix, maxLength, fault, narrow, spellcheck } = props;
    return (
        <Around {...props}>
            <div class={suffix ? 'with-suffix' : undefined}>
                <input id={id} name={id} class={`form-control${narrow ? ' narrow' : ''}`} type={type as 'text'} value={value} inputMode={inputMode} maxLength={maxLength}
                    autocomplete={autocomplete ?? 'off'} spellcheck={spellcheck} aria-invalid={fault ? true : undefined} aria-describedby={describedBy(props)}
                    onInput={(event) => onValue(event.currentTarget.value)} />
                {suffix && <span class="suffix">{suffix}</span>}
            </div>
        </Around>
    );
}

export function AreaField(props: Common & { value: string; onValue: (value: string) => void; rows?: number; maxLength?: number }) {
    const { id, value, onValue, rows = 3, maxLength, fault } = props;
    return (
        <Around {...props}>
            <textarea id={id} name={id} class="form-control" rows={rows} maxLength={maxLength} value={value} aria-invalid={fault ? true : undefined}
                aria-describedby={describedBy(props)} onInput={(event) => onValue(event.currentTarget.value)} />
        </Around>
    );
}

export function FileField(props: Common & { accept: string; onFile: (file: File | null) => void }) {
    const { id, accept, onFile, fault } = props;
    return (
        <Around {...props}>
            <input id={id} name={id} class="form-control" type="file" accept={accept} aria-invalid={fault ? true : undefined} aria-describedby={describedBy(props)}
                onChange={(event) => onFile(event.currentTarget.files?.[0] ?? null)} />
        </Around>
    );
}

export interface Choice { value: string; label: ComponentChildren; hint?: ComponentChildren; disabled?: boolean }

export function SelectField(props: Common & { value: string; onValue: (value: string) => void; choices: Choice[] }) {
    const { id, value, onValue, choices, fault } = props;
    return (
        <Around {...props}>
            <select id={id} name={id} class="form-select" value={value} aria-invalid={fault ? true : undefined} aria-describedby={describedBy(props)}
                onChange={(event) => onValue(event.currentTarget.value)}>
                {choices.map((choice) => <option key={choice.value} value={choice.value} disabled={choice.disabled}>{choice.label}</option>)}
            </select>
        </Around>
    );
}

interface RadiosProps extends Omit<Common, 'label'> {
    legend: ComponentChildren;
    value: string;
    onValue: (value: string) => void;
    choices: Choice[];
    inline?: boolean;
}

// The first radio carries the id of the group, so that the summary's link lands on something that can take the focus.
export function Radios(props: RadiosProps) {
    const { id, legend, hint, fault, value, onValue, choices, inline } = props;
    return (
        <fieldset class={fault ? 'field failed' : 'field'} aria-describedby={describedBy(props)}>
            <legend class="form-label">{legend}</legend>
            {hint && <p id={`${id}-hint`} class="hint">{hint}</p>}
            {fault && <p id={`${id}-fault`} class="field-fault"><span class="visually-hidden">{t('page.failed')} </span>{fault}</p>}
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
        </fieldset>
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
export function DateField(props: Omit<Common, 'label'> & { legend: ComponentChildren; value: DateParts; onValue: (value: DateParts) => void }) {
    const { id, legend, hint, fault, value, onValue } = props;
    const part = (name: keyof DateParts, own: string, width: string, length: number) => (
        <div class="date-part">
            <label for={own}>{t(`date.${name}`)}</label>
            <input id={own} class={`form-control ${width}`} type="text" inputMode="numeric" maxLength={length} autocomplete="off" value={value[name]}
                aria-invalid={fault ? true : undefined} onInput={(event) => onValue({ ...value, [name]: event.currentTarget.value.trim() })} />
        </div>
    );
    return (
        <fieldset class={fault ? 'field failed' : 'field'} aria-describedby={describedBy(props)}>
            <legend class="form-label">{legend}</legend>
            {hint && <p id={`${id}-hint`} class="hint">{hint}</p>}
            {fault && <p id={`${id}-fault`} class="field-fault"><span class="visually-hidden">{t('page.failed')} </span>{fault}</p>}
            <div class="date-parts">
                {part('day', id, 'two', 2)}
                {part('month', `${id}-month`, 'two', 2)}
                {part('year', `${id}-year`, 'four', 4)}
            </div>
        </fieldset>
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
