// SPDX-License-Identifier: EUPL-1.2
// Log-in: password managers and paste work, no puzzle, a neutral error, the telephone when locked out.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { standing, takeSession } from '../api/session';
import type { Session } from '../api/types';
import { FormFaults, SubmitButton, TextField, type Faults } from './form';
import { PHONE } from './contact';
import { keepTyped } from './password_form';
import { FaultNote } from './states';
import { useSend } from './send';
import { t } from './text';

export function LoginForm({ onDone }: { onDone: (session: Session) => void }) {
    const [username, setUsername] = useState(standing.get().session?.user.username ?? '');
    const [password, setPassword] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async (event: Event) => {
        event.preventDefault();
        const found: Faults = [];
        if (username.trim() === '') found.push({ field: 'username', text: t('login.noName') });
        if (password === '') found.push({ field: 'password', text: t('login.noPassword') });
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async () => {
            const before = standing.get().session;
            const session = await call('post', '/api/v1/session', { body: { username: username.trim(), password } });
            if (before && before.user.id !== session.user.id) {
                location.assign(location.pathname.startsWith('/staff') ? '/staff/' : '/'); // another person: nothing of the first stays
                return;
            }
            if (session.passwordChange) keepTyped(password);
            takeSession(session);
            onDone(session);
        });
    };
    const { fault } = sending;
    return (
        <form class="login-form" onSubmit={(event) => void submit(event)} noValidate>
            <FormFaults faults={faults}>
                {fault && (fault.status === 401 || fault.code === 'login-failed'
                    ? <div class="callout fault" role="alert"><p class="callout-text">{fault.code === 'password-expired' ? t('login.expired', { phone: PHONE }) : t('login.refused')}</p></div>
                    : fault.status === 429
                        ? <div class="callout fault" role="alert"><p class="callout-text">{t('login.locked', { phone: PHONE })}</p></div>
                        : <FaultNote fault={fault} />)}
                <TextField id="username" label={t('login.name')} value={username} onValue={setUsername} autocomplete="username" spellcheck={false} />
                <TextField id="password" label={t('login.password')} type="password" value={password} onValue={setPassword} autocomplete="current-password" />
                <SubmitButton busy={sending.busy}>{t('login.enter')}</SubmitButton>
            </FormFaults>
        </form>
    );
}

export function SafetyNote() {
    return (
        <aside class="callout note" aria-label={t('safety.title')}>
            <p class="callout-text"><strong>{t('safety.title')}</strong></p>
            <p>{t('safety.device')}</p>
            <p>{t('safety.emergency')}</p>
        </aside>
    );
}
