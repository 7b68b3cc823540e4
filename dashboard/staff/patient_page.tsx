// SPDX-License-Identifier: EUPL-1.2
// One monitored member: banner, last values, open alerts, chart, limits, devices.
import { useEffect } from 'preact/hooks';
import { call } from '../api/client';
import { onLive } from '../api/events';
import { observe } from '../ui/clock';
import { date } from '../ui/format';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { Loaded } from '../ui/states';
import { When } from '../ui/time';
import { plural, t } from '../ui/text';
import { conditionsText } from './alert_words';
import { PatientAlerts } from './patient_alerts';
import { PatientChart } from './patient_chart';
import { PatientDevices } from './patient_devices';
import { PatientEnd } from './patient_end';
import { PatientEntry } from './patient_entry';
import { PatientLimits } from './patient_limits';
import { PatientVitals } from './patient_vitals';

const REFRESH_MS = 60_000;

export function PatientPage({ subject = '' }: { subject?: string }) {
    const patient = useResource(`patient ${subject}`, async (signal) => {
        const data = await call('get', '/api/v1/patients/{subject}', { path: { subject }, signal });
        for (const value of data.latest) observe(value.measuredAt);
        return data;
    });
    const { reload } = patient;
    useEffect(() => {
        const stop = onLive((event) => { if (event.kind === 'resync' || (event.kind === 'worklist' && event.subject === subject)) void reload(); });
        const timer = window.setInterval(() => { if (!document.hidden) void reload(); }, REFRESH_MS);
        return () => {
            stop();
            window.clearInterval(timer);
        };
    }, [subject, reload]);
    const data = patient.data;
    return (
        <Page title="patient.title" section="section.monitoring" class="wide" heading={data ? data.person.name : undefined}
            before={<p class="back"><a href="/staff/worklist">{t('patient.back')}</a></p>}
            lead={data && (
                <dl class="banner">
                    <div><dt>{t('person.born')}</dt><dd>{date(data.person.birthDate)} ({plural('person.years', data.person.age)})</dd></div>
                    <div><dt>{t('person.code')}</dt><dd class="code">{data.person.codiceFiscale}</dd></div>
                    <div><dt>{t('person.conditions')}</dt><dd>{conditionsText(data.conditions)}</dd></div>
                    <div><dt>{t('person.phone')}</dt><dd>{data.person.phone ? <a href={`tel:${data.person.phone.replace(/\s/g, '')}`}>{data.person.phone}</a> : t('value.missing')}</dd></div>
                </dl>
            )}>
            <Loaded of={patient} lines={10}>
                {(loaded) => (
                    <>
                        {loaded.endedAt && <p class="callout">{t('patient.ended')} <When at={loaded.endedAt} how="full" /></p>}
                        {loaded.silentSince && <p class="callout silent">{t('patient.silent')} <When at={loaded.silentSince} how="full" /></p>}
                        <PatientVitals latest={loaded.latest} />
                        <PatientAlerts patient={loaded} onChange={() => void reload()} />
                        <PatientChart subject={subject} patient={loaded} refreshed={patient.loadedAt} onChange={() => void reload()} />
                        <PatientEntry subject={subject} onChange={() => void reload()} />
                        <PatientLimits subject={subject} latest={loaded.latest} onChange={() => void reload()} />
                        <PatientDevices devices={loaded.devices} subject={subject} />
                        {!loaded.endedAt && <PatientEnd subject={subject} onChange={() => void reload()} />}
                    </>
                )}
            </Loaded>
        </Page>
    );
}
