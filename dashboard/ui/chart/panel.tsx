// SPDX-License-Identifier: EUPL-1.2
// One panel of the chart as SVG: band, threshold steps, lines with gaps, marks. Vectors only, so that it prints (V-18).
import { scaleLinear } from 'd3-scale';
import { line as linePath } from 'd3-shape';
import { decimal, unit } from '../format';
import { t } from '../text';
import { ticksOf } from './axis';
import { clamp, outOfBand, type BoundName, type Line, type Mark, type Panel, type Span } from './model';

const MARGIN = { top: 24, bottom: 26, left: 40 };
const NARROW = 480; // below it the labels at the right are shorter
const HEIGHT = 260;
const MANY_POINTS = 800;
const BOUND_NAMES: BoundName[] = ['alertHigh', 'warnHigh', 'warnLow', 'alertLow'];
const LABEL_STEP = 13;

interface PanelProps { id: string; panel: Panel; span: Span; gaps: Span[]; tint: number; width: number; summary: string; title: string; cursor: Mark | null; onPoint: (mark: Mark, line: Line) => void }

// One path with an own `M` for each run: a gap stays a gap.
function pathOf(runs: Mark[][], x: (at: number) => number, y: (value: number) => number): string {
    const drawn = linePath<Mark | null>().defined((mark) => mark !== null).x((mark) => x(mark!.at)).y((mark) => y(mark!.value));
    return drawn(runs.flatMap((run) => [...run, null])) ?? '';
}

function shape(mark: Mark, x: number, y: number, line: number) {
    const out = outOfBand(mark);
    const size = out ? 4.5 : 3;
    const tone = out ? (mark.point.level.startsWith('alert') ? 'mark-alert' : 'mark-warn') : `mark-${line}`;
    if (mark.point.source === 'manual') return <rect class={`mark ${tone}`} x={x - size} y={y - size} width={size * 2} height={size * 2} />;
    if (mark.point.source === 'corrected') return <path class={`mark ${tone}`} d={`M${x} ${y - size - 1}L${x + size + 1} ${y + size}H${x - size - 1}Z`} />;
    if (out) return <path class={`mark ${tone}`} d={`M${x} ${y - size - 1}L${x + size + 1} ${y}L${x} ${y + size + 1}L${x - size - 1} ${y}Z`} />;
    return <circle class={`mark ${tone}`} cx={x} cy={y} r={size} />;
}

function boundLabels(lines: Line[], y: (value: number) => number, narrow: boolean) {
    const labels = lines.flatMap((line) => BOUND_NAMES.flatMap((bound) => {
        const last = line.bounds[bound][line.bounds[bound].length - 1];
        if (!last) return [];
        const short = narrow ? '' : lines.length > 1 ? `${t(`quantityShort.${line.series.quantity}`)} ` : '';
        return [{ key: `${line.series.quantity}-${bound}`, at: y(last.value), text: `${short}${narrow ? '' : `${t(`boundShort.${bound}`)} `}${decimal(String(last.value))}`, alert: bound.startsWith('alert') }];
    })).sort((a, b) => a.at - b.at);
    for (let i = 1; i < labels.length; i++) labels[i]!.at = Math.max(labels[i]!.at, labels[i - 1]!.at + LABEL_STEP);
    return labels;
}

