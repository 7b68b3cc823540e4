// SPDX-License-Identifier: EUPL-1.2
// One device: state, assignment intervals, a new secret, revocation.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { standing } from '../api/session';
import type { DeviceWithSecret } from '../api/types';
import { announce } from '../ui/announce';
import { Badge } from '../ui/badge';
import { domainNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { TextField, type Faults } from '../ui/form';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { FaultNote, Loaded } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';
import { DeviceLife } from './device_life';
import { DeviceReceipts } from './device_receipts';
import { DeviceSlots } from './device_slots';
import { Battery } from './patient_devices';
import { EnrolmentCode, Secret } from './secret';

type Act = 'renew' | 'revoke' | 'retire' | 'code' | 'endOld';
const SUBJECT = /^[0-9a-f]{32}$/;

export function DevicePage({ device: id = '' }: { device?: string }) {
    const resource = useResource(`device ${id}`, (signal) => call('get', '/api/v1/devices/{device}', { path: { device: id }, signal }));
    const role = standing.get().session?.user.role;
    const [made, setMade] = useState<DeviceWithSecret | null>(null);
    const [code, setCode] = useState<string | null>(null);
    const [asking, setAsking] = useState<Act | null>(null);
    const [subject, setSubject] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const assigning = useSend();
    const ask = (what: Act) => {
        sending.clear(); // what failed before was something else
        setAsking(what);
    };
    const act = async () => {
        const what = asking;
        const done = await sending.run(async (idempotencyKey) => {
            const path = { device: id };
            if (what === 'renew') {
                const renewed = await call('post', '/api/v1/devices/{device}/credential', { path, idempotencyKey });
                setMade(renewed);
                resource.put(renewed.device);
            } else if (what === 'code') {
                const given = await call('post', '/api/v1/devices/{device}/enrolment', { path });
                setCode(given.code);
                resource.put(given.device);
            } else if (what === 'endOld') resource.put(await call('post', '/api/v1/devices/{device}/credential/end', { path }));
            else resource.put(await call('post', `/api/v1/devices/{device}/${what === 'retire' ? 'retire' : 'revoke'}`, { path }));
        });
        if (done) setAsking(null);
    };
    const assign = async () => {
        const found: Faults = SUBJECT.test(subject.trim()) ? [] : [{ field: 'subject', text: t('assign.noSubject') }];
        setFaults(found);
        if (found.length > 0) return;
        await assigning.run(async (idempotencyKey) => {
            resource.put(await call('post', '/api/v1/devices/{device}/assignments', { path: { device: id }, idempotencyKey, body: { subject: subject.trim(), from: new Date(domainNow()).toISOString() } }));
            setSubject('');
            announce(t('assign.saved'));
        });
    };
    const end = () => assigning.run(async () => {
        resource.put(await call('post', '/api/v1/devices/{device}/assignments/end', { path: { device: id }, body: { to: new Date(domainNow()).toISOString() } }));
        announce(t('assign.ended'));
    });
    const assigns = role === 'admin' || role === 'operator';
    return (
        <Page title="device.title" section="section.devices" heading={resource.data?.model} before={<p class="back"><a href="/staff/devices">{t('device.back')}</a></p>}>
            {sending.fault && asking === null && <FaultNote fault={sending.fault} />}
            <Loaded of={resource}>
                {(device) => {
                    const open = device.assignments.find((one) => one.to === null);
                    return (
                        <>
                            <dl class="banner">
                                <div><dt>{t('device.id')}</dt><dd class="code">{device.id}</dd></div>
                                <div><dt>{t('device.serial')}</dt><dd class="code">{device.serial ?? t('value.missing')}</dd></div>
                                <div><dt>{t('device.transport')}</dt><dd>{t(`transport.${device.transport}`)}</dd></div>
                                <div><dt>{t('device.state')}</dt><dd><Badge tone={device.state === 'active' ? 'ok' : 'plain'}>{t(`deviceState.${device.state}`)}</Badge></dd></div>
                                <div><dt>{t('device.lastHeard')}</dt><dd>{device.lastReceivedAt ? <When at={device.lastReceivedAt} how="full" /> : t('device.neverHeard')}</dd></div>
                                <div><dt>{t('device.battery')}</dt><dd><Battery percent={device.battery} /></dd></div>
                            </dl>
                            <section class="panel" aria-labelledby="assign-title">
                                <h2 id="assign-title" class="h4">{t('assign.title')}</h2>
                                {device.assignments.length === 0 ? <p class="quiet">{t('assign.none')}</p> : (
                                    <ul class="plain-list">
                                        {device.assignments.map((one) => (
                                            <li key={one.from}><When at={one.from} how="full" /> – {one.to ? <When at={one.to} how="full" /> : t('assign.untilNow')} · {role === 'admin' ? <span class="code">{one.subject}</span> : <a href={`/staff/patients/${one.subject}`}>{t('quarantine.patient')}</a>}</li>
                                        ))}
                                    </ul>
                                )}
                                {assigns && open && <button type="button" class="btn btn-outline-primary btn-sm" aria-disabled={assigning.busy} onClick={() => void end()}>{t('assign.end')}</button>}
                                {assigns && (
                                    <SendForm class="narrow-form" sending={assigning} faults={faults} fields={{ subject: t('assign.subject') }} onSend={assign} save={t('assign.save')} quiet>
                                        <TextField id="subject" label={t('assign.subject')} hint={t('assign.hint')} value={subject} onValue={setSubject} maxLength={32} spellcheck={false} />
                                    </SendForm>
                                )}
                            </section>
                            <DeviceSlots device={device} links={role !== 'admin'} changes={assigns} onChange={resource.put} />
                            <DeviceLife device={device} changes={assigns} onChange={resource.put} />
                            <DeviceReceipts device={device.id} />
                            {role === 'admin' && (
                                <div class="acts">
                                    {device.state === 'active' && <button type="button" class="btn btn-outline-primary" onClick={() => ask(device.oldSecretSince ? 'endOld' : 'renew')}>{t(device.oldSecretSince ? 'device.endOld' : 'device.renew')}</button>}
                                    {device.state === 'active' && <button type="button" class="btn btn-outline-primary" onClick={() => ask('code')}>{t('device.codeMake')}</button>}
                                    {device.state === 'active' && <button type="button" class="btn btn-outline-danger" onClick={() => ask('revoke')}>{t('device.revoke')}</button>}
                                    {device.state !== 'retired' && <button type="button" class="btn btn-outline-danger" onClick={() => ask('retire')}>{t('device.retire')}</button>}
                                </div>
                            )}
                        </>
                    );
                }}
            </Loaded>
            {asking && (
                <Dialog title={t(asking === 'code' ? 'device.codeMake' : `device.${asking}`)} onClose={() => setAsking(null)}>
                    {sending.fault && <FaultNote fault={sending.fault} />}
                    <p>{t(`device.${asking}Sure`)}</p>
                    <button type="button" class="btn btn-primary" aria-disabled={sending.busy} onClick={() => void act()}>{t(`device.${asking}Now`)}</button>
                </Dialog>
            )}
            {made && <Secret made={made} onClose={() => setMade(null)} />}
            {code && <EnrolmentCode code={code} onClose={() => setCode(null)} />}
        </Page>
    );
}
