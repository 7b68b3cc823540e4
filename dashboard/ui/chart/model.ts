// SPDX-License-Identifier: EUPL-1.2
// From a window of readings to lines, steps and marks; no drawing here, so that it can be tested without a browser.
import type { Point, Quantity, ReadingWindow, Series } from '../../api/types';

export interface Span { from: number; to: number }
export interface Mark { at: number; value: number; point: Point }
export interface Step { from: number; to: number; value: number }
export type BoundName = 'alertLow' | 'warnLow' | 'warnHigh' | 'alertHigh';
export interface Line { series: Series; marks: Mark[]; runs: Mark[][]; bounds: Record<BoundName, Step[]>; band: { from: number; to: number; low: number | null; high: number | null }[] }
export interface Panel { unit: string; domain: [number, number]; lines: Line[] }

// The same axis every time, so that the eye can compare two people or two months (V-08).
const DOMAINS: Record<Quantity, [number, number] | null> = {
    systolic: [40, 220], diastolic: [40, 220], pulse: [30, 180], spo2: [75, 100], glucose: [40, 400], weight: null, temperature: [34, 42], pef: [0, 700], fev1: [0, 5],
    'mean-pressure': [40, 220], fvc: [0, 7], 'respiratory-rate': [0, 40], hba1c: [20, 120], steps: null,
};
const BOUNDS: BoundName[] = ['alertLow', 'warnLow', 'warnHigh', 'alertHigh'];

// A line never crosses a gap that the server names (V-02, V-19).
export function runsOf(marks: Mark[], gaps: Span[]): Mark[][] {
    const runs: Mark[][] = [];
    let run: Mark[] = [];
    for (const mark of marks) {
        const last = run[run.length - 1];
        if (last && gaps.some((gap) => gap.from < mark.at && gap.to > last.at)) {
            runs.push(run);
            run = [];
        }
        run.push(mark);
    }
    if (run.length > 0) runs.push(run);
    return runs;
}

function numberOf(text: string | undefined): number | null {
    return text === undefined ? null : Number(text);
}

function stepsOf(series: Series, bound: BoundName, window: Span): Step[] {
    const steps: Step[] = [];
    series.limits.forEach((limit, i) => {
        const value = numberOf(limit[bound]);
        const from = Math.max(Date.parse(limit.from), window.from);
        const next = series.limits[i + 1];
        const to = Math.min(next ? Date.parse(next.from) : window.to, window.to);
        if (value === null || to <= from) return;
        const last = steps[steps.length - 1];
        if (last && last.to === from && last.value === value) last.to = to;
        else steps.push({ from, to, value });
    });
    return steps;
}

function bandOf(series: Series, window: Span): Line['band'] {
    return series.limits.flatMap((limit, i) => {
        const from = Math.max(Date.parse(limit.from), window.from);
        const next = series.limits[i + 1];
        const to = Math.min(next ? Date.parse(next.from) : window.to, window.to);
        const low = numberOf(limit.warnLow ?? limit.alertLow);
        const high = numberOf(limit.warnHigh ?? limit.alertHigh);
        return to <= from || (low === null && high === null) ? [] : [{ from, to, low, high }];
    });
}

function domainOf(lines: Line[]): [number, number] {
    const fixed = DOMAINS[lines[0]!.series.quantity];
    if (fixed) return fixed;
    const values = lines.flatMap((line) => [...line.marks.map((mark) => mark.value), ...BOUNDS.flatMap((bound) => line.bounds[bound].map((step) => step.value))]);
    if (values.length === 0) return [0, 100];
    const low = Math.floor((Math.min(...values) - 1) / 5) * 5;
    return [Math.max(0, low), Math.ceil((Math.max(...values) + 1) / 5) * 5];
}

export function windowSpan(window: ReadingWindow): Span {
    return { from: Date.parse(window.from), to: Date.parse(window.to) };
}

export function gapsOf(window: ReadingWindow): Span[] {
    const span = windowSpan(window);
    return window.gaps
        .map((gap) => ({ from: Math.max(Date.parse(gap.from), span.from), to: Math.min(Date.parse(gap.to), span.to) }))
        .filter((gap) => gap.to > gap.from);
}

// One panel per unit: two units never share an axis (V-19).
export function panelsOf(window: ReadingWindow): Panel[] {
    const span = windowSpan(window);
    const gaps = gapsOf(window);
    const byUnit = new Map<string, Line[]>();
    // The measure itself comes first; the pulse that a cuff or an oximeter gives besides comes last.
    const ordered = [...window.series].sort((a, b) => Number(a.quantity === 'pulse') - Number(b.quantity === 'pulse'));
    for (const series of ordered) {
        const marks = series.points
            .map((point) => ({ at: Date.parse(point.t), value: Number(point.v), point }))
            .sort((a, b) => a.at - b.at);
        const bounds = Object.fromEntries(BOUNDS.map((bound) => [bound, stepsOf(series, bound, span)])) as Line['bounds'];
        const line = { series, marks, runs: runsOf(marks, gaps), bounds, band: bandOf(series, span) };
        byUnit.set(series.unit, [...(byUnit.get(series.unit) ?? []), line]);
    }
    return [...byUnit].map(([unit, lines]) => ({ unit, domain: domainOf(lines), lines }));
}

export function clamp(value: number, [low, high]: [number, number]): number {
    return Math.min(high, Math.max(low, value));
}

export function outOfBand(mark: Mark): boolean {
    return mark.point.level !== 'normal' && mark.point.level !== 'unknown';
}