export function PanelPicture({ id, panel, span, gaps, tint, width, summary, title, cursor, onPoint }: PanelProps) {
    const narrow = width < NARROW;
    const inner = { left: MARGIN.left, right: Math.max(MARGIN.left + 50, width - (narrow ? 36 : 108)), top: MARGIN.top, bottom: HEIGHT - MARGIN.bottom };
    const x = scaleLinear([span.from, span.to], [inner.left, inner.right]);
    const scaleY = scaleLinear(panel.domain, [inner.bottom, inner.top]);
    const y = (value: number) => scaleY(clamp(value, panel.domain));
    const all = panel.lines.flatMap((line) => line.marks.map((mark) => ({ mark, line })));
    const choose = (event: PointerEvent) => {
        const box = (event.currentTarget as SVGElement).getBoundingClientRect();
        const px = event.clientX - box.left;
        const py = event.clientY - box.top;
        let best: (typeof all)[number] | null = null;
        let distance = 40 * 40;
        for (const one of all) {
            const d = (x(one.mark.at) - px) ** 2 + (y(one.mark.value) - py) ** 2;
            if (d < distance) [best, distance] = [one, d];
        }
        if (best) onPoint(best.mark, best.line);
    };
    return (
        <svg class="chart" role="img" aria-labelledby={`${id}-title ${id}-desc`} viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} onPointerMove={choose} onPointerDown={choose}>
            <title id={`${id}-title`}>{title}</title>
            <desc id={`${id}-desc`}>{summary}</desc>
            <defs>
                <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
                </pattern>
                <clipPath id={`${id}-clip`}><rect x={inner.left} y={inner.top} width={inner.right - inner.left} height={inner.bottom - inner.top} /></clipPath>
            </defs>
            <g clip-path={`url(#${id}-clip)`}>
                {panel.lines.map((line, i) => line.band.map((band) => {
                    const top = y(band.high ?? panel.domain[1]);
                    return <rect key={`${i}-${band.from}`} class="band" x={x(band.from)} y={top} width={x(band.to) - x(band.from)} height={Math.max(0, y(band.low ?? panel.domain[0]) - top)} />;
                }))}
                {gaps.map((gap) => <rect key={gap.from} class="gap" fill={`url(#${id}-hatch)`} x={x(gap.from)} y={inner.top} width={x(gap.to) - x(gap.from)} height={inner.bottom - inner.top} />)}
            </g>
            {scaleY.ticks(6).map((value) => (
                <g key={value}>
                    <line class="grid" x1={inner.left} x2={inner.right} y1={y(value)} y2={y(value)} />
                    <text class="axis-text" x={inner.left - 6} y={y(value) + 4} text-anchor="end">{decimal(String(value))}</text>
                </g>
            ))}
            {ticksOf(span, inner.right - inner.left).map((tick) => (
                <g key={tick.at}>
                    <line class="grid" x1={x(tick.at)} x2={x(tick.at)} y1={inner.bottom} y2={inner.bottom + 4} />
                    <text class="axis-text" x={x(tick.at)} y={inner.bottom + 17} text-anchor="middle">{tick.label}</text>
                </g>
            ))}
            <text class="axis-text unit" x={4} y={11}>{unit(panel.unit)}</text>
            <g clip-path={`url(#${id}-clip)`}>
                {panel.lines.map((line) => BOUND_NAMES.map((bound) => line.bounds[bound].map((step, n) => {
                    const next = line.bounds[bound][n + 1];
                    const rise = next && next.from === step.to ? `V${y(next.value)}` : '';
                    return <path key={`${bound}-${step.from}`} class={`bound ${bound.startsWith('alert') ? 'bound-alert' : 'bound-warn'}`} d={`M${x(step.from)} ${y(step.value)}H${x(step.to)}${rise}`} />;
                })))}
                {panel.lines.map((line, i) => <path key={line.series.quantity} class={`run run-${tint + i}`} d={pathOf(line.runs, x, y)} />)}
            </g>
            {panel.lines.map((line, i) => line.marks.filter((mark) => line.marks.length < MANY_POINTS || outOfBand(mark)).map((mark) => (
                <g key={`${i}-${mark.point.t}`}>
                    {shape(mark, x(mark.at), y(mark.value), tint + i)}
                    {mark.value !== clamp(mark.value, panel.domain) && <text class="axis-text edge" x={x(mark.at) + 7} y={y(mark.value) + 4}>{decimal(mark.point.v)}</text>}
                </g>
            )))}
            {boundLabels(panel.lines, y, narrow).map((label) => <text key={label.key} class={`bound-label ${label.alert ? 'of-alert' : ''}`} x={inner.right + 6} y={label.at + 4}>{label.text}</text>)}
            {gaps.filter((gap) => x(gap.to) - x(gap.from) > 70).map((gap) => <text key={gap.from} class="axis-text gap-text" x={(x(gap.from) + x(gap.to)) / 2} y={inner.top + 14} text-anchor="middle">{t('chart.noData')}</text>)}
            {cursor && all.some((one) => one.mark === cursor) && <circle class="cursor" cx={x(cursor.at)} cy={y(cursor.value)} r={9} />}
        </svg>
    );
}
