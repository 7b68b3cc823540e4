// SPDX-License-Identifier: EUPL-1.2
// Alerts of one member: open ones with what can be done, closed ones with what was done (W-10, W-18).
import { useEffect, useRef, useState } from 'preact/hooks';
import { CallFault } from '../api/problem';
import { standing } from '../api/session';
import type { Alert, Patient } from '../api/types';
import { SeverityBadge } from '../ui/badge';
import { FaultNote } from '../ui/states';
import { When } from '../ui/time';
import { plural, t } from '../ui/text';
import { alertSentence, AlertState, byUrgency, ruleText } from './alert_words';
import { CallDialog, CloseDialog, takeAll } from './alert_work';

function Calls({ alert }: { alert: Alert }) {
    if (alert.calls.length === 0) return null;
    return (
        <ul class="calls">
            {alert.calls.map((one) => <li key={one.at}><When at={one.at} /> · {one.by.name}: {t(`callResult.${one.result}`)}{one.note && ` – ${one.note}`}</li>)}
        </ul>
    );
}

export function PatientAlerts({ patient, onChange }: { patient: Patient; onChange: () => void }) {
    const [work, setWork] = useState<'call' | 'close' | null>(null);
    const [busy, setBusy] = useState(false);
    const [fault, setFault] = useState<CallFault | null>(null);
    const open = patient.alerts.filter((alert) => alert.state !== 'closed').sort(byUrgency);
    const closed = patient.alerts.filter((alert) => alert.state === 'closed');
    const me = standing.get().session?.user.id;
    const mine = open.filter((alert) => alert.state === 'taken' && alert.owner?.id === me);
    const section = useRef<HTMLElement>(null);
    const worked = useRef(false);
    // The button that was used may be gone: the focus stays among what can be done next.
    useEffect(() => {
        if (!worked.current) return;
        worked.current = false;
        if (document.activeElement === document.body) (section.current?.querySelector<HTMLElement>('.acts button') ?? section.current?.querySelector('h2'))?.focus();
    }, [patient]);
    const take = () => {
        if (busy) return;
        setBusy(true);
        setFault(null);
        takeAll(open).catch((error: unknown) => {
            if (!(error instanceof CallFault)) throw error;
            setFault(error);
        }).finally(() => {
            setBusy(false);
            worked.current = true;
            onChange();
        });
    };
    const done = () => {
        setWork(null);
        worked.current = true;
        onChange();
    };
    return (
        <section ref={section} aria-labelledby="alerts-title">
            <h2 id="alerts-title" class="h4" tabIndex={-1}>{t('alerts.title')}</h2>
            {fault && <FaultNote fault={fault} />}
            {open.length === 0 && <p class="quiet">{t('alerts.noneOpen')}</p>}
            {open.length > 0 && (
                <>
                    <ul class="alert-list">
                        {open.map((alert) => (
                            <li key={alert.id} class={`alert-item tone-${alert.severity}`}>
                                <p><SeverityBadge severity={alert.severity} /> <strong>{alertSentence(alert)}</strong></p>
                                <p class="small"><When at={alert.measuredAt ?? alert.raisedAt} how="full" /> · <AlertState alert={alert} />
                                    {alert.rule && <> · {ruleText(alert.rule)}</>}</p>
                                <Calls alert={alert} />
                            </li>
                        ))}
                    </ul>
                    <div class="acts">
                        {open.some((alert) => alert.state === 'open') && <button type="button" class="btn btn-primary" aria-disabled={busy} onClick={take}>{t('act.take')}</button>}
                        {mine.length > 0 && <button type="button" class="btn btn-outline-primary" onClick={() => setWork('call')}>{t('act.call')}</button>}
                        {mine.length > 0 && <button type="button" class="btn btn-outline-primary" onClick={() => setWork('close')}>{t('act.close')}</button>}
                    </div>
                </>
            )}
            {closed.length > 0 && (
                <details class="more">
                    <summary>{plural('alerts.closed', closed.length)}</summary>
                    <ul class="alert-list">
                        {closed.map((alert) => (
                            <li key={alert.id} class="alert-item">
                                <p>{alertSentence(alert)}</p>
                                <p class="small">{alert.closedAt && <When at={alert.closedAt} how="full" />}{alert.owner && ` · ${alert.owner.name}`}{alert.outcome && ` · ${t(`outcome.${alert.outcome}`)}`}{alert.note && ` – ${alert.note}`}</p>
                                <Calls alert={alert} />
                            </li>
                        ))}
                    </ul>
                </details>
            )}
            {work === 'call' && <CallDialog name={patient.person.name} phone={patient.person.phone} alerts={mine} onClose={() => setWork(null)} onDone={done} />}
            {work === 'close' && <CloseDialog name={patient.person.name} alerts={mine} onClose={() => setWork(null)} onDone={done} />}
        </section>
    );
}
