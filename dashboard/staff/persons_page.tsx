// SPDX-License-Identifier: EUPL-1.2
// Find a person by codice fiscale or by the beginning of name words; what is typed never stands in a URL.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { standing } from '../api/session';
import type { PersonSummary } from '../api/types';
import { announce } from '../ui/announce';
import { date } from '../ui/format';
import { SubmitButton, TextField, type Faults } from '../ui/form';
import { tidyCode } from '../ui/input';
import { Page } from '../ui/page';
import { ScrollRegion } from '../ui/scroll';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { Empty } from '../ui/states';
import { plural, t } from '../ui/text';

const CODE = /^[A-Z]{6}[A-Z0-9]{2}[A-Z][A-Z0-9]{2}[A-Z][A-Z0-9]{3}[A-Z]$|^\d{11}$/;

export function PersonsPage() {
    const [asked, setAsked] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const [found, setFound] = useState<{ items: PersonSummary[]; truncated: boolean } | null>(null);
    const sending = useSend();
    const search = async () => {
        const words = asked.trim();
        const faultsNow: Faults = words.length < 3 ? [{ field: 'asked', text: t('persons.tooShort') }] : [];
        setFaults(faultsNow);
        if (faultsNow.length > 0) return;
        const code = tidyCode(words);
        await sending.run(async () => {
            const reply = await call('post', '/api/v1/persons/search', { body: CODE.test(code) ? { codiceFiscale: code } : { name: words } });
            setFound(reply);
            announce(plural('persons.found', reply.items.length));
        });
    };
    return (
        <Page title="persons.title" section="section.claims" failed={faults.length > 0}>
            <SendForm class="search-form" role="search" sending={sending} faults={faults} onSend={search}>
                <TextField id="asked" label={t('persons.asked')} hint={t('persons.hint')} type="search" value={asked} onValue={setAsked} maxLength={80} spellcheck={false} />
                <div class="acts">
                    <SubmitButton busy={sending.busy}>{t('persons.search')}</SubmitButton>
                    {standing.get().session?.user.role === 'claims-handler' && <a class="btn btn-outline-primary" href="/staff/persons/new">{t('persons.new')}</a>}
                </div>
            </SendForm>
            {found && (found.items.length === 0 ? <Empty title={t('persons.none')}><p>{t('persons.noneHint')}</p></Empty> : (
                <>
                    <p>{plural('persons.found', found.items.length)}{found.truncated && ` ${t('persons.truncated')}`}</p>
                    <ScrollRegion label={t('persons.title')}>
                        <table class="table">
                            <thead><tr><th scope="col">{t('column.person')}</th><th scope="col">{t('person.born')}</th><th scope="col">{t('person.code')}</th></tr></thead>
                            <tbody>{found.items.map((person) => <tr key={person.id}><th scope="row"><a href={`/staff/persons/${person.id}`}>{person.name}</a></th><td>{date(person.birthDate)}</td><td class="code">{person.codiceFiscale}</td></tr>)}</tbody>
                        </table>
                    </ScrollRegion>
                </>
            ))}
        </Page>
    );
}
