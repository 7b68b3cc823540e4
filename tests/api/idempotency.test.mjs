// SPDX-License-Identifier: EUPL-1.2
// Idempotency-Key: a double click makes one thing, a retry gets the same answer, a key belongs to one request.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';

let house;
let admin;
before(async () => {
  house = await openHouse({ seed: 'empty' });
  admin = await house.client(house.logins.find(({ role }) => role === 'admin').username);
});
after(() => house?.close());

const register = (key, model = 'Modello', client = admin) =>
  client.post('/api/v1/devices', { transport: 'mqtt', model }, { headers: { 'idempotency-key': key } });
const count = async () => (await admin.get('/api/v1/devices?limit=200')).body.items.length;

test('a retry gets the same answer, marked, and makes nothing', async () => {
  const before = await count();
  const first = await register('retry-0001');
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.equal(first.headers.get('idempotency-replayed'), null);
  const again = await register('retry-0001');
  assert.equal(again.status, 201);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.deepEqual(again.body, first.body);
  assert.equal(await count(), before + 1);
});

test('ten clicks at once make one thing', async () => {
  const before = await count();
  const answers = await Promise.all(Array.from({ length: 10 }, () => register('clicks-0001')));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
  const ids = new Set(answers.map(({ body }) => JSON.stringify(body)));
  assert.equal(ids.size, 1);
  assert.equal(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null).length, 1);
  assert.equal(await count(), before + 1);
});

test('the same key with another body is refused and makes nothing', async () => {
  await register('reused-0001');
  const before = await count();
  const other = await register('reused-0001', 'Altro');
  assert.equal(other.status, 422);
  assert.equal(other.body.code, 'idempotency-key-reused');
  assert.equal(await count(), before);
});

test('a key that met bad input is free for the corrected one', async () => {
  const bad = await register('correct-0001', '');
  assert.equal(bad.status, 422);
  assert.equal((await register('correct-0001', 'Buono')).status, 201);
});

test('a missing or odd key is refused before anything happens', async () => {
  const before = await count();
  for (const [key, code] of [[null, 'idempotency-key-missing'], ['short', 'idempotency-key-malformed'], ['x'.repeat(65), 'idempotency-key-malformed']]) {
    const answer = await register(key);
    assert.equal(answer.status, 400);
    assert.equal(answer.body.code, code);
  }
  assert.equal(await count(), before);
});
