// SPDX-License-Identifier: EUPL-1.2
// Who is signed in, and how long the session still lives.
import { createStore } from '../ui/store';
import { setDomainTime } from '../ui/clock';
import type { Session } from './types';

export interface Standing {
    state: 'unknown' | 'out' | 'in' | 'lost'; // lost: the page still holds what its user typed
    session: Session | null;
}

export const standing = createStore<Standing>({ state: 'unknown', session: null });
const ATTENDED_MS = 60_000;
const MOVED_PX = 3; // a pointer that trembles, or under which the page moves, is nobody's
let usedAt = Date.now();
let handledAt = Date.now(); // who opens a page is there

function handled(event: Event): void {
    const still = event.type === 'pointermove' && event instanceof PointerEvent && Math.abs(event.movementX) + Math.abs(event.movementY) < MOVED_PX;
    if (event.isTrusted && !still) handledAt = Date.now();
}
for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'click', 'input']) window.addEventListener(kind, handled, { capture: true, passive: true });

// The cookie is one for all tabs: whoever works in one does not let the session end in another.
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('sostegno-session') : null;
tabs?.addEventListener('message', (message: MessageEvent<number>) => { usedAt = Math.max(usedAt, message.data); });

// Somebody handled this page within the last minute. What it reads otherwise it reads by itself, and that is no use of
// the session (decision 0035).
export function attended(): boolean {
    return Date.now() - handledAt < ATTENDED_MS;
}

export function csrfToken(): string {
    return standing.get().session?.csrf ?? '';
}

export function sessionUsed(at: number): void {
    usedAt = Math.max(usedAt, at);
    tabs?.postMessage(at);
}

export function takeSession(session: Session): void {
    setDomainTime(session.domainNow);
    standing.set({ state: 'in', session });
}

// The one-time password has given way to one of the person's own: everything is open now.
export function sessionChosen(): void {
    const { state, session } = standing.get();
    if (session) standing.set({ state, session: { ...session, passwordChange: false } });
}

export function sessionLost(): void {
    const { state, session } = standing.get();
    standing.set(state === 'in' || state === 'lost' ? { state: 'lost', session } : { state: 'out', session: null });
}

export function sessionClosed(): void {
    standing.set({ state: 'out', session: null });
}

// Milliseconds until the server forgets the session: by age or by idleness, whichever comes first.
export function sessionLeft(): number {
    const { session } = standing.get();
    if (!session) return Infinity;
    return Math.min(Date.parse(session.expiresAt) - Date.now(), usedAt + session.idleSeconds * 1000 - Date.now());
}
