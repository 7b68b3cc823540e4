// SPDX-License-Identifier: EUPL-1.2
// Ticks of a time axis in Rome's civil time: midnights stay midnights when a day has 23 or 25 hours (V-04).
import { DAY, romeDay, time } from '../format';
import { localeTag } from '../text';
import type { Span } from './model';

export interface Tick { at: number; label: string }
const HOUR = 3_600_000;

export function romeMidnight(day: string): number {
    for (const offset of ['+01:00', '+02:00']) {
        const instant = Date.parse(`${day}T00:00:00${offset}`);
        if (romeDay(instant) === day && romeDay(instant - 1) !== day) return instant;
    }
    return Date.parse(`${day}T00:00:00+01:00`);
}

function dayLabel(instant: number): string {
    return new Intl.DateTimeFormat(localeTag(), { timeZone: 'Europe/Rome', day: 'numeric', month: 'short' }).format(instant);
}

export function midnights(span: Span): number[] {
    const found: number[] = [];
    for (let probe = span.from - DAY; probe <= span.to + DAY; probe += DAY) {
        const instant = romeMidnight(romeDay(probe + 12 * HOUR));
        if (instant >= span.from && instant <= span.to && found[found.length - 1] !== instant) found.push(instant);
    }
    return found;
}

export function ticksOf(span: Span, width: number): Tick[] {
    const room = Math.max(2, Math.floor(width / 50));
    if (span.to - span.from <= 2 * DAY) {
        const starts = [romeMidnight(romeDay(span.from)), ...midnights(span)];
        const step = [1, 2, 3, 4, 6, 8, 12].find((hours) => (span.to - span.from) / HOUR / hours <= room) ?? 24;
        const ticks = new Map<number, string>();
        for (const start of starts) {
            for (let hour = 0; hour < 24; hour += step) {
                const at = start + hour * HOUR;
                if (at >= span.from && at <= span.to) ticks.set(at, hour === 0 ? dayLabel(at) : time(new Date(at).toISOString()).slice(0, 5));
            }
        }
        return [...ticks].map(([at, label]) => ({ at, label })).sort((a, b) => a.at - b.at);
    }
    const days = midnights(span);
    const step = [1, 2, 3, 7, 14, 30].find((n) => days.length / n <= room) ?? 30;
    return days.filter((_, i) => i % step === 0).map((at) => ({ at, label: dayLabel(at) }));
}
