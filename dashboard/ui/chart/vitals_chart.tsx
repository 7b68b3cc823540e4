// SPDX-License-Identifier: EUPL-1.2
// The vitals chart: panels, a readout that the arrow keys move (V-10), and the same points as a table (V-11).
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ReadingWindow } from '../../api/types';
import { dateTime, quantity, unit } from '../format';
import { When } from '../time';
import { plural, sent, t } from '../text';
import { ChartTable, type Row } from './table';
import { gapsOf, panelsOf, windowSpan, type Panel } from './model';
import { PanelPicture } from './panel';

// "media 141, 5 valori su 26 fuori dai limiti"
function summaryOf(panel: Panel): string {
    return panel.lines.filter(({ series }) => series.summary.count > 0).map(({ series }) => {
        const { summary } = series;
        const mean = summary.mean === undefined ? '' : `${t('chart.mean', { value: quantity(summary.mean, series.unit) })}, `;
        return `${t(`quantity.${series.quantity}`)}: ${mean}${plural('chart.outOf', summary.count, { out: summary.outOfLimits })}`;
    }).join('. ');
}

// Every line of the chart has its own colour, over all panels.
function tintOf(panels: Panel[], at: number): number {
    return panels.slice(0, at).reduce((sum, panel) => sum + panel.lines.length, 0);
}

export function VitalsChart({ window: shown, name, onWithdraw }: { window: ReadingWindow; name: string; onWithdraw?: (row: Row) => void }) {
    const box = useRef<HTMLDivElement>(null);
    const [width, setWidth] = useState(640);
    const [asTable, setAsTable] = useState(false);
    const panels = useMemo(() => panelsOf(shown), [shown]);
    const lines = panels.flatMap((panel) => panel.lines).filter((line) => line.marks.length > 0);
    const [at, setAt] = useState<{ line: number; mark: number } | null>(null);
    useEffect(() => setAt(null), [shown]);
    useEffect(() => {
        if (!box.current) return undefined;
        const watch = new ResizeObserver(([entry]) => { if (entry) setWidth(Math.max(260, Math.floor(entry.contentRect.width))); });
        watch.observe(box.current);
        return () => watch.disconnect();
    }, [asTable]);

    const line = at ? lines[at.line] : undefined;
    const mark = at && line ? line.marks[at.mark] : undefined;
    const step = (event: KeyboardEvent) => {
        const now = at ?? { line: 0, mark: (lines[0]?.marks.length ?? 1) };
        const current = lines[now.line];
        if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
        const last = current.marks.length - 1;
        const nearest = (other: number) => {
            const target = current.marks[Math.min(now.mark, last)]!.at;
            const marks = lines[other]!.marks;
            return marks.reduce((best, one, i) => (Math.abs(one.at - target) < Math.abs(marks[best]!.at - target) ? i : best), 0);
        };
        let next: { line: number; mark: number } | null = null;
        if (event.key === 'ArrowLeft') next = { ...now, mark: Math.max(0, now.mark - 1) };
        if (event.key === 'ArrowRight') next = { ...now, mark: Math.min(last, now.mark + 1) };
        if (event.key === 'Home') next = { ...now, mark: 0 };
        if (event.key === 'End') next = { ...now, mark: last };
        if (event.key === 'ArrowUp' && now.line > 0) next = { line: now.line - 1, mark: nearest(now.line - 1) };
        if (event.key === 'ArrowDown' && now.line < lines.length - 1) next = { line: now.line + 1, mark: nearest(now.line + 1) };
        if (event.key === 'ArrowUp' || event.key === 'ArrowDown' || next) event.preventDefault();
        if (next) setAt(next);
    };

    const empty = lines.length === 0;
    return (
        <div class="vitals">
            {asTable
                ? <ChartTable window={shown} name={name} onWithdraw={onWithdraw} />
                : (
                    <div class="chart-box" tabIndex={empty ? undefined : 0} role="group" aria-label={t('chart.keys', { name })} onKeyDown={step}>
                        <div ref={box} class="chart-measure">
                            {panels.map((panel, i) => (
                                <PanelPicture key={panel.unit} id={`chart-${shown.kind}-${i}`} panel={panel} span={windowSpan(shown)} gaps={gapsOf(shown)} tint={tintOf(panels, i)} width={width}
                                    title={`${name}: ${panel.lines.map((one) => t(`quantity.${one.series.quantity}`)).join(', ')} (${unit(panel.unit)})`} summary={summaryOf(panel)}
                                    cursor={mark ?? null} onPoint={(chosen, of) => setAt({ line: lines.indexOf(of), mark: of.marks.indexOf(chosen) })} />
                            ))}
                        </div>
                        <p class="readout" role="status">
                            {line && mark ? (
                                <>
                                    <strong>{t(`quantity.${line.series.quantity}`)} {quantity(mark.point.v, line.series.unit)}</strong>{' · '}
                                    <When at={mark.point.t} how="full" />{' · '}{t(`level.${mark.point.level}`)}
                                    {mark.point.sent && ` · ${t('chart.sent', { value: mark.point.sent })}`}
                                    {mark.point.source !== 'device' && ` · ${t(`source.${mark.point.source}`)}`}
                                    {mark.point.receivedAt && ` · ${t('chart.late', { time: dateTime(mark.point.receivedAt) })}`}
                                    {mark.point.flags?.length ? ` · ${mark.point.flags.map((flag) => sent('flag', flag, flag)).join(', ')}` : ''}
                                </>
                            ) : <span class="quiet">{empty ? t('chart.nothing') : t('chart.howTo')}</span>}
                        </p>
                    </div>
                )}
            <div class="chart-foot">
                <ul class="legend" aria-label={t('chart.legend')}>
                    {panels.flatMap((panel, n) => panel.lines.map((one, i) => (
                        <li key={one.series.quantity}><span class={`key key-${tintOf(panels, n) + i}`} aria-hidden="true" /> {t(`quantity.${one.series.quantity}`)}</li>
                    )))}
                    <li><span class="key key-band" aria-hidden="true" /> {t('chart.band')}</li>
                    <li><span class="key key-alert" aria-hidden="true" /> {t('chart.out')}</li>
                </ul>
                <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => setAsTable(!asTable)}>{t(asTable ? 'chart.asChart' : 'chart.asTable')}</button>
            </div>
            <p class="small quiet">{panels.map(summaryOf).filter(Boolean).join('. ')}</p>
        </div>
    );
}
