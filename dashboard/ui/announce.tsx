// SPDX-License-Identifier: EUPL-1.2
// One polite live region for everything that a screen reader must hear without moving there.
import { createStore, useStore } from './store';

const spoken = createStore({ text: '', turn: 0 });

export function announce(text: string): void {
    spoken.set({ text, turn: spoken.get().turn + 1 });
}

export function Announcer() {
    const { text, turn } = useStore(spoken);
    // Two regions in turn, so that the same words twice are heard twice.
    return (
        <>
            <div class="visually-hidden" role="status">{turn % 2 === 0 ? text : ''}</div>
            <div class="visually-hidden" role="status">{turn % 2 === 1 ? text : ''}</div>
        </>
    );
}
