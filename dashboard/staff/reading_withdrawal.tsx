// SPDX-License-Identifier: EUPL-1.2
// Taking a stored reading back, with the reason (telemonitoring case 53).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { announce } from '../ui/announce';
import type { Row } from '../ui/chart/table';
import { Dialog } from '../ui/dialog';
import { AreaField, type Faults } from '../ui/form';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { When } from '../ui/time';
import { t } from '../ui/text';

export function WithdrawDialog({ subject, reading, onClose, onDone }: { subject: string; reading: Row; onClose: () => void; onDone: () => void }) {
    const [reason, setReason] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
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
    return (
        <Dialog title={t('withdraw.title')} onClose={onClose}>
            <p><strong>{reading.label} {reading.value}</strong> · <When at={reading.at} how="full" /></p>
            <p class="hint">{t('withdraw.what')}</p>
            <SendForm sending={sending} faults={faults} fields={{ reason: t('quarantine.reason') }} onSend={submit} save={t('withdraw.now')}>
                <AreaField id="reason" label={t('quarantine.reason')} value={reason} onValue={setReason} maxLength={500} />
            </SendForm>
        </Dialog>
    );
}
