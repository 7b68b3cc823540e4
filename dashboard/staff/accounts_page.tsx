// SPDX-License-Identifier: EUPL-1.2
// Accounts of the fund: create one (its one-time password is shown once), disable one.
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import { standing } from '../api/session';
import type { Account, Role } from '../api/types';
import { announce } from '../ui/announce';
import { Badge } from '../ui/badge';
import { Dialog } from '../ui/dialog';
import { SelectField, TextField, type Faults } from '../ui/form';
import { Page } from '../ui/page';
import { Pager } from '../ui/pager';
import { useResource } from '../ui/resource';
import { useQuery } from '../ui/router';
import { ScrollRegion } from '../ui/scroll';
import { useSend } from '../ui/send';
import { SendForm } from '../ui/send_form';
import { FaultNote, Loaded } from '../ui/states';
import { When } from '../ui/time';
import { t } from '../ui/text';

const ROLES: Role[] = ['operator', 'monitoring-clinician', 'claims-clinician', 'claims-handler', 'payments-officer', 'family', 'admin'];
const NAME = /^[a-z][a-z0-9._-]{2,63}$/;

function CreateForm({ onDone }: { onDone: (made: { account: Account; oneTimePassword: string }) => void }) {
    const [username, setUsername] = useState('');
    const [name, setName] = useState('');
    const [role, setRole] = useState<Role>('operator');
    const [person, setPerson] = useState('');
    const [faults, setFaults] = useState<Faults>([]);
    const sending = useSend();
    const submit = async () => {
        const found: Faults = [];
        if (!NAME.test(username.trim())) found.push({ field: 'username', text: t('accounts.badName') });
        if (role !== 'family' && name.trim() === '') found.push({ field: 'name', text: t('accounts.noName') });
        setFaults(found);
        if (found.length > 0) return;
        await sending.run(async (idempotencyKey) => {
            // A family user is called by the name of the person, which no account keeps in clear.
            onDone(await call('post', '/api/v1/accounts', { idempotencyKey, body: { username: username.trim(), role, ...(role === 'family' ? {} : { name: name.trim() }), ...(role === 'family' && person.trim() !== '' ? { person: person.trim() } : {}) } }));
            setUsername('');
            setName('');
        });
    };
    return (
        <details class="more">
            <summary>{t('accounts.create')}</summary>
            <SendForm class="narrow-form" sending={sending} faults={faults} fields={{ username: t('accounts.username'), name: t('accounts.name'), person: t('accounts.person') }} onSend={submit} save={t('accounts.createNow')}>
                <TextField id="username" label={t('accounts.username')} hint={t('accounts.usernameHint')} value={username} onValue={setUsername} maxLength={64} spellcheck={false} />
                {role !== 'family' && <TextField id="name" label={t('accounts.name')} value={name} onValue={setName} maxLength={120} />}
                <SelectField id="role" label={t('accounts.role')} value={role} onValue={(value) => setRole(value as Role)} choices={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
                {role === 'family' && <TextField id="person" label={t('accounts.person')} hint={t('accounts.personHint')} value={person} onValue={setPerson} maxLength={32} spellcheck={false} />}
            </SendForm>
        </details>
    );
}

export function AccountsPage() {
    const [query] = useQuery();
    const cursor = query.get('cursor') ?? undefined;
    const list = useResource(`accounts ${cursor ?? ''}`, (signal) => call('get', '/api/v1/accounts', { query: { cursor }, signal }));
    const [made, setMade] = useState<{ account: Account; oneTimePassword: string } | null>(null);
    const [asked, setAsked] = useState<Account | null>(null);
    const sending = useSend();
    const me = standing.get().session?.user.id;
    const disable = async () => {
        if (!asked) return;
        const done = await sending.run(async () => { await call('post', '/api/v1/accounts/{account}/disable', { path: { account: asked.id } }); });
        if (!done) return;
        announce(t('accounts.disabled'));
        setAsked(null);
        void list.reload();
    };
    return (
        <Page title="accounts.title" section="section.admin" class="wide">
            <CreateForm onDone={(one) => { setMade(one); void list.reload(); }} />
            <Loaded of={list}>
                {({ items, nextCursor }) => (
                    <>
                        <ScrollRegion label={t('accounts.title')}>
                            <table class="table">
                                <thead><tr><th scope="col">{t('accounts.username')}</th><th scope="col">{t('accounts.name')}</th><th scope="col">{t('accounts.role')}</th><th scope="col">{t('device.state')}</th><th scope="col">{t('accounts.created')}</th><th scope="col">{t('column.acts')}</th></tr></thead>
                                <tbody>
                                    {items.map((account) => (
                                        <tr key={account.id}>
                                            <th scope="row">{account.username}</th><td>{account.name}</td><td>{t(`role.${account.role}`)}</td>
                                            <td><Badge tone={account.disabled ? 'plain' : 'ok'}>{t(account.disabled ? 'accounts.off' : 'accounts.on')}</Badge></td><td><When at={account.createdAt} how="full" /></td>
                                            <td>{!account.disabled && account.id !== me && <button type="button" class="btn btn-outline-danger btn-sm" onClick={() => { sending.clear(); setAsked(account); }}>{t('accounts.disable')}<span class="visually-hidden"> {account.username}</span></button>}</td>
                                        </tr>
                                    ))}
                                </tbody>
                            </table>
                        </ScrollRegion>
                        <Pager nextCursor={nextCursor} />
                    </>
                )}
            </Loaded>
            {made && (
                <Dialog title={t('accounts.made')} onClose={() => setMade(null)}>
                    <p class="callout warning">{t('secret.once')}</p>
                    <dl class="pairs"><div><dt>{t('accounts.username')}</dt><dd class="code">{made.account.username}</dd></div><div><dt>{t('accounts.oneTime')}</dt><dd class="code">{made.oneTimePassword}</dd></div></dl>
                    <button type="button" class="btn btn-primary" onClick={() => setMade(null)}>{t('secret.kept')}</button>
                </Dialog>
            )}
            {asked && (
                <Dialog title={t('accounts.disable')} onClose={() => setAsked(null)}>
                    {sending.fault && <FaultNote fault={sending.fault} />}
                    <p>{t('accounts.disableSure', { name: asked.username })}</p>
                    <button type="button" class="btn btn-primary" aria-disabled={sending.busy} onClick={() => void disable()}>{t('accounts.disableNow')}</button>
                </Dialog>
            )}
        </Page>
    );
}
