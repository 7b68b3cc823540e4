// SPDX-License-Identifier: EUPL-1.2
// Identity, covers and mandates of a person; enrolment in monitoring.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { standing } from '../api/session';
import type { Condition, MandateKind, Person } from '../api/types';
import { announce } from '../ui/announce';
import { date } from '../ui/format';
import { Checkbox, DateField, noDate, SelectField, TextField, type Faults } from '../ui/form';
import { readDate } from '../ui/input';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { Loaded } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';
import { conditionsText, interval } from './alert_words';
import { usePlanNames } from './case_words';
import { PersonAccount } from './person_account';
import { PersonCover } from './person_cover';

const KINDS: MandateKind[] = ['spouse', 'cohabitee', 'relative', 'in-law', 'guardian', 'curator', 'support-administrator', 'attorney'];
const CONDITIONS: Condition[] = ['hypertension', 'diabetes', 'copd'];

interface PartProps { person: Person; onChange: (person: Person) => void }

function MandateForm({ person, onChange }: PartProps) {
    const [username, setUsername] = useState('');
    const [kind, setKind] = useState<MandateKind>('relative');
    const [from, setFrom] = useState(noDate);
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        const day = readDate(from.day, from.month, from.year);
        const found: Faults = [];
        if (username.trim() === '') found.push({ field: 'username', text: t('mandate.noName') });
        if (!day) found.push({ field: 'from', text: t('date.invalid') });
        setFaults(found);
        if (found.length > 0 || !day) return;
        await sending.run(async (idempotencyKey) => {
            onChange(await call('post', '/api/v1/persons/{person}/mandates', { path: { person: person.id }, idempotencyKey, body: { username: username.trim(), kind, from: day } }));
            setUsername('');
            announce(t('mandate.saved'));
        });
    };
    return (
        <details class="more">
            <summary>{t('mandate.add')}</summary>
            <SendForm class="narrow-form" sending={sending} faults={faults} fields={{ username: t('mandate.username'), from: t('mandate.from') }} onSend={submit} save={t('mandate.save')} quiet>
                <TextField id="username" label={t('mandate.username')} hint={t('mandate.hint')} value={username} onValue={setUsername} maxLength={64} spellcheck={false} />
                <SelectField id="kind" label={t('mandate.kind')} value={kind} onValue={(value) => setKind(value as MandateKind)} choices={KINDS.map((value) => ({ value, label: t(`relation.${value}`) }))} />
                <DateField id="from" legend={t('mandate.from')} value={from} onValue={setFrom} />
            </SendForm>
        </details>
    );
}

function EnrolForm({ person, onChange }: PartProps) {
    const [chosen, setChosen] = useState<Condition[]>([]);
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        const found: Faults = chosen.length === 0 ? [{ field: 'hypertension', text: t('enrol.none') }] : [];
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async (idempotencyKey) => {
            onChange(await call('post', '/api/v1/persons/{person}/monitoring', { path: { person: person.id }, idempotencyKey, body: { conditions: chosen } }));
            announce(t('enrol.saved'));
        });
    };
    return (
        <SendForm class="narrow-form" sending={sending} faults={faults} onSend={submit} save={t('enrol.save')} quiet>
            <fieldset class="field">
                <legend class="form-label">{t('enrol.conditions')}</legend>
                {CONDITIONS.map((one) => <Checkbox key={one} id={one} label={t(`condition.${one}`)} checked={chosen.includes(one)} onValue={(on) => setChosen(on ? [...chosen, one] : chosen.filter((other) => other !== one))} />)}
            </fieldset>
        </SendForm>
    );
}

export function PersonPage({ person: id = '' }: { person?: string }) {
    const resource = useResource(`person ${id}`, (signal) => call('get', '/api/v1/persons/{person}', { path: { person: id }, signal }));
    const planName = usePlanNames();
    const handler = standing.get().session?.user.role === 'claims-handler';
    const data = resource.data;
    return (
        <Page title="person.title" section="section.claims" heading={data ? `${data.lastName} ${data.firstName}` : undefined} before={<p class="back"><a href="/staff/persons">{t('person.back')}</a></p>}>
            <Loaded of={resource}>
                {(person) => (
                    <>
                        <dl class="banner">
                            <div><dt>{t('person.born')}</dt><dd>{date(person.birthDate)}</dd></div>
                            <div><dt>{t('person.code')}</dt><dd class="code">{person.codiceFiscale}</dd></div>
                            <div><dt>{t('person.phone')}</dt><dd>{person.phone ?? t('value.missing')}</dd></div>
                        </dl>
                        {person.codiceFiscaleMismatch && <p class="callout warning">{t('person.mismatch')}</p>}
                        <section class="panel" aria-labelledby="covers-title">
                            <h2 id="covers-title" class="h4">{t('person.covers')}</h2>
                            {person.covers.length === 0 ? <p class="quiet">{t('person.noCovers')}</p> : <ul class="plain-list">{person.covers.map((cover) => <li key={`${cover.plan}-${cover.from}`}>{planName(cover.plan)}: {interval(cover.from, cover.to)} · {t('person.holderShort')}: {t(`checkAnswer.${cover.holder}`)}</li>)}</ul>}
                        </section>
                        <PersonAccount person={person} onChange={resource.put} mayRecord={handler} />
                        <PersonCover person={person} onChange={resource.put} mayRecord={handler} />
                        <section class="panel" aria-labelledby="mandates-title">
                            <h2 id="mandates-title" class="h4">{t('mandate.title')}</h2>
                            {person.mandates.length === 0 ? <p class="quiet">{t('mandate.none')}</p> : <ul class="plain-list">{person.mandates.map((one) => <li key={`${one.username}-${one.from}`}><strong>{one.username}</strong> ({t(`relation.${one.kind}`)}): {interval(one.from, one.to)}</li>)}</ul>}
                            {handler && <MandateForm person={person} onChange={resource.put} />}
                        </section>
                        <section class="panel" aria-labelledby="monitoring-title">
                            <h2 id="monitoring-title" class="h4">{t('enrol.title')}</h2>
                            {person.monitoring
                                ? <p>{conditionsText(person.monitoring.conditions)}, {t('enrol.since')} <When at={person.monitoring.enrolledAt} how="full" /></p>
                                : handler ? <EnrolForm person={person} onChange={resource.put} /> : <p class="quiet">{t('enrol.not')}</p>}
                        </section>
                    </>
                )}
            </Loaded>
        </Page>
    );
}
