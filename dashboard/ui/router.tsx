// SPDX-License-Identifier: EUPL-1.2
// Every view has its own URL. Back and forward bring the scroll position back; ordinary links are enough.
import type { ComponentType } from 'preact';
import { useMemo } from 'preact/hooks';
import { createStore, useStore } from './store';

export interface Place { path: string; search: string; visit: number }
export interface Route { path: string; page: ComponentType<Record<string, string>> }

function here(visit: number): Place {
    return { path: location.pathname, search: location.search, visit };
}

export const place = createStore<Place>(here(0));
let inside: (path: string) => boolean = () => true;
let visits = 0;

function remember(): void {
    history.replaceState({ ...(history.state as object | null), scroll: window.scrollY }, '');
}

export function navigate(to: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
    const url = new URL(to, location.href);
    remember();
    if (options.replace) history.replaceState({ scroll: 0 }, '', url.pathname + url.search + url.hash);
    else history.pushState({ scroll: 0 }, '', url.pathname + url.search + url.hash);
    const moved = url.pathname !== place.get().path;
    if (moved) visits += 1;
    place.set(here(visits));
    if (moved && !options.keepScroll) window.scrollTo(0, 0);
}

// The address has stayed, and yet another page stands there: after the log-in it has the focus like any that one goes to.
export function arrive(): void {
    visits += 1;
    place.set(here(visits));
}

// A filter or window that belongs into the URL, without a new entry in the history.
export function useQuery(): [URLSearchParams, (changes: Record<string, string | null>) => void] {
    const { search } = useStore(place);
    const query = useMemo(() => new URLSearchParams(search), [search]);
    const change = (changes: Record<string, string | null>) => {
        const next = new URLSearchParams(location.search);
        for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === '') next.delete(name);
            else next.set(name, value);
        }
        const text = next.toString();
        navigate(location.pathname + (text === '' ? '' : `?${text}`), { replace: true, keepScroll: true });
    };
    return [query, change];
}

function restoreScroll(target: number): void {
    if (target === 0) return;
    const until = Date.now() + 1500;
    const attempt = () => {
        if (document.documentElement.scrollHeight - window.innerHeight >= target || Date.now() > until) window.scrollTo(0, target);
        else window.setTimeout(attempt, 50);
    };
    attempt();
}

function click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const anchor = (event.target as Element | null)?.closest('a[href]') as HTMLAnchorElement | null;
    if (!anchor || anchor.target || anchor.hasAttribute('download') || anchor.origin !== location.origin) return;
    if (!inside(anchor.pathname) || anchor.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    navigate(anchor.href);
}

export function startRouter(isInside: (path: string) => boolean): void {
    inside = isInside;
    history.scrollRestoration = 'manual';
    document.addEventListener('click', click);
    window.addEventListener('pagehide', remember);
    window.addEventListener('popstate', (event) => {
        visits += 1;
        place.set(here(visits));
        restoreScroll((event.state as { scroll?: number } | null)?.scroll ?? 0);
    });
    restoreScroll((history.state as { scroll?: number } | null)?.scroll ?? 0);
}

// An address that no server of ours wrote, such as one with a lone '%', is that of no page.
function decoded(text: string): string | null {
    try {
        return decodeURIComponent(text);
    } catch {
        return null;
    }
}

function match(pattern: string, path: string): Record<string, string> | null {
    const wanted = pattern.split('/');
    const given = path.replace(/(.)\/$/, '$1').split('/');
    if (wanted.length !== given.length) return null;
    const params: Record<string, string> = {};
    for (let i = 0; i < wanted.length; i++) {
        const part = wanted[i]!;
        if (part.startsWith(':')) {
            const value = decoded(given[i]!);
            if (value === null) return null;
            params[part.slice(1)] = value;
        } else if (part !== given[i]) return null;
    }
    return params;
}

export function Outlet({ routes, otherwise: Otherwise }: { routes: Route[]; otherwise: ComponentType }) {
    const { path } = useStore(place);
    for (const { path: pattern, page: View } of routes) {
        const params = match(pattern, path);
        if (params) return <View key={path} {...params} />;
    }
    return <Otherwise />;
}
