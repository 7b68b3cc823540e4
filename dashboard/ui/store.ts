// SPDX-License-Identifier: EUPL-1.2
// A value that components can watch; the only shared state of the applications.
import { useEffect, useState } from 'preact/hooks';

export interface Store<T> {
    get(): T;
    set(next: T): void;
    watch(listener: () => void): () => void;
}

export function createStore<T>(initial: T): Store<T> {
    let value = initial;
    const listeners = new Set<() => void>();
    return {
        get: () => value,
        set(next) {
            if (Object.is(next, value)) return;
            value = next;
            for (const listener of [...listeners]) listener();
        },
        watch(listener) {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
    };
}

export function useStore<T>(store: Store<T>): T {
    const [, redraw] = useState(0);
    const seen = store.get();
    useEffect(() => {
        const stop = store.watch(() => redraw((n) => n + 1));
        if (!Object.is(seen, store.get())) redraw((n) => n + 1); // it changed between drawing and now
        return stop;
    }, [store]);
    return seen;
}
