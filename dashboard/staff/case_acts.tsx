// SPDX-License-Identifier: EUPL-1.2
// What the claims handler records: the dossier is complete on a day (C-06); the member was alive, or died, on a day (C-13).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { DateField, noDate, Radios, TextField, type Faults } from '../ui/form';
import { date } from '../ui/format';
import { readDate } from '../ui/input';
import { SendForm } from '../ui/send_form';
import { t } from '../ui/text';
import type { CasePart } from './case_page';
import { Allowed, useCaseSend } from './case_send';

export function CaseComplete(part: CasePart) {
    const { claim } = part;
    const found = claim.dossier.completeDay;
    const listed = claim.dossier.documents.some((one) => one.when !== 'never');
    const [parts, setParts] = useState(noDate);
    const [faults, setFaults] = useState<Faults>([]);
    const { sending, submit } = useCaseSend(part);
    if (claim.completeOn) return null;
    const send = async () => {
        const day = listed ? found : readDate(parts.day, parts.month, parts.year);
        setFaults(day ? [] : [{ field: 'completeDate', text: t('date.invalid') }]);
        if (!day) return;
        await submit(() => call('post', '/api/v1/claims/{claim}/complete', { path: { claim: claim.id }, version: claim.version, body: { date: day } }), t('complete.saved'));
    };
    return (
        <section aria-labelledby="complete-title" class="panel">
            <h2 id="complete-title" class="h4">{t('complete.title')}</h2>
            <p class="hint">{t('complete.hint')}</p>
            <Allowed claim={claim} action="complete">
                {listed && !found ? <p>{t('complete.waits')}</p> : (
                    <SendForm sending={sending} faults={faults} fields={{ date: t('complete.date') }} places={{ date: 'completeDate' }} onSend={send} save={t('complete.save')} quiet>
                        {listed && found ? <p>{t('complete.found', { date: date(found) })}</p> : <DateField id="completeDate" legend={t('complete.date')} value={parts} onValue={setParts} />}
                    </SendForm>
                )}
            </Allowed>
        </section>
    );
}

// The field of each member of the body.
const LIFE_PLACES = { fact: 'lifeFact', date: 'lifeDate', notifiedOn: 'lifeTold', evidence: 'lifeEvidence' };

export function CaseLife(part: CasePart) {
    const { claim } = part;
    const [fact, setFact] = useState('');
    const [parts, setParts] = useState(noDate);
    const [told, setTold] = useState(noDate);
    const [evidence, setEvidence] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const { sending, submit } = useCaseSend(part);
    const died = fact === 'died';
    const send = async () => {
        const day = readDate(parts.day, parts.month, parts.year);
        const toldOn = readDate(told.day, told.month, told.year);
        const found: Faults = [];
        if (fact === '') found.push({ field: 'lifeFact', text: t('life.noFact') });
        if (!day) found.push({ field: 'lifeDate', text: t('date.invalid') });
        if (died && !toldOn) found.push({ field: 'lifeTold', text: t('life.noTold') });
        if (died && evidence.trim() === '') found.push({ field: 'lifeEvidence', text: t('act.noEvidence') });
        setFaults(found);
        if (found.length > 0 || !day) return;
        const done = await submit(() => call('post', '/api/v1/claims/{claim}/life', { path: { claim: claim.id }, version: claim.version, body: {
            fact: fact as 'alive' | 'died', date: day, ...(died && toldOn ? { notifiedOn: toldOn } : {}), ...(evidence.trim() ? { evidence: evidence.trim() } : {}),
        } }), t('life.saved'));
        if (!done) return;
        setFact('');
        setParts(noDate);
        setTold(noDate);
        setEvidence('');
    };
    const fields = { fact: t('life.fact'), date: t('life.date'), notifiedOn: t('life.told'), evidence: t('checks.evidenceLabel') };
    return (
        <section aria-labelledby="life-title" class="panel">
            <h2 id="life-title" class="h4">{t('life.title')}</h2>
            <Allowed claim={claim} action="life">
                <SendForm sending={sending} faults={faults} fields={fields} places={LIFE_PLACES} onSend={send} save={t('life.save')} quiet>
                    <Radios id="lifeFact" legend={t('life.fact')} inline value={fact} onValue={setFact}
                        choices={[{ value: 'alive', label: t('life.isAlive') }, { value: 'died', label: t('life.hasDied') }]} />
                    <DateField id="lifeDate" legend={t('life.date')} value={parts} onValue={setParts} />
                    {died && <DateField id="lifeTold" legend={t('life.told')} hint={t('life.toldHint')} value={told} onValue={setTold} />}
                    {fact !== '' && <TextField id="lifeEvidence" label={t('checks.evidenceLabel')} hint={t(died ? 'life.evidenceHint' : 'form.optional')} value={evidence} onValue={setEvidence} maxLength={100} />}
                </SendForm>
            </Allowed>
        </section>
    );
}
