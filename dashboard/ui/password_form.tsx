// SPDX-License-Identifier: EUPL-1.2
// Change one's own password; all other sessions of the account end.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { ErrorSummary, faultFor, SubmitButton, TextField, type Faults } from './form';
import { fieldFaults, useSend } from './send';
import { FaultNote } from './states';
import { t } from './text';

const LEAST = 12;

export function PasswordForm({ onDone }: { onDone?: () => void }) {
    const [current, setCurrent] = useState('');
    const [next, setNext] = useState('');
    const [saved, setSaved] = useState(false);
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async (event: Event) => {
        event.preventDefault();
        const found: Faults = [];
        if (current === '') found.push({ field: 'current', text: t('password.noCurrent') });
        if (next.length < LEAST) found.push({ field: 'new', text: t('password.short', { least: LEAST }) });
        setFaults(found);
        setSaved(false);
        if (found.length > 0) return;
        const done = await sending.run(async () => { await call('put', '/api/v1/session/password', { body: { current, new: next } }); });
        if (!done) return;
        setCurrent('');
        setNext('');
        setSaved(true);
        onDone?.();
    };
    const shown = faults.length > 0 ? faults : fieldFaults(sending.fault, { current: t('password.current'), new: t('password.new') });
    return (
        <form class="narrow-form" onSubmit={(event) => void submit(event)} noValidate>
            {!onDone && <h2 class="h4">{t('password.title')}</h2>}
            <ErrorSummary faults={shown} />
            {sending.fault && shown.length === 0 && <FaultNote fault={sending.fault} />}
            {saved && <p class="callout ok" role="status">{t('password.saved')}</p>}
            <TextField id="current" label={t('password.current')} type="password" autocomplete="current-password" value={current} onValue={setCurrent} fault={faultFor(shown, 'current')} />
            <TextField id="new" label={t('password.new')} hint={t('password.hint', { least: LEAST })} type="password" autocomplete="new-password" value={next} onValue={setNext} fault={faultFor(shown, 'new')} />
            <SubmitButton busy={sending.busy}>{t('password.save')}</SubmitButton>
        </form>
    );
}
