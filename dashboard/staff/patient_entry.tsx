// SPDX-License-Identifier: EUPL-1.2
// Writing down a reading that the member told (telemonitoring case 52).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { announce } from '../ui/announce';
import { domainNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { type Faults } from '../ui/form';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { t } from '../ui/text';
import { PatientImport } from './patient_import';
import { ReadingFields, useWritten, writtenBody, writtenFaults, writtenFields, writtenPlaces } from './reading_fields';

function EntryDialog({ subject, onClose, onDone }: { subject: string; onClose: () => void; onDone: () => void }) {
    const [written, setWritten] = useWritten(null, new Date(domainNow()).toISOString());
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        const found = writtenFaults(written);
        setFaults(found);
        if (found.length > 0) return;
        const done = await sending.run(async (idempotencyKey) => { await call('post', '/api/v1/patients/{subject}/readings', { path: { subject }, idempotencyKey, body: writtenBody(written) }); });
        if (!done) return;
        announce(t('enter.saved'));
        onDone();
    };
    return (
        <Dialog title={t('enter.title')} onClose={onClose}>
            <p class="hint">{t('enter.what')}</p>
            <SendForm sending={sending} faults={faults} fields={writtenFields()} places={writtenPlaces(written)} onSend={submit} save={t('enter.save')}>
                <ReadingFields written={written} onWritten={setWritten} />
            </SendForm>
        </Dialog>
    );
}

export function PatientEntry({ subject, onChange }: { subject: string; onChange: () => void }) {
    const [open, setOpen] = useState(false);
    return (
        <p>
            <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => setOpen(true)}>{t('enter.open')}</button>
            {open && <EntryDialog subject={subject} onClose={() => setOpen(false)} onDone={() => { setOpen(false); onChange(); }} />}
            {' '}
            <PatientImport subject={subject} onChange={onChange} />
        </p>
    );
}
