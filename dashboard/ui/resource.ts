// SPDX-License-Identifier: EUPL-1.2
// Data of a page: loading, loaded, failed; what was loaded stays on screen while the server cannot be reached.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { CallFault } from '../api/problem';
import { standing } from '../api/session';
import { createStore } from './store';

export interface Outage { since: number; retryAt: number }
export const outage = createStore<Outage | null>(null);

const WAITS = [2, 4, 8, 15, 30];
let failures = 0;
let timer = 0;
const waiting = new Set<() => void>();

function reportOutage(fault: CallFault, retry: () => void): void {
    waiting.add(retry);
    if (timer !== 0) return;
    const seconds = fault.retryAfter ?? WAITS[Math.min(failures, WAITS.length - 1)]!;
    failures += 1;
    outage.set({ since: outage.get()?.since ?? Date.now(), retryAt: Date.now() + seconds * 1000 });
    timer = window.setTimeout(retryNow, seconds * 1000);
}

export function retryNow(): void {
    window.clearTimeout(timer);
    timer = 0;
    const again = [...waiting];
    waiting.clear();
    for (const retry of again) retry();
}

// Until the time is over or the reader asks to try at once.
export function waitToRetry(ms: number): Promise<void> {
    return new Promise((done) => {
        const end = () => {
            window.clearTimeout(own);
            waiting.delete(end);
            done();
        };
        const own = window.setTimeout(end, ms);
        waiting.add(end);
    });
}

function reportSuccess(): void {
    if (outage.get() === null) return;
    failures = 0;
    outage.set(null);
    if (waiting.size > 0) retryNow();
}

export interface Resource<T> {
    data: T | null;
    fault: CallFault | null;
    loading: boolean;
    loadedAt: number;
    reload: () => Promise<void>;
    put: (data: T) => void;
}

// `key` names what is asked for: another key starts afresh; the same key keeps the old data while asking again.
export function useResource<T>(key: string, fetcher: (signal: AbortSignal) => Promise<T>): Resource<T> {
    const [state, setState] = useState<{ key: string; data: T | null; fault: CallFault | null; loading: boolean; loadedAt: number }>(
        { key, data: null, fault: null, loading: true, loadedAt: 0 });
    const latest = useRef(fetcher);
    latest.current = fetcher;
    const running = useRef<AbortController | null>(null);
    const asking = useRef(false);

    const reload = useCallback(async (): Promise<void> => {
        running.current?.abort();
        const control = new AbortController();
        running.current = control;
        asking.current = true;
        setState((old) => (old.key === key ? { ...old, loading: true } : { key, data: null, fault: null, loading: true, loadedAt: 0 }));
        try {
            const data = await latest.current(control.signal);
            if (control.signal.aborted) return;
            asking.current = false;
            reportSuccess();
            setState({ key, data, fault: null, loading: false, loadedAt: Date.now() });
        } catch (error) {
            if (control.signal.aborted) return;
            asking.current = false;
            if (!(error instanceof CallFault)) throw error;
            if (error.passing) reportOutage(error, () => { if (!control.signal.aborted) void reload(); });
            setState((old) => ({ ...old, key, data: old.key === key ? old.data : null, fault: error, loading: false }));
        }
    }, [key]);

    useEffect(() => {
        void reload();
        return () => running.current?.abort();
    }, [reload]);

    // After a new log-in everything is read again.
    useEffect(() => {
        let before = standing.get().state;
        return standing.watch(() => {
            const now = standing.get().state;
            if (before === 'lost' && now === 'in') void reload();
            before = now;
        });
    }, [reload]);

    // What is put in is news; an answer still under way may be older, and is asked for again.
    const put = useCallback((data: T) => {
        setState({ key, data, fault: null, loading: false, loadedAt: Date.now() });
        if (asking.current) void reload();
    }, [key, reload]);
    const own = state.key === key;
    return {
        data: own ? state.data : null, fault: own ? state.fault : null, loading: own ? state.loading : true,
        loadedAt: own ? state.loadedAt : 0, reload, put,
    };
}
