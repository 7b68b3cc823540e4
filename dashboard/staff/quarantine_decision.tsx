// SPDX-License-Identifier: EUPL-1.2
// What a person makes of one item of the quarantine: confirm, assign, correct or discard, with a reason (custody C7).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { QuarantineItem } from '../api/types';
import { Dialog } from '../ui/dialog';
import { AreaField, Radios, TextField, type Faults } from '../ui/form';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { sent, t } from '../ui/text';
import { ReadingFields, useWritten, writtenBody, writtenFaults, writtenFields, writtenPlaces } from './reading_fields';

type Act = 'confirm' | 'assign' | 'correct' | 'discard';

const SUBJECT = /^[0-9a-f]{32}$/;
export function QuarantineDecision({ item, onClose, onDone }: { item: QuarantineItem; onClose: () => void; onDone: (item: QuarantineItem) => void }) {
    const { reading } = item;
    const acts: Act[] = [...(reading?.whole ? [...(item.subject ? ['confirm' as const] : []), 'assign' as const] : []), 'correct', 'discard'];
    const [act, setAct] = useState<Act>('discard');
    const [reason, setReason] = useState('');
    const [subject, setSubject] = useState('');
    const [written, setWritten] = useWritten(reading, item.receivedAt);
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        const found: Faults = [
            ...((act === 'assign' || (act === 'correct' && !item.subject)) && !SUBJECT.test(subject.trim()) ? [{ field: 'subject', text: t('assign.noSubject') }] : []),
            ...(act === 'correct' ? writtenFaults(written) : []),
            ...(reason.trim().length < 3 ? [{ field: 'reason', text: t('quarantine.noReason') }] : []),
        ];
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async (idempotencyKey) => {
            const named = act !== 'confirm' && act !== 'discard' && subject.trim() !== '' ? { subject: subject.trim() } : {};
            const corrected = act === 'correct' ? writtenBody(written) : {};
            onDone(await call('post', '/api/v1/quarantine/{quarantined}/decision', { path: { quarantined: item.id }, idempotencyKey, body: { act, reason: reason.trim(), ...named, ...corrected } }));
        });
    };
    return (
        <Dialog title={t('quarantine.decide')} onClose={onClose}>
            <p>{sent('quarantineCode', item.code, item.code)}{item.proposed && <> · {t('quarantine.proposed', { text: item.proposed })}</>}</p>
            <SendForm sending={sending} faults={faults} fields={{ reason: t('quarantine.reason'), subject: t('assign.subject'), ...writtenFields() }} places={writtenPlaces(written)} onSend={submit} save={t('quarantine.decideNow')}>
                <Radios id="act" legend={t('quarantine.act')} value={act} onValue={(chosen) => setAct(chosen as Act)} choices={acts.map((one) => ({ value: one, label: t(`quarantineAct.${one}`) }))} />
                {(act === 'assign' || act === 'correct') && <TextField id="subject" label={t('assign.subject')} hint={item.subject && act === 'correct' ? t('form.optional') : t('assign.hint')} value={subject} onValue={setSubject} maxLength={32} spellcheck={false} />}
                {act === 'correct' && <ReadingFields written={written} onWritten={setWritten} />}
                <AreaField id="reason" label={t('quarantine.reason')} value={reason} onValue={setReason} maxLength={500} />
            </SendForm>
        </Dialog>
    );
}
