// SPDX-License-Identifier: EUPL-1.2
// Loading, failed and empty: what a page shows when it has no data to show.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CallFault } from '../api/problem';
import type { Resource } from './resource';
import { Page } from './page';
import { BackToStart } from './pager';
import { sent, t, type TextKey } from './text';

const PATIENCE_MS = 300;

export function Skeleton({ lines = 4 }: { lines?: number }) {
    const [shown, setShown] = useState(false);
    useEffect(() => {
        const timer = window.setTimeout(() => setShown(true), PATIENCE_MS);
        return () => window.clearTimeout(timer);
    }, []);
    return (
        <div class={shown ? 'skeleton shown' : 'skeleton'} role="status">
            {shown && <span class="visually-hidden">{t('state.loading')}</span>}
            {Array.from({ length: lines }, (_, i) => <div key={i} class="skeleton-line" aria-hidden="true" />)}
        </div>
    );
}

export function faultText(fault: CallFault): string {
    if (fault.status === 0) return t('fault.unreachable');
    const byStatus = sent('status', String(fault.status), t(fault.status >= 500 ? 'status.500' : 'status.400'));
    return sent('problem', fault.code, byStatus);
}

export function FaultNote({ fault, children }: { fault: CallFault; children?: ComponentChildren }) {
    return (
        <div class="callout fault" role="alert">
            <p class="callout-text">{faultText(fault)}</p>
            {fault.requestId !== '' && <p class="small">{t('fault.reference', { id: fault.requestId })}</p>}
            {children}
        </div>
    );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
    return (
        <div class="empty">
            <p class="empty-title">{title}</p>
            {children}
        </div>
    );
}

// A page of a list whose rows are gone since: not the same as a list with nothing in it.
export function PageGone() {
    return <Empty title={t('problem.bad-cursor')}><BackToStart /></Empty>;
}

interface LoadedProps<T> { of: Resource<T>; children: (data: T) => ComponentChildren; lines?: number; page?: { title: TextKey; section: TextKey } }

// Old data stays while new is asked for; without data the reader sees why. `page`: where the children bring the h1
// themselves, the waiting and the failed page have this one.
export function Loaded<T>({ page, ...of }: LoadedProps<T>) {
    if (of.of.data === null && page) return <Page {...page} headingHidden={of.of.fault === null}><Content {...of} /></Page>;
    return <Content {...of} />;
}

function Content<T>({ of, children, lines }: Omit<LoadedProps<T>, 'page'>) {
    if (of.data !== null) return <div aria-busy={of.loading}>{children(of.data)}</div>;
    if (of.fault) {
        return (
            <FaultNote fault={of.fault}>
                {of.fault.code === 'bad-cursor' && <BackToStart />}
                {of.fault.code !== 'bad-cursor' && of.fault.status !== 403 && of.fault.status !== 404 && (
                    <button type="button" class="btn btn-outline-primary" onClick={() => void of.reload()}>{t('state.again')}</button>
                )}
            </FaultNote>
        );
    }
    return <div aria-busy="true"><Skeleton lines={lines} /></div>;
}
