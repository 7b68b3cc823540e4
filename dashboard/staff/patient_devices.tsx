// SPDX-License-Identifier: EUPL-1.2
// The member's devices: model, serial, last heard, battery (P-05).
import type { Device } from '../api/types';
import { Badge } from '../ui/badge';
import { ScrollRegion } from '../ui/scroll';
import { When } from '../ui/time';
import { t } from '../ui/text';
import { interval } from './alert_words';

const LOW_BATTERY = 20;

export function Battery({ percent }: { percent: number | null }) {
    if (percent === null) return <>{t('value.missing')}</>;
    return percent <= LOW_BATTERY ? <Badge tone="technical" icon="technical">{t('device.lowBattery', { percent })}</Badge> : <>{`${percent}%`}</>;
}

export function PatientDevices({ devices, subject }: { devices: Device[]; subject: string }) {
    return (
        <section aria-labelledby="devices-title">
            <h2 id="devices-title" class="h4">{t('devices.ofPatient')}</h2>
            {devices.length === 0 ? <p class="quiet">{t('devices.noneAssigned')}</p> : (
                <ScrollRegion label={t('devices.ofPatient')}>
                    <table class="table">
                        <thead><tr><th scope="col">{t('device.model')}</th><th scope="col">{t('device.serial')}</th><th scope="col">{t('device.lastHeard')}</th><th scope="col">{t('device.battery')}</th><th scope="col">{t('device.assigned')}</th></tr></thead>
                        <tbody>
                            {devices.map((device) => {
                                const own = device.assignments.filter((one) => one.subject === subject).pop();
                                return (
                                    <tr key={device.id}>
                                        <th scope="row"><a href={`/staff/devices/${device.id}`}>{device.model}</a></th><td class="code">{device.serial ?? t('value.missing')}</td>
                                        <td>{device.lastReceivedAt ? <When at={device.lastReceivedAt} how="both" /> : t('device.neverHeard')}</td>
                                        <td><Battery percent={device.battery} /></td><td>{own ? interval(own.from, own.to) : t('value.missing')}</td>
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </ScrollRegion>
            )}
        </section>
    );
}
