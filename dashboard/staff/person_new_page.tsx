// SPDX-License-Identifier: EUPL-1.2
// Register a person with the covers they have.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Tristate } from '../api/types';
import { DateField, noDate, Radios, SelectField, TextField, type Faults } from '../ui/form';
import { readDate, tidyCode } from '../ui/input';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { navigate } from '../ui/router';
import { fieldFaults, useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { inLanguage, t } from '../ui/text';

const HOLDER: Tristate[] = ['yes', 'no', 'unknown'];

export function PersonNewPage() {
    const plans = useResource('plans', (signal) => call('get', '/api/v1/plans', { signal }));
    const [lastName, setLastName] = useState('');
    const [firstName, setFirstName] = useState('');
    const [code, setCode] = useState('');
    const [phone, setPhone] = useState('');
    const [birth, setBirth] = useState(noDate);
    const [plan, setPlan] = useState('');
    const [from, setFrom] = useState(noDate);
    const [holder, setHolder] = useState<Tristate>('unknown');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const fields = { firstName: t('person.firstName'), lastName: t('person.lastName'), codiceFiscale: t('person.code'), birthDate: t('person.birthDate'), phone: t('person.phone') };
    const submit = async () => {
        const birthDate = readDate(birth.day, birth.month, birth.year);
        const coverFrom = readDate(from.day, from.month, from.year);
        const found: Faults = [];
        if (lastName.trim() === '') found.push({ field: 'lastName', text: t('person.noLastName') });
        if (firstName.trim() === '') found.push({ field: 'firstName', text: t('person.noFirstName') });
        if (!birthDate) found.push({ field: 'birthDate', text: t('date.invalid') });
        if (tidyCode(code).length < 11) found.push({ field: 'codiceFiscale', text: t('person.noCode') });
        if (plan !== '' && !coverFrom) found.push({ field: 'coverFrom', text: t('date.invalid') });
        setFaults(found);
        if (found.length > 0 || !birthDate) return;
        await sending.run(async (idempotencyKey) => {
            const person = await call('post', '/api/v1/persons', {
                idempotencyKey,
                body: {
                    firstName: firstName.trim(), lastName: lastName.trim(), birthDate, codiceFiscale: tidyCode(code),
                    ...(phone.trim() === '' ? {} : { phone: phone.trim() }), covers: plan !== '' && coverFrom ? [{ plan, from: coverFrom, holder }] : [],
                },
            });
            navigate(`/staff/persons/${person.id}`, { replace: true });
        });
    };
    const shown = faults.length > 0 ? faults : fieldFaults(sending.fault, fields);
    return (
        <Page title="person.new" section="section.claims" failed={shown.length > 0} before={<p class="back"><a href="/staff/persons">{t('person.back')}</a></p>}>
            <SendForm class="narrow-form" sending={sending} faults={shown} onSend={submit} save={t('person.register')}>
                <TextField id="lastName" label={fields.lastName} value={lastName} onValue={setLastName} maxLength={80} />
                <TextField id="firstName" label={fields.firstName} value={firstName} onValue={setFirstName} maxLength={80} />
                <DateField id="birthDate" legend={fields.birthDate} hint={t('date.example')} value={birth} onValue={setBirth} />
                <TextField id="codiceFiscale" label={fields.codiceFiscale} hint={t('person.codeHint')} value={code} onValue={setCode} maxLength={24} spellcheck={false} />
                <TextField id="phone" label={fields.phone} hint={t('form.optional')} type="tel" value={phone} onValue={setPhone} maxLength={30} />
                <SelectField id="plan" label={t('person.cover')} value={plan} onValue={setPlan}
                    choices={[{ value: '', label: t('person.noCover') }, ...(plans.data?.items ?? []).map((one) => ({ value: one.id, label: inLanguage(one.label) }))]} />
                {plan !== '' && <DateField id="coverFrom" legend={t('person.coverFrom')} value={from} onValue={setFrom} />}
                {plan !== '' && <Radios id="coverHolder" legend={t('person.holder')} hint={t('person.holderHint')} value={holder} onValue={(value) => setHolder(value as Tristate)}
                    choices={HOLDER.map((value) => ({ value, label: t(`holder.${value}`) }))} />}
            </SendForm>
        </Page>
    );
}
