// SPDX-License-Identifier: EUPL-1.2
// Change one's own password; all other sessions of the account end.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { Checkbox, FormFaults, SubmitButton, TextField, type Faults } from './form';
import { fieldFaults, useSend, type Sending } from './send';
import { FaultNote } from './states';
import { t } from './text';

const LEAST = 12;
let typed = '';

// The log-in form hands over the one-time password that was just typed: nobody enters it twice (WCAG 3.3.7).
export function keepTyped(password: string): void {
    typed = password;
}

export function hasTyped(): boolean {
    return typed !== '';
}

export function takeTyped(): string {
    const once = typed;
    typed = '';
    return once;
}

interface PasswordChange {
    current: string;
    next: string;
    setCurrent: (value: string) => void;
    setNext: (value: string) => void;
    faults: Faults;
    sending: Sending;
    submit: (event: Event) => void;
}

export function usePasswordChange(currentLabel: string, known: () => string, onDone: () => void): PasswordChange {
    const [current, setCurrent] = useState(known);
    const [next, setNext] = useState('');
    const [found, setFound] = useState<Faults>([]);
    const sending = useSend();
    const submit = async (event: Event) => {
        event.preventDefault();
        const faults: Faults = [];
        if (current === '') faults.push({ field: 'current', text: t('password.noCurrent') });
        if (next.length < LEAST) faults.push({ field: 'new', text: t('password.short', { least: LEAST }) });
        setFound(faults);
        if (faults.length > 0) return;
        const done = await sending.run(async () => { await call('put', '/api/v1/session/password', { body: { current, new: next } }); });
        if (!done) return;
        setCurrent('');
        setNext('');
        onDone();
    };
    const faults = found.length > 0 ? found : fieldFaults(sending.fault, { current: currentLabel, new: t('password.new') });
    return { current, next, setCurrent, setNext, faults, sending, submit: (event) => void submit(event) };
}

// What is typed can be looked at: a slip in a hidden field locks its owner out.
export function PasswordFields({ of, currentLabel }: { of: PasswordChange; currentLabel: string }) {
    const [seen, setSeen] = useState(false);
    const type = seen ? 'text' : 'password';
    return (
        <FormFaults faults={of.faults}>
            {of.sending.fault && of.faults.length === 0 && <FaultNote fault={of.sending.fault} />}
            <TextField id="current" label={currentLabel} type={type} autocomplete="current-password" spellcheck={false} value={of.current} onValue={of.setCurrent} />
            <TextField id="new" label={t('password.new')} hint={t('password.hint', { least: LEAST })} type={type} autocomplete="new-password" spellcheck={false} value={of.next} onValue={of.setNext} />
            <Checkbox id="seen" label={t('password.show')} checked={seen} onValue={setSeen} />
            <SubmitButton busy={of.sending.busy}>{t('password.save')}</SubmitButton>
        </FormFaults>
    );
}

export function PasswordForm() {
    const [saved, setSaved] = useState(false);
    const label = t('password.current');
    const change = usePasswordChange(label, () => '', () => setSaved(true));
    const submit = (event: Event) => {
        setSaved(false);
        change.submit(event);
    };
    return (
        <form class="narrow-form" onSubmit={submit} noValidate>
            <h2 class="h4">{t('password.title')}</h2>
            {saved && <p class="callout ok" role="status">{t('password.saved')}</p>}
            <PasswordFields of={change} currentLabel={label} />
        </form>
    );
}
