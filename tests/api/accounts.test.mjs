// SPDX-License-Identifier: EUPL-1.2
// Accounts: a one-time password shown once (and again to the same request), disabling, who may.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { staff } from './story.mjs';

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
  house.logins.push({ username: 'breve', password: oneTimePassword });
  const client = await house.client('breve');
  assert.equal((await client.get('/api/v1/claims')).status, 200);
  const disabled = await admin.post(`/api/v1/accounts/${account.id}/disable`);
  assert.equal(disabled.body.disabled, true);
  assert.equal((await client.get('/api/v1/claims')).status, 401);
  const own = (await admin.get('/api/v1/accounts')).body.items.find(({ username }) => username === admin.session.user.username);
  assert.equal((await admin.post(`/api/v1/accounts/${own.id}/disable`)).body.code, 'own-account');
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

test('accounts are for administrators, each of their own fund', async () => {
  assert.equal((await (await staff(house, 'claims-handler')).get('/api/v1/accounts')).status, 403);
  const stranger = await staff(house, 'admin', 'second');
  const mine = (await admin.get('/api/v1/accounts')).body.items;
  assert.equal((await stranger.post(`/api/v1/accounts/${mine[0].id}/disable`)).status, 404);
  const theirs = (await stranger.get('/api/v1/accounts')).body.items.map(({ id }) => id);
  assert.ok(!mine.some(({ id }) => theirs.includes(id)));
});
