// SPDX-License-Identifier: EUPL-1.2
// The facts beside the questionnaire: since when, constant need, where the person is cared for.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { ClaimFacts, PortalClaim, Tristate } from '../api/types';
import { domainNow } from '../ui/clock';
import { DateField, datePartsOf, Radios, SubmitButton, type Faults } from '../ui/form';
import { romeDay } from '../ui/format';
import { readDate } from '../ui/input';
import { Page } from '../ui/page';
import { navigate, useQuery } from '../ui/router';
import { fieldFaults, useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { Loaded } from '../ui/states';
import { t } from '../ui/text';
import { AlreadySent } from './already_sent';
import { useClaim } from './acting';
import { firstOpen } from './tasks';

const NEEDS: Tristate[] = ['yes', 'no', 'unknown'];
const PLACES = ['home', 'rsa', 'hospital', 'other'] as const;

function Form({ claim }: { claim: PortalClaim }) {
    const [query] = useQuery();
    const fromCheck = query.get('from') === 'check';
    const [onset, setOnset] = useState(datePartsOf(claim.facts.onsetDate));
    const [need, setNeed] = useState<string>(claim.facts.constantNeed ?? '');
    const [placeOfCare, setPlace] = useState<string>(claim.facts.placeOfCare ?? '');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const fields = { onsetDate: t('facts.onset'), constantNeed: t('facts.need'), placeOfCare: t('facts.place') };
    const submit = async () => {
        const given = onset.day !== '' || onset.month !== '' || onset.year !== '';
        const day = readDate(onset.day, onset.month, onset.year);
        const found: Faults = [];
        if (given && !day) found.push({ field: 'onsetDate', text: t('date.invalid') });
        if (day && day > romeDay(domainNow())) found.push({ field: 'onsetDate', text: t('facts.future') });
        setFaults(found);
        if (found.length > 0) return;
        const body: ClaimFacts = {
            ...(day ? { onsetDate: day } : {}), ...(need === '' ? {} : { constantNeed: need as Tristate }), ...(placeOfCare === '' ? {} : { placeOfCare: placeOfCare as (typeof PLACES)[number] }),
        };
        await sending.run(async () => {
            const next = await call('put', '/api/v1/portal/claims/{claim}/facts', { path: { claim: claim.id }, body });
            navigate(fromCheck ? `/claims/${claim.id}/check` : firstOpen(next));
        });
    };
    const shown = faults.length > 0 ? faults : fieldFaults(sending.fault, fields);
    return (
        <Page title="facts.title" section="section.claim" failed={shown.length > 0} before={<p class="back"><a href={fromCheck ? `/claims/${claim.id}/check` : '/'}>{t('nav.back')}</a></p>}>
            <SendForm sending={sending} faults={shown} onSend={submit}>
                <DateField id="onsetDate" legend={t('facts.onset')} hint={t('facts.onsetHint')} value={onset} onValue={setOnset} />
                <Radios id="constantNeed" legend={t('facts.need')} hint={t('facts.needHint')} value={need} onValue={setNeed}
                    choices={NEEDS.map((value) => ({ value, label: t(`tristate.${value}`) }))} />
                <Radios id="placeOfCare" legend={t('facts.place')} value={placeOfCare} onValue={setPlace}
                    choices={PLACES.map((value) => ({ value, label: t(`place.${value}`) }))} />
                <SubmitButton busy={sending.busy}>{t('question.save')}</SubmitButton>
                <p><a href="/">{t('question.later')}</a></p>
            </SendForm>
        </Page>
    );
}

export function FactsPage({ claim: id = '' }: { claim?: string }) {
    const claim = useClaim(id);
    return <Loaded of={claim} page={{ title: 'facts.title', section: 'section.claim' }}>{(loaded) => (loaded.state === 'draft' ? <Form claim={loaded} /> : <AlreadySent claim={loaded} />)}</Loaded>;
}
