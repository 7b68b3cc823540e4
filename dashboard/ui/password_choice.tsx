// SPDX-License-Identifier: EUPL-1.2
// Before anything else: who came in with a one-time password chooses one of their own, then stands where they wanted to go.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { sessionChosen, standing } from '../api/session';
import { announce } from './announce';
import { Page } from './page';
import { hasTyped, PasswordFields, takeTyped, usePasswordChange } from './password_form';
import { useStore } from './store';
import { t } from './text';

const main = () => document.getElementById('main');

function chosen(): void {
    sessionChosen();
    announce(t('password.saved'));
    window.setTimeout(() => { if (document.activeElement === document.body) main()?.focus({ preventScroll: true }); });
}

export function PasswordChoicePage({ head, foot }: { head: ComponentChildren; foot: ComponentChildren }) {
    const { session } = useStore(standing);
    const [fromLogin] = useState(hasTyped);
    const label = t('password.received');
    const change = usePasswordChange(label, takeTyped, chosen);
    useEffect(() => { if (fromLogin) main()?.querySelector('h1')?.focus({ preventScroll: true }); }, []);
    return (
        <>
            {head}
            <main id="main" class="narrow-page" tabIndex={-1}>
                <Page title="password.first" section="account.title" failed={change.faults.length > 0} lead={<p>{t('password.firstWhy')}</p>}>
                    <form class="login-form" onSubmit={change.submit} noValidate>
                        <input type="text" name="username" autocomplete="username" value={session?.user.username ?? ''} readOnly hidden />
                        <PasswordFields of={change} currentLabel={label} />
                    </form>
                    {foot}
                </Page>
            </main>
        </>
    );
}
