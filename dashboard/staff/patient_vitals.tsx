// SPDX-License-Identifier: EUPL-1.2
// The strip of last values: value, unit, time, age, interpretation; `--` for what is missing (P-02).
import type { Patient } from '../api/types';
import { ageTag, decimal, unit } from '../ui/format';
import { levelTone, LevelWord } from '../ui/badge';
import { When } from '../ui/time';
import { t } from '../ui/text';

export function PatientVitals({ latest }: { latest: Patient['latest'] }) {
    return (
        <section aria-labelledby="vitals-title">
            <h2 id="vitals-title" class="h4">{t('vitals.title')}</h2>
            {latest.length === 0
                ? <p class="quiet">{t('vitals.none')}</p>
                : (
                    <ul class="vitals-strip">
                        {[...latest].sort((a, b) => Number(a.quantity === 'pulse') - Number(b.quantity === 'pulse')).map((value) => {
                            const age = ageTag(value.measuredAt);
                            return (
                                <li key={value.quantity} class={`vital tone-${levelTone(value.level)}${age === '' ? '' : ' old'}`}>
                                    <span class="vital-name">{t(`quantity.${value.quantity}`)}</span>
                                    <span class="vital-value">{value.value === '' ? '--' : `${value.beyond === 'below' ? 'LO < ' : value.beyond === 'above' ? 'HI > ' : ''}${decimal(value.value)}`} <span class="vital-unit">{unit(value.unit)}</span></span>
                                    <LevelWord level={value.level} />
                                    <span class="small quiet"><When at={value.measuredAt} />{age !== '' && <strong> · {age}</strong>}</span>
                                </li>
                            );
                        })}
                    </ul>
                )}
        </section>
    );
}
