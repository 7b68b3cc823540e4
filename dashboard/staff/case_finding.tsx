// SPDX-License-Identifier: EUPL-1.2
// The physician's finding: consolidated, not consolidated, cannot be said yet; and the need of constant care.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Consolidated, Tristate } from '../api/types';
import { AreaField, ErrorSummary, faultFor, Radios, SubmitButton, type Faults } from '../ui/form';
import { When } from '../ui/time';
import { t } from '../ui/text';
import type { CasePart } from './case_page';
import { Allowed, SendFault, useCaseSend } from './case_send';

const CONSOLIDATED: Consolidated[] = ['yes', 'no', 'undetermined'];
const NEED: Tristate[] = ['yes', 'no', 'unknown'];

export function CaseFinding(part: CasePart) {
    const { claim } = part;
    const [consolidated, setConsolidated] = useState<string>('');
    const [need, setNeed] = useState<string>('');
    const [note, setNote] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const { sending, submit } = useCaseSend(part);
    const send = async (event: Event) => {
        event.preventDefault();
        const found: Faults = [];
        if (consolidated === '') found.push({ field: 'consolidated', text: t('finding.noConsolidated') });
        if (need === '') found.push({ field: 'constantNeed', text: t('finding.noNeed') });
        setFaults(found);
        if (found.length > 0) return;
        const done = await submit(() => call('put', '/api/v1/claims/{claim}/finding', {
            path: { claim: claim.id }, version: claim.version,
            body: { consolidated: consolidated as Consolidated, constantNeed: need as Tristate, ...(note.trim() === '' ? {} : { note: note.trim() }) },
        }), t('finding.saved'));
        if (done) setNote('');
    };
    const form = (
        <form onSubmit={(event) => void send(event)} noValidate>
            <ErrorSummary faults={faults} />
            <SendFault sending={sending} />
            <Radios id="consolidated" legend={t('finding.consolidated')} hint={t('finding.hint')} value={consolidated} onValue={setConsolidated} fault={faultFor(faults, 'consolidated')}
                choices={CONSOLIDATED.map((value) => ({ value, label: t(`consolidated.${value}`) }))} />
            <Radios id="constantNeed" legend={t('facts.need')} inline value={need} onValue={setNeed} fault={faultFor(faults, 'constantNeed')}
                choices={NEED.map((value) => ({ value, label: t(`tristate.${value}`) }))} />
            <AreaField id="findingNote" label={t('call.note')} hint={t('form.optional')} value={note} onValue={setNote} maxLength={2000} />
            <SubmitButton busy={sending.busy} quiet>{t('finding.save')}</SubmitButton>
        </form>
    );
    return (
        <section aria-labelledby="finding-title" class="panel">
            <h2 id="finding-title" class="h4">{t('finding.title')}</h2>
            {claim.finding && (
                <p>
                    <strong>{t(`consolidated.${claim.finding.consolidated}`)}</strong>; {t('finding.need', { answer: t(`tristate.${claim.finding.constantNeed}`) })}
                    <span class="small quiet block">{claim.finding.by.name}, <When at={claim.finding.at} how="full" />{claim.finding.note && `: ${claim.finding.note}`}</span>
                </p>
            )}
            <Allowed claim={claim} action="finding">
                {claim.finding ? <details class="more"><summary>{t('finding.change')}</summary>{form}</details> : form}
            </Allowed>
        </section>
    );
}
