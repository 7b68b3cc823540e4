// SPDX-License-Identifier: EUPL-1.2
// The physician's finding: consolidated, not consolidated, cannot be said yet; and the need of constant care.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Consolidated, Tristate } from '../api/types';
import { AreaField, DateField, noDate, Radios, type Faults } from '../ui/form';
import { date } from '../ui/format';
import { readDate } from '../ui/input';
import { SendForm } from '../ui/send_form';
import { When } from '../ui/time';
import { t } from '../ui/text';
import type { CasePart } from './case_page';
import { Allowed, useCaseSend } from './case_send';

const CONSOLIDATED: Consolidated[] = ['yes', 'no', 'undetermined'];
const NEED: Tristate[] = ['yes', 'no', 'unknown'];

export function CaseFinding(part: CasePart) {
    const { claim } = part;
    const [consolidated, setConsolidated] = useState<string>('');
    const [need, setNeed] = useState<string>('');
    const [parts, setParts] = useState(noDate);
    const [note, setNote] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const { sending, submit } = useCaseSend(part);
    const send = async () => {
        const found: Faults = [];
        if (consolidated === '') found.push({ field: 'consolidated', text: t('finding.noConsolidated') });
        if (need === '') found.push({ field: 'constantNeed', text: t('finding.noNeed') });
        const day = readDate(parts.day, parts.month, parts.year);
        if (!day) found.push({ field: 'examinedOn', text: t('finding.noDay') });
        setFaults(found);
        if (found.length > 0 || !day) return;
        const done = await submit(() => call('put', '/api/v1/claims/{claim}/finding', {
            path: { claim: claim.id }, version: claim.version,
            body: { consolidated: consolidated as Consolidated, constantNeed: need as Tristate, examinedOn: day, ...(note.trim() === '' ? {} : { note: note.trim() }) },
        }), t('finding.saved'));
        if (done) setNote('');
    };
    const form = (
        <SendForm sending={sending} faults={faults} fields={{ examinedOn: t('finding.day') }} onSend={send} save={t('finding.save')} quiet>
            <DateField id="examinedOn" legend={t('finding.day')} hint={t('finding.dayHint')} value={parts} onValue={setParts} />
            <Radios id="consolidated" legend={t('finding.consolidated')} hint={t('finding.hint')} value={consolidated} onValue={setConsolidated}
                choices={CONSOLIDATED.map((value) => ({ value, label: t(`consolidated.${value}`) }))} />
            <Radios id="constantNeed" legend={t('facts.need')} inline value={need} onValue={setNeed}
                choices={NEED.map((value) => ({ value, label: t(`tristate.${value}`) }))} />
            <AreaField id="findingNote" label={t('call.note')} hint={t('form.optional')} value={note} onValue={setNote} maxLength={2000} />
        </SendForm>
    );
    return (
        <section aria-labelledby="finding-title" class="panel">
            <h2 id="finding-title" class="h4">{t('finding.title')}</h2>
            {claim.finding && (
                <p>
                    <strong>{t(`consolidated.${claim.finding.consolidated}`)}</strong>; {t('finding.need', { answer: t(`tristate.${claim.finding.constantNeed}`) })}
                    <span class="block">{t('finding.examined', { date: date(claim.finding.examinedOn) })}</span><span class="small quiet block">{claim.finding.by.name}, <When at={claim.finding.at} how="full" />{claim.finding.note && `: ${claim.finding.note}`}</span>
                </p>
            )}
            <Allowed claim={claim} action="finding">
                {claim.finding ? <details class="more"><summary>{t('finding.change')}</summary>{form}</details> : form}
            </Allowed>
        </section>
    );
}
