// SPDX-License-Identifier: EUPL-1.2
// Which measure and which window: both stand in the URL (V-07); limit changes are listed as numbered notes (V-06).
import { useEffect, useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Patient, Quantity, ReadingKind } from '../api/types';
import type { Row } from '../ui/chart/table';
import { VitalsChart } from '../ui/chart/vitals_chart';
import { domainNow } from '../ui/clock';
import { DAY, dateTime } from '../ui/format';
import { useResource } from '../ui/resource';
import { useQuery } from '../ui/router';
import { Loaded } from '../ui/states';
import { Icon } from '../ui/icons';
import { t } from '../ui/text';
import { WithdrawDialog } from './reading_withdrawal';

const KIND_OF: Record<Quantity, ReadingKind | null> = {
    systolic: 'blood-pressure', diastolic: 'blood-pressure', pulse: null, spo2: 'spo2', glucose: 'glucose', weight: 'weight', temperature: 'temperature', pef: 'spirometry', fev1: 'spirometry',
    'mean-pressure': 'blood-pressure', fvc: 'spirometry', 'respiratory-rate': 'respiratory-rate', hba1c: 'hba1c', steps: 'steps',
};
const BY_CONDITION: Record<string, ReadingKind> = { hypertension: 'blood-pressure', diabetes: 'glucose', copd: 'spo2' };
const WINDOWS = ['1', '7', '14', '30', '90'] as const;
type WindowDays = (typeof WINDOWS)[number];
const MINUTE = 60_000;

function kindsOf(patient: Patient): ReadingKind[] {
    const found = new Set<ReadingKind>();
    for (const alert of patient.alerts) {
        const kind = alert.state === 'closed' || !alert.quantity ? null : KIND_OF[alert.quantity];
        if (kind) found.add(kind);
    }
    for (const condition of patient.conditions) found.add(BY_CONDITION[condition]!);
    for (const { quantity } of patient.latest) {
        const kind = KIND_OF[quantity];
        if (kind) found.add(kind);
    }
    if (hasPulseAlone(patient)) found.add('pulse');
    return [...found];
}

// A pulse belongs to the pressure or the saturation that it was taken with, unless it came alone.
function hasPulseAlone({ latest }: Patient): boolean {
    const pulse = latest.find(({ quantity }) => quantity === 'pulse');
    return pulse !== undefined && !latest.some(({ quantity, measuredAt }) => (quantity === 'systolic' || quantity === 'spo2') && measuredAt === pulse.measuredAt);
}

export function PatientChart({ subject, patient, refreshed, onChange }: { subject: string; patient: Patient; refreshed: number; onChange: () => void }) {
    const [wrong, setWrong] = useState<Row | null>(null);
    const [query, change] = useQuery();
    const kinds = kindsOf(patient);
    const kind = (kinds.find((one) => one === query.get('kind')) ?? kinds[0] ?? 'blood-pressure');
    const days: WindowDays = WINDOWS.find((one) => one === query.get('days')) ?? '7';
    const end = query.get('end');
    const to = end && !Number.isNaN(Date.parse(end)) ? Date.parse(end) : Math.ceil((domainNow() + 1) / MINUTE) * MINUTE;
    const length = Number(days) * DAY;
    const readings = useResource(`readings ${subject} ${kind} ${days} ${end ?? ''}`, (signal) => call('get', '/api/v1/patients/{subject}/readings', {
        path: { subject }, query: { kind, from: new Date(to - length).toISOString(), to: new Date(to).toISOString() }, signal,
    }));
    const { reload } = readings;
    useEffect(() => { if (end === null && readings.loadedAt > 0) void reload(); }, [refreshed]);
    const shift = (windows: number) => {
        const next = to + windows * length;
        change({ end: next >= domainNow() ? null : new Date(next).toISOString() });
    };
    const changes = new Map<string, string[]>();
    for (const series of readings.data?.series ?? []) {
        for (const limit of series.limits.slice(1)) changes.set(limit.from, [...(changes.get(limit.from) ?? []), t(`quantity.${series.quantity}`)]);
    }
    return (
        <section aria-labelledby="chart-title">
            <div class="chart-head">
                <h2 id="chart-title" class="h4">{t('chart.title')}</h2>
                <div class="segments" role="group" aria-label={t('chart.kind')}>
                    {kinds.map((one) => <button key={one} type="button" class="segment" aria-pressed={one === kind} onClick={() => change({ kind: one })}>{t(`kind.${one}`)}</button>)}
                </div>
                <div class="segments" role="group" aria-label={t('chart.window')}>
                    {WINDOWS.map((one) => <button key={one} type="button" class="segment" aria-pressed={one === days} onClick={() => change({ days: one })}>{t(`window.${one}`)}</button>)}
                </div>
                <div class="segments">
                    <button type="button" class="segment" onClick={() => shift(-1)}><Icon name="back" /><span class="visually-hidden">{t('chart.earlier')}</span></button>
                    <button type="button" class="segment" aria-disabled={end === null} onClick={() => { if (end !== null) shift(1); }}><Icon name="right" /><span class="visually-hidden">{t('chart.later')}</span></button>
                </div>
            </div>
            <div class="chart-area">
                <Loaded of={readings} lines={6}>{(data) => <VitalsChart window={data} name={t(`kind.${kind}`)} onWithdraw={setWrong} />}</Loaded>
            </div>
            {wrong && <WithdrawDialog subject={subject} reading={wrong} onClose={() => setWrong(null)} onDone={() => { setWrong(null); void reload(); onChange(); }} />}
            {changes.size > 0 && (
                <ol class="small notes" aria-label={t('chart.notes')}>
                    {[...changes].map(([at, names]) => <li key={at}>{t('chart.limitChanged', { time: dateTime(at), quantity: names.join(', ') })}</li>)}
                </ol>
            )}
        </section>
    );
}
