// SPDX-License-Identifier: EUPL-1.2
// Taking a stored reading back, with the reason (telemonitoring case 53).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { announce } from '../ui/announce';
import type { Row } from '../ui/chart/table';
import { Dialog } from '../ui/dialog';
import { AreaField, ErrorSummary, faultFor, SubmitButton, type Faults } from '../ui/form';
import { fieldFaults, useSend } from '../ui/send';
import { FaultNote } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';

export function WithdrawDialog({ subject, reading, onClose, onDone }: { subject: string; reading: Row; onClose: () => void; onDone: () => void }) {
    const [reason, setReason] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async (event: Event) => {
        event.preventDefault();
        const found: Faults = reason.trim().length < 3 ? [{ field: 'reason', text: t('quarantine.noReason') }] : [];
        setFaults(found);
        if (found.length > 0) return;
        const done = await sending.run(async (idempotencyKey) => {
            await call('post', '/api/v1/patients/{subject}/readings/{reading}/withdraw', { path: { subject, reading: reading.id }, idempotencyKey, body: { measuredAt: reading.at, reason: reason.trim() } });
        });
        if (!done) return;
        announce(t('withdraw.done'));
        onDone();
    };
    const shown = faults.length > 0 ? faults : fieldFaults(sending.fault, { reason: t('quarantine.reason') });
    return (
        <Dialog title={t('withdraw.title')} onClose={onClose}>
            <p><strong>{reading.label} {reading.value}</strong> · <When at={reading.at} how="full" /></p>
            <p class="hint">{t('withdraw.what')}</p>
            <form onSubmit={(event) => void submit(event)} noValidate>
                <ErrorSummary faults={shown} />
                {sending.fault && shown.length === 0 && <FaultNote fault={sending.fault} />}
                <AreaField id="reason" label={t('quarantine.reason')} value={reason} onValue={setReason} maxLength={500} fault={faultFor(shown, 'reason')} />
                <SubmitButton busy={sending.busy}>{t('withdraw.now')}</SubmitButton>
            </form>
        </Dialog>
    );
}
