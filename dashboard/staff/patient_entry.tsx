// SPDX-License-Identifier: EUPL-1.2
// Writing down a reading that the member told (telemonitoring case 52).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { announce } from '../ui/announce';
import { domainNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { ErrorSummary, SubmitButton, type Faults } from '../ui/form';
import { fieldFaults, useSend } from '../ui/send';
import { FaultNote } from '../ui/states';
import { t } from '../ui/text';
import { PatientImport } from './patient_import';
import { ReadingFields, useWritten, writtenBody, writtenFaults } from './reading_fields';

function EntryDialog({ subject, onClose, onDone }: { subject: string; onClose: () => void; onDone: () => void }) {
    const [written, setWritten] = useWritten(null, new Date(domainNow()).toISOString());
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async (event: Event) => {
        event.preventDefault();
        const found = writtenFaults(written);
        setFaults(found);
        if (found.length > 0) return;
        const done = await sending.run(async (idempotencyKey) => { await call('post', '/api/v1/patients/{subject}/readings', { path: { subject }, idempotencyKey, body: writtenBody(written) }); });
        if (!done) return;
        announce(t('enter.saved'));
        onDone();
    };
    const shown = faults.length > 0 ? faults : fieldFaults(sending.fault, { kind: t('quarantine.kind'), measuredAt: t('quarantine.measuredAt'), values: t('quarantine.values') });
    return (
        <Dialog title={t('enter.title')} onClose={onClose}>
            <p class="hint">{t('enter.what')}</p>
            <form onSubmit={(event) => void submit(event)} noValidate>
                <ErrorSummary faults={shown} />
                {sending.fault && shown.length === 0 && <FaultNote fault={sending.fault} />}
                <ReadingFields written={written} onWritten={setWritten} faults={shown} />
                <SubmitButton busy={sending.busy}>{t('enter.save')}</SubmitButton>
            </form>
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
