// SPDX-License-Identifier: EUPL-1.2
// Accounts: a one-time password shown once (and again to the same request), disabling, who may.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { Client, api } from './contract.mjs';
import { choosePassword, staff } from './story.mjs';

let house;
let admin;
before(async () => {
  house = await openHouse({ seed: 'empty' });
  admin = await staff(house, 'admin');
});
after(() => house?.close());

test('a repeated creation shows the same password and makes no second account', async () => {
  const body = { username: 'nuovo.operatore', name: 'Nuovo Operatore', role: 'operator' };
  const options = { headers: { 'idempotency-key': 'accounts-test-1' } };
  const first = await admin.post('/api/v1/accounts', body, options);
  assert.equal(first.status, 201);
  const again = await admin.post('/api/v1/accounts', body, options);
  assert.deepEqual(again.body, first.body);
  const taken = await admin.post('/api/v1/accounts', body);
  assert.equal(taken.status, 409);
  assert.equal(taken.body.code, 'username-taken');
  const { items } = (await admin.get('/api/v1/accounts')).body;
  assert.equal(items.filter(({ username }) => username === body.username).length, 1);
});

test('a disabled account is out at once', async () => {
  const { account, oneTimePassword } = (await admin.post('/api/v1/accounts', { username: 'breve', name: 'Breve', role: 'claims-handler' })).body;
  const client = await choosePassword(house, { username: 'breve', role: 'claims-handler' }, oneTimePassword);
  assert.equal((await client.get('/api/v1/claims')).status, 200);
  const disabled = await admin.post(`/api/v1/accounts/${account.id}/disable`);
  assert.equal(disabled.body.disabled, true);
  assert.equal((await client.get('/api/v1/claims')).status, 401);
  const own = (await admin.get('/api/v1/accounts')).body.items.find(({ username }) => username === admin.session.user.username);
  assert.equal((await admin.post(`/api/v1/accounts/${own.id}/disable`)).body.code, 'own-account');
});

// A path with ids of nothing; what would be wrong with the request must not be looked at.
const filled = (path) => path.replace(/\{(plan|item|quantity)\}/g, 'x').replace(/\{\w+\}/g, '0'.repeat(32));
const OPEN = ['GET /healthz', 'GET /readyz', 'GET /version', 'POST /api/v1/session', 'GET /api/v1/session', 'DELETE /api/v1/session',
  'POST /api/v1/session/extend', 'PUT /api/v1/session/password', 'POST /api/v1/enrolment'];

for (const role of ['family', 'admin', 'monitoring-clinician']) {
  test(`a one-time password opens nothing for ${role} but its own change`, async () => {
    const username = `once.${role}`;
    const { oneTimePassword } = (await admin.post('/api/v1/accounts', { username, name: 'Once', role })).body;
    const client = new Client(house.url);
    assert.equal((await client.login(username, oneTimePassword)).passwordChange, true);
    const other = new Client(house.url);
    await other.login(username, oneTimePassword);
    const opened = [];
    for (const [path, item] of Object.entries(api.paths)) {
      for (const method of Object.keys(item).map((word) => word.toUpperCase())) {
        if (OPEN.includes(`${method} ${path}`)) continue;
        const { status, body } = await client.send(method, filled(path));
        if (status !== 403 || body.code !== 'password-change-needed') opened.push(`${method} ${path}: ${status}`);
      }
    }
    assert.deepEqual(opened, []);
    assert.equal((await client.get('/api/v1/session')).body.passwordChange, true);
    assert.equal((await client.post('/api/v1/session/extend')).body.passwordChange, true);
    const change = (to) => client.put('/api/v1/session/password', { current: oneTimePassword, new: to });
    assert.deepEqual((await change(oneTimePassword)).body.errors, [{ pointer: '/new', code: 'unchanged' }]);
    assert.equal((await change('quattro gatti neri')).status, 204);
    assert.equal((await client.get('/api/v1/session')).body.passwordChange, false);
    assert.equal((await client.get({ family: '/api/v1/portal', admin: '/api/v1/accounts', 'monitoring-clinician': '/api/v1/worklist' }[role])).status, 200);
    assert.equal((await other.get('/api/v1/session')).status, 401, 'the other session with the one-time password is over');
    assert.equal((await house.anonymous().post('/api/v1/session', { username, password: oneTimePassword })).status, 401);
  });
}

test('who may only change the password can also leave', async () => {
  const { oneTimePassword } = (await admin.post('/api/v1/accounts', { username: 'via.subito', name: 'Via', role: 'operator' })).body;
  const client = new Client(house.url);
  await client.login('via.subito', oneTimePassword);
  assert.equal((await client.delete('/api/v1/session')).status, 204);
  assert.equal((await client.get('/api/v1/session')).status, 401);
});

