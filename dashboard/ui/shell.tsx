// SPDX-License-Identifier: EUPL-1.2
// What stands around every page of both applications: skip link, banners, language, the end of the session.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { call } from '../api/client';
import { CallFault } from '../api/problem';
import { sessionClosed, sessionLeft, sessionLost, standing, takeSession } from '../api/session';
import { announce, Announcer } from './announce';
import { PRODUCT } from './contact';
import { Dialog } from './dialog';
import { Logo } from './icons';
import { LoginForm } from './login';
import { PasswordChoicePage } from './password_choice';
import { outage, retryNow, waitToRetry } from './resource';
import { useStore } from './store';
import { chooseLanguage, language, plural, t } from './text';
import { time } from './format';

const WARN_MS = 120_000;

export function SkipLink() {
    const go = (event: MouseEvent) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
    };
    return <a class="skip-link" href="#main" onClick={go}>{t('shell.skip')}</a>;
}

export function DemoBanner() {
    const { session } = useStore(standing);
    return session?.demo ? <p class="demo-banner">{t('shell.demo')}</p> : null;
}

export function LanguageSwitch() {
    const now = useStore(language);
    const [failed, setFailed] = useState(false);
    const other = now === 'it' ? 'en' : 'it';
    const choose = async () => setFailed(!(await chooseLanguage(other)));
    return (
        <>
            <button type="button" class="btn btn-quiet language" lang={other} onClick={() => void choose()}>{t('shell.otherLanguage')}</button>
            {failed && <span class="small" role="alert">{t('fault.unreachable')}</span>}
        </>
    );
}

export function OutageBanner() {
    const now = useStore(outage);
    const [, tick] = useState(0);
    useEffect(() => { if (now) announce(t('outage.title')); }, [now?.since]);
    useEffect(() => {
        if (!now) return undefined;
        const timer = window.setInterval(() => tick((n) => n + 1), 1000);
        return () => window.clearInterval(timer);
    }, [now]);
    if (!now) return null;
    const seconds = Math.max(0, Math.ceil((now.retryAt - Date.now()) / 1000));
    return (
        <div class="outage">
            <p>
                <strong>{t('outage.title')}</strong>{' '}
                {plural('outage.retry', seconds)} {t('outage.since', { time: time(new Date(now.since).toISOString()) })}
            </p>
            <button type="button" class="btn btn-outline-primary" onClick={retryNow}>{t('outage.now')}</button>
        </div>
    );
}

function SessionWarning() {
    const [left, setLeft] = useState(Infinity);
    useEffect(() => {
        const timer = window.setInterval(() => {
            const ms = sessionLeft();
            if (ms <= 0) sessionLost();
            setLeft(ms);
        }, 2000);
        return () => window.clearInterval(timer);
    }, []);
    if (left > WARN_MS || left <= 0) return null;
    const extend = async () => {
        try {
            takeSession(await call('post', '/api/v1/session/extend', {}));
            setLeft(sessionLeft());
        } catch (error) {
            if (!(error instanceof CallFault)) throw error; // a lost session shows the log-in by itself
        }
    };
    return (
        <Dialog title={t('session.ending')} onClose={() => void extend()}>
            <p>{plural('session.minutes', Math.max(1, Math.ceil(left / 60_000)))}</p>
            <button type="button" class="btn btn-primary" onClick={() => void extend()}>{t('session.stay')}</button>
        </Dialog>
    );
}

function PlainHead() {
    return (
        <>
            <header class="narrow-head">
                <span class="brand"><Logo /><span>{PRODUCT}</span></span>
                <span class="acts">
                    <LanguageSwitch />
                    <button type="button" class="btn btn-quiet" onClick={() => void logOut(location.pathname)}>{t('shell.logOut')}</button>
                </span>
            </header>
            <OutageBanner />
        </>
    );
}

// Whoever was at work hears where they are now: the focus was in a page that is hidden.
function SessionEnded({ contact }: { contact?: ComponentChildren }) {
    const heading = useRef<HTMLHeadingElement>(null);
    useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
    return (
        <main id="main" class="container narrow-page" tabIndex={-1}>
            <h1 ref={heading} tabIndex={-1}>{t('session.ended')}</h1>
            <p>{t('session.draftKept')}</p>
            <LoginForm onDone={() => undefined} />
            {contact}
        </main>
    );
}

interface GateProps { children: ComponentChildren; signedOut: ComponentChildren; contact?: ComponentChildren }

// While nobody is signed in the page behind keeps what was typed, but shows none of it. `contact`: whom to call from the
// pages that stand alone (F-01).
export function SessionGate({ children, signedOut, contact }: GateProps) {
    const { state, session } = useStore(standing);
    const entered = useRef(false);
    useStore(language);
    const choosing = state === 'in' && session?.passwordChange === true;
    if (state === 'in' && !choosing) entered.current = true;
    if (state === 'unknown') return <div class="boot"><OutageBanner /></div>;
    if (state === 'out') return <>{signedOut}</>;
    return (
        <>
            {state === 'lost' && <SessionEnded contact={contact} />}
            {choosing && <PasswordChoicePage head={<PlainHead />} foot={contact} />}
            {entered.current && <div hidden={state === 'lost' || choosing}>{children}</div>}
            {state === 'in' && <SessionWarning />}
            <Announcer />
        </>
    );
}

export async function logOut(to: string): Promise<void> {
    try {
        await call('delete', '/api/v1/session', {});
    } catch (error) {
        if (!(error instanceof CallFault)) throw error; // already gone is what was wanted
    }
    sessionClosed();
    location.assign(to); // a fresh page: nothing of this person is left in memory
}

export async function boot(): Promise<void> {
    for (let wait = 1000; ; wait = Math.min(wait * 2, 15_000)) {
        try {
            takeSession(await call('get', '/api/v1/session', {}));
            outage.set(null);
            return;
        } catch (error) {
            if (!(error instanceof CallFault)) throw error;
            if (!error.passing) {
                outage.set(null);
                if (standing.get().state === 'unknown') sessionClosed();
                return;
            }
            outage.set({ since: outage.get()?.since ?? Date.now(), retryAt: Date.now() + wait });
            await waitToRetry(wait);
        }
    }
}
