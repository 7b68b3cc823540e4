// SPDX-License-Identifier: EUPL-1.2
// Log-in, the way to the first page of a role, and the page that does not exist.
import { useEffect } from 'preact/hooks';
import { standing } from '../api/session';
import { PRODUCT } from '../ui/contact';
import { Logo } from '../ui/icons';
import { LoginForm, SafetyNote } from '../ui/login';
import { Page } from '../ui/page';
import { navigate, place } from '../ui/router';
import { LanguageSwitch, OutageBanner } from '../ui/shell';
import { t } from '../ui/text';
import { landing } from './roles';

const ENTRANCES = ['/staff', '/staff/', '/staff/login'];

export function Home() {
    useEffect(() => {
        const role = standing.get().session?.user.role;
        if (role) navigate(landing(role), { replace: true });
    }, []);
    return null;
}

export function SignInPage() {
    return (
        <div class="sign-in">
            <header class="narrow-head">
                <span class="brand"><Logo /><span>{PRODUCT}</span></span>
                <LanguageSwitch />
            </header>
            <OutageBanner />
            <main id="main" class="narrow-page" tabIndex={-1}>
                <Page title="login.staffTitle" section="section.staff">
                    {!ENTRANCES.includes(place.get().path) && <p class="lead">{t('login.back')}</p>}
                    <LoginForm onDone={(session) => {
                        if (session.user.role === 'family') location.assign('/');
                        else if (ENTRANCES.includes(place.get().path)) navigate(landing(session.user.role), { replace: true });
                    }} />
                    <SafetyNote />
                </Page>
            </main>
        </div>
    );
}

export function NotFound() {
    return (
        <Page title="notFound.title" section="section.staff">
            <p>{t('notFound.text')}</p>
            <p><a href={landing(standing.get().session?.user.role ?? 'admin')}>{t('notFound.back')}</a></p>
        </Page>
    );
}
