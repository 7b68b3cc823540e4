// SPDX-License-Identifier: EUPL-1.2
// The account to which a person's benefit is paid: what counts now, and the form for another one (K-04).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { BankAccount, Person } from '../api/types';
import { announce } from '../ui/announce';
import { TextField, type Faults } from '../ui/form';
import { iban } from '../ui/format';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { FaultNote } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';

interface PartProps { person: Person; onChange: (person: Person) => void }

export function AccountWords({ account }: { account: BankAccount }) {
    if (!account) return <span class="quiet">{t('bank.none')}</span>;
    return (
        <>
            <span class="code">{iban(account.iban)}</span>, {t('bank.heldBy', { holder: account.holder })}
            {!account.inSepa && <span class="block">{t('bank.outsideSepa')}</span>}
            <span class="small quiet block">{t('checks.evidence', { evidence: account.evidence })} · {account.by.name}, <When at={account.at} how="full" /></span>
        </>
    );
}

function AccountForm({ person, onChange }: PartProps) {
    const [number, setNumber] = useState('');
    const [holder, setHolder] = useState(`${person.firstName} ${person.lastName}`);
    const [evidence, setEvidence] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        const found: Faults = [];
        if (number.trim().length < 5) found.push({ field: 'iban', text: t('bank.noIban') });
        if (holder.trim() === '') found.push({ field: 'holder', text: t('bank.noHolder') });
        if (evidence.trim() === '') found.push({ field: 'accountEvidence', text: t('act.noEvidence') });
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async (idempotencyKey) => {
            onChange(await call('post', '/api/v1/persons/{person}/bank-account', { path: { person: person.id }, idempotencyKey, body: { iban: number.trim(), holder: holder.trim(), evidence: evidence.trim() } }));
            setNumber('');
            setEvidence('');
            announce(t('bank.saved'));
        });
    };
    const fields = { iban: t('bank.iban'), holder: t('bank.holder'), evidence: t('checks.evidenceLabel') };
    return (
        <details class="more">
            <summary>{t(person.bankAccount ? 'bank.change' : 'bank.add')}</summary>
            <SendForm class="narrow-form" sending={sending} faults={faults} fields={fields} places={{ evidence: 'accountEvidence' }} onSend={submit} save={t('bank.save')} quiet>
                <TextField id="iban" label={t('bank.iban')} hint={t('bank.ibanHint')} value={number} onValue={setNumber} maxLength={50} spellcheck={false} />
                <TextField id="holder" label={t('bank.holder')} value={holder} onValue={setHolder} maxLength={120} />
                <TextField id="accountEvidence" label={t('checks.evidenceLabel')} hint={t('bank.evidenceHint')} value={evidence} onValue={setEvidence} maxLength={100} />
            </SendForm>
        </details>
    );
}

// Closed, or recorded wrongly: nothing is to go there any more.
function AccountEnd({ person, onChange }: PartProps) {
    const sending = useSend();
    const end = () => sending.run(async (idempotencyKey) => {
        onChange(await call('post', '/api/v1/persons/{person}/bank-account/end', { path: { person: person.id }, idempotencyKey }));
        announce(t('bank.ended'));
    });
    return (
        <details class="more">
            <summary>{t('bank.end')}</summary>
            <p>{t('bank.endHint')}</p>
            {sending.fault && <FaultNote fault={sending.fault} />}
            <button type="button" class="btn btn-outline-primary" aria-disabled={sending.busy} onClick={() => void end()}>{t('bank.endAct')}</button>
        </details>
    );
}

export function PersonAccount({ person, onChange, mayRecord }: PartProps & { mayRecord: boolean }) {
    return (
        <section class="panel" aria-labelledby="bank-title">
            <h2 id="bank-title" class="h4">{t('bank.title')}</h2>
            <p><AccountWords account={person.bankAccount} /></p>
            {mayRecord && <AccountForm person={person} onChange={onChange} />}
            {mayRecord && person.bankAccount && <AccountEnd person={person} onChange={onChange} />}
        </section>
    );
}