test('a one-time password opens no session after seven days; a chosen one does, and so does a new one', async () => {
  const { oneTimePassword } = (await admin.post('/api/v1/accounts', { username: 'mai.entrato', name: 'Mai', role: 'operator' })).body;
  await choosePassword(house, { username: 'entrato', role: 'operator' },
    (await admin.post('/api/v1/accounts', { username: 'entrato', name: 'Entrato', role: 'operator' })).body.oneTimePassword);
  const age = async (seconds) => {
    await house.stop('server');
    execFileSync('sqlite3', [house.path('data', 'office.db'), `UPDATE users SET password_set_us = (unixepoch() - ${seconds}) * 1000000 WHERE username LIKE '%entrato'`]);
    house.start('server');
    await house.ready();
  };
  const enter = async (username, password) => {
    const { status, body } = await house.anonymous().post('/api/v1/session', { username, password });
    return `${status} ${body.code ?? ''}`.trim();
  };
  await age(7 * 86400 - 60);
  assert.equal(await enter('mai.entrato', oneTimePassword), '200');
  await age(7 * 86400 + 1);
  assert.equal(await enter('mai.entrato', oneTimePassword), '401 password-expired');
  assert.equal(await enter('mai.entrato', 'not this one'), '401 login-failed');
  assert.equal(await enter('entrato', house.password('entrato')), '200');
  const renewed = /one-time password (\S+)/.exec(house.sostegno(['user', 'password', 'mai.entrato']))[1];
  assert.equal(await enter('mai.entrato', renewed), '200');
});

test('every fault of a new account is named with its place', async () => {
  const wrong = await admin.post('/api/v1/accounts', { username: 'No Spaces', name: 'X', role: 'emperor', person: '0'.repeat(32) });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.body.errors.map(({ pointer }) => pointer).sort(), ['/role', '/username']);
  const bound = await admin.post('/api/v1/accounts', { username: 'bound', name: 'X', role: 'operator', person: '0'.repeat(32) });
  assert.deepEqual(bound.body.errors, [{ pointer: '/person', code: 'not-allowed' }]);
  const unknown = await admin.post('/api/v1/accounts', { username: 'bound', name: 'X', role: 'family', person: '0'.repeat(32) });
  assert.deepEqual(unknown.body.errors, [{ pointer: '/person', code: 'unknown-person' }]);
});

test('a family account needs no name, which would not be kept; staff do', async () => {
  const made = await admin.post('/api/v1/accounts', { username: 'senza.nome', role: 'family' });
  assert.equal(made.status, 201);
  assert.equal(made.body.account.name, 'senza.nome');
  const staffless = await admin.post('/api/v1/accounts', { username: 'senza.nome.due', role: 'operator' });
  assert.deepEqual(staffless.body.errors, [{ pointer: '/name', code: 'missing' }]);
});

test('the list goes on where it stopped, whoever was added meanwhile, and names nobody in its address', async () => {
  const all = (await admin.get('/api/v1/accounts?limit=200')).body.items.map(({ username }) => username);
  assert.deepEqual(all, [...all].sort());
  const seen = [];
  let cursor = null;
  do {
    const page = (await admin.get(`/api/v1/accounts?limit=4${cursor ? `&cursor=${cursor}` : ''}`)).body;
    assert.ok(page.items.length <= 4);
    seen.push(...page.items.map(({ username }) => username));
    cursor = page.nextCursor;
    if (seen.length === 4) await admin.post('/api/v1/accounts', { username: 'aaa.dopo', role: 'family' });
    for (const name of cursor ? all : []) assert.ok(!Buffer.from(cursor, 'base64url').includes(name));
  } while (cursor);
  assert.deepEqual(seen, all);
  const theirs = (await (await staff(house, 'admin', 'second')).get('/api/v1/accounts?limit=1')).body.nextCursor;
  assert.equal((await admin.get(`/api/v1/accounts?cursor=${theirs}`)).body.code, 'bad-cursor');
  assert.equal((await admin.get('/api/v1/accounts?limit=201')).status, 400);
});

test('accounts are for administrators, each of their own fund', async () => {
  assert.equal((await (await staff(house, 'claims-handler')).get('/api/v1/accounts')).status, 403);
  const stranger = await staff(house, 'admin', 'second');
  const mine = (await admin.get('/api/v1/accounts')).body.items;
  assert.equal((await stranger.post(`/api/v1/accounts/${mine[0].id}/disable`)).status, 404);
  const theirs = (await stranger.get('/api/v1/accounts')).body.items.map(({ id }) => id);
  assert.ok(!mine.some(({ id }) => theirs.includes(id)));
});
