// SPDX-License-Identifier: EUPL-1.2
// The life of a device between people: cleaning, technical check, enrolment code, the old secret of a rotation.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Device } from '../api/types';
import { announce } from '../ui/announce';
import { Badge } from '../ui/badge';
import { domainNow } from '../ui/clock';
import { DateField, noDate, type Faults } from '../ui/form';
import { date } from '../ui/format';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { FaultNote } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';

const romeDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' });

export function DeviceLife({ device, changes, onChange }: { device: Device; changes: boolean; onChange: (device: Device) => void }) {
    const [next, setNext] = useState(noDate);
    const [faults, setFaults] = useState<Faults>([]);
    const cleaning = useSend();
    const sending = useSend();
    const path = { device: device.id };
    const clean = () => cleaning.run(async () => {
        onChange(await call('post', '/api/v1/devices/{device}/cleanings', { path, body: { at: new Date(domainNow()).toISOString() } }));
        announce(t('device.cleanedDone'));
    });
    const check = async () => {
        const due = `${next.year}-${next.month.padStart(2, '0')}-${next.day.padStart(2, '0')}`;
        const found: Faults = /^\d{4}-\d\d-\d\d$/.test(due) ? [] : [{ field: 'next', text: t('device.noDates') }];
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async () => {
            onChange(await call('post', '/api/v1/devices/{device}/checks', { path, body: { on: romeDay.format(domainNow()), next: due } }));
            setNext(noDate);
            announce(t('device.checkDone'));
        });
    };
    return (
        <section class="panel" aria-labelledby="life-title">
            <h2 id="life-title" class="h4">{t('device.life')}</h2>
            {cleaning.fault && <FaultNote fault={cleaning.fault} />}
            <dl class="pairs">
                <div><dt>{t('device.cleaned')}</dt><dd>{device.cleanedAt ? <When at={device.cleanedAt} how="full" /> : t('device.neverCleaned')} {device.needsCleaning && <Badge tone="warning" icon="warning">{t('device.needsCleaning')}</Badge>}</dd></div>
                <div><dt>{t('device.checked')}</dt><dd>{device.checkedAt ? date(romeDay.format(Date.parse(device.checkedAt))) : t('device.neverCleaned')}</dd></div>
                <div><dt>{t('device.checkDue')}</dt><dd>{device.checkDue ? date(device.checkDue) : t('value.missing')}</dd></div>
                {device.enrolmentUntil && <div><dt>{t('device.codeUntil')}</dt><dd><When at={device.enrolmentUntil} how="full" /></dd></div>}
                {device.oldSecretSince && <div><dt>{t('device.oldSecret')}</dt><dd>{t('device.oldSecretUntil')}</dd></div>}
            </dl>
            {changes && device.state !== 'retired' && (
                <>
                    {device.needsCleaning && !device.assignments.some((one) => one.to === null) && <button type="button" class="btn btn-outline-primary btn-sm" aria-disabled={cleaning.busy} onClick={() => void clean()}>{t('device.clean')}</button>}
                    <SendForm class="narrow-form" sending={sending} faults={faults} fields={{ next: t('device.checkNext') }} onSend={check} save={t('device.check')} quiet>
                        <DateField id="next" legend={t('device.checkNext')} value={next} onValue={setNext} />
                    </SendForm>
                </>
            )}
        </section>
    );
}
