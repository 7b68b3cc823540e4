// SPDX-License-Identifier: EUPL-1.2
// Working on alerts: take in charge, record a call, close with an outcome for each alert or one for all (W-05, W-08, W-10, W-11).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Alert, AlertOutcome, CallResult } from '../api/types';
import { announce } from '../ui/announce';
import { Dialog } from '../ui/dialog';
import { AreaField, Checkbox, Radios, SelectField, type Faults } from '../ui/form';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { t } from '../ui/text';
import { alertSentence } from './alert_words';

const RESULTS: CallResult[] = ['reached', 'no-answer', 'busy', 'voicemail', 'wrong-number'];
const OUTCOMES: AlertOutcome[] = ['called-ok', 'called-no-answer', 'sent-doctor', 'emergency', 'false-reading', 'device-fault'];

export async function takeAll(alerts: Alert[]): Promise<void> {
    for (const alert of alerts.filter((one) => one.state === 'open')) {
        await call('post', '/api/v1/alerts/{alert}/take', { path: { alert: alert.id }, version: alert.version });
    }
    announce(t('act.taken'));
}

interface WorkProps { name: string; phone?: string | null; alerts: Alert[]; onClose: () => void; onDone: () => void }

export function CallDialog({ name, phone, alerts, onClose, onDone }: WorkProps) {
    const [result, setResult] = useState('');
    const [note, setNote] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const alert = alerts.find((one) => one.state === 'taken');
    const submit = async () => {
        const found: Faults = result === '' ? [{ field: 'result', text: t('call.noResult') }] : [];
        setFaults(found);
        if (found.length > 0 || !alert) return;
        const done = await sending.run(async (idempotencyKey) => {
            await call('post', '/api/v1/alerts/{alert}/calls', {
                path: { alert: alert.id }, idempotencyKey, body: { result: result as CallResult, ...(note.trim() === '' ? {} : { note: note.trim() }) },
            });
        });
        if (!done) return;
        announce(t('call.recorded'));
        onDone();
    };
    return (
        <Dialog title={t('call.title', { name })} onClose={onClose}>
            <SendForm sending={sending} faults={faults} onSend={submit} save={t('call.save')}>
                {phone && <p class="phone-line"><a href={`tel:${phone.replace(/\s/g, '')}`}>{phone}</a></p>}
                <Radios id="result" legend={t('call.result')} value={result} onValue={setResult}
                    choices={RESULTS.map((value) => ({ value, label: t(`callResult.${value}`) }))} />
                <AreaField id="note" label={t('call.note')} hint={t('form.optional')} value={note} onValue={setNote} maxLength={1000} />
            </SendForm>
        </Dialog>
    );
}

export function CloseDialog({ name, alerts, onClose, onDone }: WorkProps) {
    const held = alerts.filter((alert) => alert.state === 'taken');
    const [closed, setClosed] = useState<Set<string>>(new Set());
    const [same, setSame] = useState(true);
    const [outcomes, setOutcomes] = useState<Record<string, string>>({});
    const [note, setNote] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const forAll = same || held.length === 1;
    const outcomeOf = (alert: Alert) => outcomes[forAll ? 'all' : alert.id] ?? '';
    const choices = [{ value: '', label: t('close.choose') }, ...OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))];
    const submit = async () => {
        const found: Faults = (forAll ? held.slice(0, 1) : held).filter((alert) => outcomeOf(alert) === '')
            .map((alert) => ({ field: forAll ? 'outcome' : `outcome-${alert.id}`, text: forAll ? t('close.noOutcome') : t('close.noOutcomeFor', { what: alertSentence(alert) }) }));
        setFaults(found);
        if (found.length > 0) return;
        const done = await sending.run(async () => {
            for (const alert of held.filter((one) => !closed.has(one.id))) {
                await call('post', '/api/v1/alerts/{alert}/close', {
                    path: { alert: alert.id }, version: alert.version,
                    body: { outcome: outcomeOf(alert) as AlertOutcome, ...(note.trim() === '' ? {} : { note: note.trim() }) },
                });
                setClosed((old) => new Set([...old, alert.id]));
            }
        });
        if (!done) return;
        announce(t('close.done'));
        onDone();
    };
    return (
        <Dialog title={t('close.title', { name })} onClose={onClose}>
            <SendForm sending={sending} faults={faults} onSend={submit} save={t('close.save')}>
                <ul class="plain-list">{held.map((alert) => <li key={alert.id}>{alertSentence(alert)}</li>)}</ul>
                {held.length > 1 && <Checkbox id="same" label={t('close.same')} checked={same} onValue={setSame} />}
                {forAll
                    ? <SelectField id="outcome" label={t('close.outcome')} value={outcomes['all'] ?? ''} choices={choices}
                        onValue={(value) => setOutcomes({ ...outcomes, all: value })} />
                    : held.map((alert) => (
                        <SelectField key={alert.id} id={`outcome-${alert.id}`} label={t('close.outcomeFor', { what: alertSentence(alert) })} value={outcomes[alert.id] ?? ''} choices={choices}
                            onValue={(value) => setOutcomes({ ...outcomes, [alert.id]: value })} />
                    ))}
                <AreaField id="note" label={t('call.note')} hint={t('form.optional')} value={note} onValue={setNote} maxLength={1000} />
            </SendForm>
        </Dialog>
    );
}
