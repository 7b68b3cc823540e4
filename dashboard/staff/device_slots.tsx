// SPDX-License-Identifier: EUPL-1.2
// Whose the user buttons of a shared meter are, by interval (telemonitoring case 31).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { domainNow } from '../ui/clock';
import type { Device } from '../api/types';
import { announce } from '../ui/announce';
import { TextField, type Faults } from '../ui/form';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { When } from '../ui/time';
import { t } from '../ui/text';

const SUBJECT = /^[0-9a-f]{32}$/;
const BUTTON = /^(25[0-4]|2[0-4]\d|1?\d?\d)$/;

export function DeviceSlots({ device, links, changes, onChange }: { device: Device; links: boolean; changes: boolean; onChange: (device: Device) => void }) {
    const [slot, setSlot] = useState('2');
    const [subject, setSubject] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const now = () => new Date(domainNow()).toISOString();
    const give = async () => {
        const found: Faults = [
            ...(BUTTON.test(slot.trim()) ? [] : [{ field: 'slot', text: t('slot.noButton') }]),
            ...(SUBJECT.test(subject.trim()) ? [] : [{ field: 'slotSubject', text: t('assign.noSubject') }]),
        ];
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async (idempotencyKey) => {
            onChange(await call('post', '/api/v1/devices/{device}/slots', { path: { device: device.id }, idempotencyKey, body: { slot: Number(slot.trim()), subject: subject.trim(), from: now() } }));
            setSubject('');
            announce(t('slot.saved'));
        });
    };
    const end = (button: number) => sending.run(async () => {
        onChange(await call('post', '/api/v1/devices/{device}/slots/end', { path: { device: device.id }, body: { slot: button, to: now() } }));
        announce(t('slot.ended'));
    });
    return (
        <section class="panel" aria-labelledby="slot-title">
            <h2 id="slot-title" class="h4">{t('slot.title')}</h2>
            <p class="hint">{t('slot.what')}</p>
            {device.slots.length > 0 && (
                <ul class="plain-list">
                    {device.slots.map((one) => (
                        <li key={`${one.slot} ${one.from}`}>{t('slot.one', { slot: one.slot })}: <When at={one.from} how="full" /> – {one.to ? <When at={one.to} how="full" /> : t('assign.untilNow')} · {links ? <a href={`/staff/patients/${one.subject}`}>{t('quarantine.patient')}</a> : <span class="code">{one.subject}</span>}
                            {changes && !one.to && <> <button type="button" class="btn btn-outline-primary btn-sm" aria-disabled={sending.busy} onClick={() => void end(one.slot)}>{t('slot.end', { slot: one.slot })}</button></>}</li>
                    ))}
                </ul>
            )}
            {changes && (
                <SendForm class="narrow-form" sending={sending} faults={faults} fields={{ slot: t('slot.button'), subject: t('assign.subject') }} places={{ subject: 'slotSubject' }} onSend={give} save={t('slot.save')} quiet>
                    <TextField id="slot" label={t('slot.button')} value={slot} onValue={setSlot} maxLength={3} inputMode="numeric" />
                    <TextField id="slotSubject" label={t('assign.subject')} hint={t('assign.hint')} value={subject} onValue={setSubject} maxLength={32} spellcheck={false} />
                </SendForm>
            )}
        </section>
    );
}
