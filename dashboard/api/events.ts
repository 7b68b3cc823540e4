// SPDX-License-Identifier: EUPL-1.2
// The live stream: one EventSource per browser, shared with the other tabs (six connections per host is all there is).
//
// The tab that holds the lock listens and passes events on. The browser resumes a cut stream with Last-Event-ID by itself;
// still every view reads again whenever a stream opens ("resync"), so that a missed event costs a request and not an alert.
import { createStore } from '../ui/store';
import { sessionLost } from './session';

export type LiveKind = 'worklist' | 'quarantine' | 'claim' | 'payment-lines' | 'resync';
export interface LiveEvent { kind: LiveKind; subject?: string; claim?: string }
export interface Live { connected: boolean; since: number } // since: when this state began

const KINDS: LiveKind[] = ['worklist', 'quarantine', 'claim', 'payment-lines'];
const RETRY_MS = 3000;
const SILENCE_MS = 40_000; // the server says `alive` every 15 s: this long without a word and the line is dead, whatever the browser believes
const BEAT_MS = SILENCE_MS / 4;

export const live = createStore<Live>({ connected: false, since: Date.now() });
const listeners = new Set<(event: LiveEvent) => void>();
const channel = 'BroadcastChannel' in window ? new BroadcastChannel(`sostegno-live`) : null;
let stop: (() => void) | null = null;

interface Word { event?: LiveEvent; connected?: boolean; ask?: true } // ask: a tab has opened and would know how things stand

function tell(event: LiveEvent): void {
    for (const listener of [...listeners]) listener(event);
}

function setConnected(connected: boolean): void {
    if (live.get().connected !== connected) live.set({ connected, since: Date.now() });
}

export function onLive(listener: (event: LiveEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

// Listens until the returned function is called; ends the stream.
function listen(): () => void {
    let source: EventSource | null = null;
    let timer = 0;
    let heard = Date.now();
    const share = (event: LiveEvent) => {
        tell(event);
        channel?.postMessage({ event });
    };
    const state = (connected: boolean) => {
        setConnected(connected);
        channel?.postMessage({ connected });
    };
    const open = () => {
        heard = Date.now();
        source = new EventSource('/api/v1/events');
        source.onopen = () => {
            heard = Date.now();
            state(true);
            share({ kind: 'resync' }); // what changed between reading a page and this moment was told to nobody
        };
        source.onerror = () => {
            state(false);
            if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again, with Last-Event-ID
            window.clearTimeout(timer);
            timer = window.setTimeout(open, RETRY_MS);
        };
        source.addEventListener('alive', () => {
            heard = Date.now();
            channel?.postMessage({ connected: true }); // timers of a tab in the background are too slow for the others
        });
        source.addEventListener('reset', () => share({ kind: 'resync' }));
        source.addEventListener('session-ended', () => sessionLost());
        for (const kind of KINDS) {
            source.addEventListener(kind, (message) => {
                heard = Date.now();
                let data: Omit<LiveEvent, 'kind'> = {};
                try {
                    data = JSON.parse((message as MessageEvent<string>).data || '{}') as typeof data;
                } catch {
                    // an event whose data cannot be read still says that something changed
                }
                share({ kind, ...data });
            });
        }
    };
    const answer = (message: MessageEvent<Word>) => {
        if (message.data.ask) channel?.postMessage({ connected: source?.readyState === EventSource.OPEN });
    };
    channel?.addEventListener('message', answer);
    open();
    const beat = window.setInterval(() => {
        if (Date.now() - heard > SILENCE_MS) {
            window.clearTimeout(timer);
            source?.close();
            state(false);
            open();
        } else channel?.postMessage({ connected: source?.readyState === EventSource.OPEN });
    }, BEAT_MS);
    return () => {
        channel?.removeEventListener('message', answer);
        window.clearTimeout(timer);
        window.clearInterval(beat);
        source?.close();
    };
}

function follow(): () => void {
    let heard = Date.now();
    const take = (message: MessageEvent<Word>) => {
        if (message.data.ask) return;
        heard = Date.now();
        if (message.data.connected !== undefined) setConnected(message.data.connected);
        if (message.data.event) {
            setConnected(true);
            tell(message.data.event);
        }
    };
    channel?.addEventListener('message', take);
    channel?.postMessage({ ask: true });
    const watch = window.setInterval(() => { if (Date.now() - heard > SILENCE_MS) setConnected(false); }, BEAT_MS);
    return () => {
        channel?.removeEventListener('message', take);
        window.clearInterval(watch);
    };
}

export function startLive(): void {
    if (stop) return;
    if (!navigator.locks || !channel) {
        stop = listen();
        return;
    }
    const abort = new AbortController();
    let leave = follow();
    let release: () => void = () => undefined;
    navigator.locks.request('sostegno-live', { signal: abort.signal }, () => {
        leave();
        leave = listen();
        return new Promise<void>((done) => { release = done; });
    }).catch(() => undefined); // aborted before the lock was ours
    stop = () => {
        abort.abort();
        leave();
        release();
    };
}

export function stopLive(): void {
    stop?.();
    stop = null;
}
