// SPDX-License-Identifier: EUPL-1.2
// The points of the chart as a table, in the same order, and as a file (V-11).
import type { ReadingWindow } from '../../api/types';
import { quantity } from '../format';
import { ScrollRegion } from '../scroll';
import { t } from '../text';
import { When } from '../time';
import { LevelWord } from '../badge';

export interface Row { id: string; at: string; label: string; value: string; raw: string; unit: string; quantity: string; level: ReadingWindow['series'][number]['points'][number]['level']; source: 'device' | 'manual' | 'corrected' | 'imported' }

// What the meter showed as LO or HI is less or more than its number.
function sign(flags: readonly string[] = []): string {
    return flags.includes('below-range') ? '<' : flags.includes('above-range') ? '>' : '';
}

function beyond(flags: readonly string[] | undefined, value: string): string {
    const mark = sign(flags);
    return mark === '' ? value : `${mark === '<' ? 'LO' : 'HI'} (${mark} ${value})`;
}

function rowsOf(window: ReadingWindow): Row[] {
    return window.series
        .flatMap((series) => series.points.map((point) => ({
            id: point.id, at: point.t, label: t(`quantity.${series.quantity}`), value: beyond(point.flags, quantity(point.v, series.unit)), raw: `${sign(point.flags)}${point.v}`, unit: series.unit,
            quantity: series.quantity, level: point.level, source: point.source,
        })))
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

// ISO instants and points as decimal mark: the file is for programs.
function download(rows: Row[], kind: string): void {
    const text = ['time,quantity,value,unit,level,source', ...rows.map((row) => [row.at, row.quantity, row.raw, row.unit, row.level, row.source].join(','))].join('\r\n');
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${kind}.csv`;
    link.click();
    URL.revokeObjectURL(url);
}

export function ChartTable({ window, name, onWithdraw }: { window: ReadingWindow; name: string; onWithdraw?: (row: Row) => void }) {
    const rows = rowsOf(window);
    if (rows.length === 0) return <p class="quiet">{t('chart.nothing')}</p>;
    return (
        <div>
            <ScrollRegion label={name} tall>
                <table class="table">
                    <caption class="visually-hidden">{name}</caption>
                    <thead><tr><th scope="col">{t('chart.when')}</th><th scope="col">{t('chart.what')}</th><th scope="col" class="number">{t('chart.value')}</th><th scope="col">{t('chart.state')}</th><th scope="col">{t('chart.source')}</th>{onWithdraw && <th scope="col"><span class="visually-hidden">{t('withdraw.title')}</span></th>}</tr></thead>
                    <tbody>
                        {rows.map((row) => (
                            <tr key={`${row.id} ${row.quantity}`}>
                                <td><When at={row.at} how="full" /></td><td>{row.label}</td><td class="number">{row.value}</td><td><LevelWord level={row.level} /></td><td>{t(`source.${row.source}`)}</td>
                                {onWithdraw && <td><button type="button" class="btn btn-quiet" onClick={() => onWithdraw(row)}>{t('withdraw.open')}<span class="visually-hidden"> {row.label} {row.value}</span></button></td>}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </ScrollRegion>
            <button type="button" class="btn btn-quiet" onClick={() => download(rows, window.kind)}>{t('chart.download')}</button>
        </div>
    );
}
