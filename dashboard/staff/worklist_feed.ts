// SPDX-License-Identifier: EUPL-1.2
// The live worklist: what arrives while the operator points or types waits behind a notice; otherwise it is shown at once (W-06).
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../api/client';
import { onLive } from '../api/events';
import type { Worklist, WorklistRow } from '../api/types';
import { announce } from '../ui/announce';
import { observe } from '../ui/clock';
import { useResource, type Resource } from '../ui/resource';
import { plural } from '../ui/text';
import { openAlerts } from './alert_words';

const LEAST_PAUSE_MS = 1000; // a storm of events asks once a second, the first at once
const TOP_PX = 200;

export interface Feed { list: Resource<Worklist>; waiting: Worklist | null; fresh: number; freshNames: string[]; newRows: Set<string>; show: () => void; refresh: () => Promise<void> }

export interface WorklistQuery { severity?: string; condition?: string; owner?: string; cursor?: string }

function read(query: WorklistQuery, signal?: AbortSignal): Promise<Worklist> {
    return call('get', '/api/v1/worklist', { query: query as never, signal });
}

function alertIds(list: Worklist): Set<string> {
    return new Set(list.items.flatMap((row) => row.alerts.map((alert) => alert.id)));
}

// Owner and state may change under the pointer, positions and heights may not.
export function updatedInPlace(shown: Worklist, next: Worklist): Worklist {
    const bySubject = new Map(next.items.map((row) => [row.subject, row]));
    const items = shown.items.map((row) => {
        const newer = bySubject.get(row.subject);
        if (!newer) return row;
        const alerts = row.alerts.map((alert) => newer.alerts.find((other) => other.id === alert.id) ?? alert);
        return { ...row, owner: newer.owner, alerts };
    });
    return { ...shown, items, counts: next.counts, lastReceivedAt: next.lastReceivedAt, reportingDevices: next.reportingDevices, custodyAlerts: next.custodyAlerts };
}

function sameRows(a: Worklist, b: Worklist): boolean {
    const text = (list: Worklist) => list.items.map((row) => `${row.subject}:${row.severity}:${openAlerts(row).map((alert) => alert.id).join('+')}`).join(' ');
    return text(a) === text(b);
}

// Someone is at work in the table: pointer over it, focus in it, a dialog open, or scrolled down.
function atWork(): boolean {
    const table = document.getElementById('worklist');
    return document.querySelector('dialog[open]') !== null || window.scrollY > TOP_PX
        || (table !== null && (table.matches(':hover') || table.contains(document.activeElement)));
}

export function useFeed(query: WorklistQuery): Feed {
    const key = `worklist ${JSON.stringify(query)}`;
    const list = useResource(key, (signal) => read(query, signal));
    const [waiting, setWaiting] = useState<Worklist | null>(null);
    const [newRows, setNewRows] = useState<Set<string>>(new Set());
    const current = useRef({ list, query, key });
    current.current = { list, query, key };
    useEffect(() => setWaiting(null), [key]);
    useEffect(() => { observe(list.data?.lastReceivedAt); }, [list.data]);

    const take = useCallback((next: Worklist) => {
        observe(next.lastReceivedAt);
        const { list: now } = current.current;
        const shown = now.data;
        if (!shown) return now.put(next);
        const known = alertIds(shown);
        const added = next.items.flatMap((row) => openAlerts(row)).filter((alert) => !known.has(alert.id));
        if (shown.items.length > 0 && atWork() && !sameRows(shown, next)) {
            now.put(updatedInPlace(shown, next));
            setWaiting(next);
        } else {
            setNewRows(new Set(added.map((alert) => alert.subject ?? '')));
            now.put(next);
            setWaiting(null);
        }
        if (added.length > 0) announce(plural('worklist.newAlerts', added.length));
    }, []);

    // Several may be asked for at once; an answer that was overtaken by a later one is older than what is shown.
    const asked = useRef({ last: 0, shown: 0 });
    const refresh = useCallback(async () => {
        const turn = ++asked.current.last;
        const { key: of } = current.current;
        try {
            const next = await read(current.current.query);
            if (turn < asked.current.shown || of !== current.current.key) return;
            asked.current.shown = turn;
            take(next);
        } catch {
            await current.current.list.reload(); // shows the fault and keeps asking
        }
    }, [take]);

    useEffect(() => {
        let last = 0;
        let timer = 0;
        const ask = () => {
            window.clearTimeout(timer);
            const wait = Math.max(0, last + LEAST_PAUSE_MS - Date.now());
            timer = window.setTimeout(() => {
                last = Date.now();
                void refresh();
            }, wait);
        };
        const stop = onLive((event) => { if (event.kind === 'worklist' || event.kind === 'resync') ask(); });
        return () => {
            stop();
            window.clearTimeout(timer);
        };
    }, [refresh]);

    const shownIds = list.data ? alertIds(list.data) : new Set<string>();
    const hidden: WorklistRow[] = (waiting?.items ?? []).filter((row) => openAlerts(row).some((alert) => !shownIds.has(alert.id)));
    const fresh = hidden.flatMap(openAlerts).filter((alert) => !shownIds.has(alert.id)).length;
    const show = () => {
        if (!waiting) return;
        setNewRows(new Set(hidden.map((row) => row.subject)));
        list.put(waiting);
        setWaiting(null);
    };
    return { list, waiting, fresh, freshNames: hidden.map((row) => row.person.name), newRows, show, refresh };
}
