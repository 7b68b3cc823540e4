// SPDX-License-Identifier: EUPL-1.2
// All devices of the fund; the administrator registers new ones and sees a secret once.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { standing } from '../api/session';
import type { DeviceWithSecret, Transport } from '../api/types';
import { Badge } from '../ui/badge';
import { Radios, TextField, type Faults } from '../ui/form';
import { Listed } from '../ui/listed';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { useQuery } from '../ui/router';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { Empty } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';
import { Secret } from './secret';
import { Battery } from './patient_devices';

function RegisterForm({ onDone }: { onDone: (made: DeviceWithSecret) => void }) {
    const [transport, setTransport] = useState<Transport>('mqtt');
    const [model, setModel] = useState('');
    const [serial, setSerial] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        const found: Faults = model.trim() === '' ? [{ field: 'model', text: t('device.noModel') }] : [];
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async (idempotencyKey) => {
            onDone(await call('post', '/api/v1/devices', { idempotencyKey, body: { transport, model: model.trim(), ...(serial.trim() === '' ? {} : { serial: serial.trim() }) } }));
            setModel('');
            setSerial('');
        });
    };
    return (
        <details class="more">
            <summary>{t('device.register')}</summary>
            <SendForm class="narrow-form" sending={sending} faults={faults} fields={{ model: t('device.model'), serial: t('device.serial') }} onSend={submit} save={t('device.registerNow')}>
                <Radios id="transport" legend={t('device.transport')} inline value={transport} onValue={(value) => setTransport(value as Transport)} choices={[{ value: 'mqtt', label: t('transport.mqtt') }, { value: 'coap', label: t('transport.coap') }]} />
                <TextField id="model" label={t('device.model')} value={model} onValue={setModel} maxLength={80} />
                <TextField id="serial" label={t('device.serial')} hint={t('form.optional')} value={serial} onValue={setSerial} maxLength={40} spellcheck={false} />
            </SendForm>
        </details>
    );
}

export function DevicesPage() {
    const [query] = useQuery();
    const cursor = query.get('cursor') ?? undefined;
    const list = useResource(`devices ${cursor ?? ''}`, (signal) => call('get', '/api/v1/devices', { query: { cursor }, signal }));
    const [made, setMade] = useState<DeviceWithSecret | null>(null);
    const admin = standing.get().session?.user.role === 'admin';
    return (
        <Page title="devices.title" section="section.devices" class="wide">
            {made && <Secret made={made} onClose={() => setMade(null)} />}
            {admin && <RegisterForm onDone={(one) => { setMade(one); void list.reload(); }} />}
            <Listed of={list} label={t('devices.title')}
                empty={<Empty title={t('devices.none')}><p>{t('devices.noneWhy')}</p></Empty>}
                head={<>
                    <th scope="col">{t('device.model')}</th><th scope="col">{t('device.serial')}</th><th scope="col">{t('device.transport')}</th><th scope="col">{t('device.state')}</th><th scope="col">{t('device.lastHeard')}</th><th scope="col">{t('device.battery')}</th><th scope="col">{t('device.assigned')}</th>
                </>}
                row={(device) => {
                    const now = device.assignments.find((one) => one.to === null);
                    return (
                        <tr key={device.id}>
                            <th scope="row"><a href={`/staff/devices/${device.id}`}>{device.model}</a><span class="small quiet block code">{device.id.slice(0, 8)}…</span></th><td class="code">{device.serial ?? t('value.missing')}</td><td>{t(`transport.${device.transport}`)}</td>
                            <td><Badge tone={device.state === 'active' ? 'ok' : 'plain'}>{t(`deviceState.${device.state}`)}</Badge></td><td>{device.lastReceivedAt ? <When at={device.lastReceivedAt} how="both" /> : t('device.neverHeard')}</td>
                            <td><Battery percent={device.battery} /></td><td>{now ? (admin ? t('device.isAssigned') : <a href={`/staff/patients/${now.subject}`}>{t('quarantine.patient')}</a>) : t('device.free')}</td>
                        </tr>
                    );
                }} />
        </Page>
    );
}
