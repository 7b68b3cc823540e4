// SPDX-License-Identifier: EUPL-1.2
// Open technical alerts about no person: a gap in a door's inbox, a device that nobody has.
import { useState } from 'preact/hooks';
import { CallFault } from '../api/problem';
import type { Alert } from '../api/types';
import { SeverityBadge } from '../ui/badge';
import { FaultNote } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';
import { alertSentence, AlertState } from './alert_words';
import { CloseDialog, takeAll } from './alert_work';

export function CustodyAlerts({ alerts, me, onChange }: { alerts: Alert[]; me: string | undefined; onChange: () => void }) {
    const [closing, setClosing] = useState<Alert | null>(null);
    const [fault, setFault] = useState<CallFault | null>(null);
    if (alerts.length === 0) return null;
    const take = (alert: Alert) => {
        setFault(null);
        takeAll([alert]).catch((error: unknown) => {
            if (!(error instanceof CallFault)) throw error;
            setFault(error);
        }).finally(onChange);
    };
    return (
        <section aria-labelledby="custody-title">
            <h2 id="custody-title" class="h4">{t('custody.title')}</h2>
            <p class="hint">{t('custody.hint')}</p>
            {fault && <FaultNote fault={fault} />}
            <ul class="alert-list">
                {alerts.map((alert) => (
                    <li key={alert.id} class="alert-item tone-technical">
                        <p><SeverityBadge severity={alert.severity} /> <strong>{alertSentence(alert)}</strong></p>
                        <p class="small"><When at={alert.raisedAt} how="full" /> · <AlertState alert={alert} /></p>
                        {alert.state === 'open' && <button type="button" class="btn btn-primary btn-sm" onClick={() => take(alert)}>{t('act.take')}<span class="visually-hidden"> {alertSentence(alert)}</span></button>}
                        {alert.state === 'taken' && alert.owner?.id === me && <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => setClosing(alert)}>{t('act.close')}<span class="visually-hidden"> {alertSentence(alert)}</span></button>}
                    </li>
                ))}
            </ul>
            {closing && <CloseDialog name={t('custody.title')} alerts={[closing]} onClose={() => setClosing(null)} onDone={() => { setClosing(null); onChange(); }} />}
        </section>
    );
}
