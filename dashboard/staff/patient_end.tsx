// SPDX-License-Identifier: EUPL-1.2
// Ending a member's monitoring, with the reason (telemonitoring case 34).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { announce } from '../ui/announce';
import { Dialog } from '../ui/dialog';
import { Radios, type Faults } from '../ui/form';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { t } from '../ui/text';

const REASONS = ['left', 'year-ended', 'consent-revoked', 'deceased'] as const;
type Reason = (typeof REASONS)[number];

function EndDialog({ subject, onClose, onDone }: { subject: string; onClose: () => void; onDone: () => void }) {
    const [reason, setReason] = useState<Reason | ''>('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        setFaults(reason === '' ? [{ field: 'endReason', text: t('leave.noReason') }] : []);
        if (reason === '') return;
        const done = await sending.run(async (idempotencyKey) => { await call('post', '/api/v1/patients/{subject}/end', { path: { subject }, idempotencyKey, body: { reason } }); });
        if (!done) return;
        announce(t('leave.done'));
        onDone();
    };
    return (
        <Dialog title={t('leave.title')} onClose={onClose}>
            <p class="hint">{t('leave.what')}</p>
            <SendForm sending={sending} faults={faults} onSend={submit} save={t('leave.now')}>
                <Radios id="endReason" legend={t('leave.reason')} value={reason} onValue={(chosen) => setReason(chosen as Reason)} choices={REASONS.map((one) => ({ value: one, label: t(`leave.${one}`) }))} />
            </SendForm>
        </Dialog>
    );
}

export function PatientEnd({ subject, onChange }: { subject: string; onChange: () => void }) {
    const [open, setOpen] = useState(false);
    return (
        <p>
            <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => setOpen(true)}>{t('leave.title')}</button>
            {open && <EndDialog subject={subject} onClose={() => setOpen(false)} onDone={() => { setOpen(false); onChange(); }} />}
        </p>
    );
}
