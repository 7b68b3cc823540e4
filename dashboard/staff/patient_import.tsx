// SPDX-License-Identifier: EUPL-1.2
// A file that the program of a meter exported: what would become of each row, then the readings (telemonitoring case 52).
import { useMemo, useState } from 'preact/hooks';
import { call } from '../api/client';
import type { CallFault } from '../api/problem';
import type { ImportLayout, ReadingImport } from '../api/types';
import { announce } from '../ui/announce';
import { Badge, type Tone } from '../ui/badge';
import { Dialog } from '../ui/dialog';
import { FileField, SelectField, SubmitButton, type Faults } from '../ui/form';
import { quantity } from '../ui/format';
import { ScrollRegion } from '../ui/scroll';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { When } from '../ui/time';
import { plural, sent, t } from '../ui/text';

type Row = ReadingImport['rows'][number];
const LAYOUTS: ImportLayout[] = ['cuff-log', 'glucose-diary'];
const TONES: Record<Row['verdict'], Tone> = { new: 'ok', known: 'none', quarantined: 'warning', refused: 'technical' };

// "/line/3/column/14/Glicemia" in words.
function fileFault(fault: CallFault): string | null {
    const [error] = fault.errors;
    const [, , line = '', , column = '', ...title] = (error?.pointer ?? '').split('/');
    if (!error || line === '' || column === '') return null;
    const what = sent('quarantineCode', error.code, error.code);
    const at = t('import.at', { line, column });
    return title.length > 0 ? `${what}: ${title.join('/')} (${at})` : `${what} (${at})`;
}

function RowWords({ row }: { row: Row }) {
    const why = row.code && sent('quarantineCode', row.code, row.code);
    const place = row.column ? t('import.column', { column: String(row.column), title: row.title ?? '' }) : '';
    const flags = row.flags.map((flag) => sent('flag', flag, flag)).join(', ');
    return <>{[why, place, flags].filter(Boolean).join(' · ')}</>;
}

function Preview({ result }: { result: ReadingImport }) {
    return (
        <>
            <p>{(['new', 'known', 'quarantined', 'refused'] as const).map((verdict) => plural(`import.count.${verdict}`, result.counts[verdict])).join(' · ')}</p>
            <ScrollRegion label={t('import.rows')} tall>
                <table class="table">
                    <caption class="visually-hidden">{t('import.rows')}</caption>
                    <thead><tr><th scope="col" class="number">{t('import.line')}</th><th scope="col">{t('import.verdict')}</th><th scope="col">{t('chart.when')}</th><th scope="col">{t('chart.value')}</th><th scope="col">{t('import.why')}</th></tr></thead>
                    <tbody>
                        {result.rows.map((row) => (
                            <tr key={row.line}>
                                <td class="number">{row.line}</td>
                                <td><Badge tone={TONES[row.verdict]}>{t(`import.${row.verdict}`)}</Badge></td>
                                <td>{row.measuredAt ? <When at={row.measuredAt} how="full" /> : '--'}</td>
                                <td>{row.values.map((value) => `${t(`quantity.${value.quantity}`)} ${/^\d/.test(value.v) ? quantity(value.v, value.u) : value.v}`).join(', ')}</td>
                                <td><RowWords row={row} /></td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </ScrollRegion>
        </>
    );
}

function ImportDialog({ subject, onClose, onDone }: { subject: string; onClose: () => void; onDone: () => void }) {
    const [layout, setLayout] = useState<ImportLayout>('cuff-log');
    const [file, setFile] = useState<File | null>(null);
    const [seen, setSeen] = useState<ReadingImport | null>(null);
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const again = () => { setSeen(null); setFaults([]); sending.clear(); };
    const look = async () => {
        setFaults(file ? [] : [{ field: 'file', text: t('import.noFile') }]);
        if (!file) return;
        await sending.run(async () => { setSeen(await call('post', '/api/v1/patients/{subject}/imports/look', { path: { subject }, query: { layout }, file })); });
    };
    const keep = async () => {
        if (!file) return;
        const done = await sending.run(async (idempotencyKey) => { await call('post', '/api/v1/patients/{subject}/imports', { path: { subject }, query: { layout }, file, idempotencyKey }); });
        if (!done) return;
        announce(t('import.saved'));
        onDone();
    };
    const wrong = sending.fault && fileFault(sending.fault);
    const shown = useMemo<Faults>(() => (wrong ? [{ field: 'file', text: wrong }] : faults), [wrong, faults]);
    const useful = seen !== null && seen.counts.new + seen.counts.quarantined > 0;
    return (
        <Dialog title={t('import.title')} onClose={onClose}>
            <p class="hint">{t('import.what')}</p>
            <SendForm sending={sending} faults={shown} onSend={seen ? keep : look}>
                <SelectField id="layout" label={t('import.layout')} value={layout} onValue={(chosen) => { setLayout(chosen as ImportLayout); again(); }} choices={LAYOUTS.map((one) => ({ value: one, label: t(`import.layout.${one}`) }))} />
                <FileField id="file" label={t('import.file')} hint={t('import.fileHint')} accept=".csv,text/csv" onFile={(chosen) => { setFile(chosen); again(); }} />
                {seen && <Preview result={seen} />}
                {seen && !useful && <p>{t('import.nothing')}</p>}
                {(!seen || useful) && <SubmitButton busy={sending.busy}>{seen ? t('import.keep') : t('import.look')}</SubmitButton>}
            </SendForm>
        </Dialog>
    );
}

export function PatientImport({ subject, onChange }: { subject: string; onChange: () => void }) {
    const [open, setOpen] = useState(false);
    return (
        <>
            <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => setOpen(true)}>{t('import.open')}</button>
            {open && <ImportDialog subject={subject} onClose={() => setOpen(false)} onDone={() => { setOpen(false); onChange(); }} />}
        </>
    );
}
