// SPDX-License-Identifier: EUPL-1.2
// Persons through the API: registering, finding without a URL, mandates, enrolment.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { codiceFiscale, registerFamily, staff } from './story.mjs';

let house;
let handler;
before(async () => {
  house = await openHouse({ seed: 'empty' });
  handler = await staff(house, 'claims-handler');
});
after(() => house?.close());

const member = (lastName, birthDate, more = {}) => ({
  firstName: 'Maria', lastName, birthDate, codiceFiscale: codiceFiscale(lastName, birthDate, true),
  covers: [{ plan: 'permanent-2026', from: '2024-01-01' }], ...more,
});

test('a person is registered once, whatever the connection does', async () => {
  const body = member('Bertani', '1950-03-04');
  const options = { headers: { 'idempotency-key': 'persons-test-1' } };
  const first = await handler.post('/api/v1/persons', body, options);
  assert.equal(first.status, 201);
  const again = await handler.post('/api/v1/persons', body, options);
  assert.equal(again.status, 201);
  assert.equal(again.body.id, first.body.id);
  const other = await handler.post('/api/v1/persons', member('Altri', '1950-03-04'), options);
  assert.equal(other.status, 422);
  assert.equal(other.body.code, 'idempotency-key-reused');
  const twin = await handler.post('/api/v1/persons', body);
  assert.equal(twin.status, 409);
  assert.equal(twin.body.code, 'codice-fiscale-known');
});

test('a codice fiscale that does not fit birth date or name is kept, with a warning', async () => {
  const answer = await handler.post('/api/v1/persons', { ...member('Zanetti', '1951-03-04'), birthDate: '1952-03-04' });
  assert.equal(answer.status, 201);
  assert.equal(answer.body.codiceFiscaleMismatch, true);
  const named = await handler.post('/api/v1/persons', { ...member('Gherardi', '1951-03-05'), lastName: 'Bianchi' });
  assert.equal(named.status, 201);
  assert.equal(named.body.codiceFiscaleMismatch, true);
  const fitting = await handler.post('/api/v1/persons', { ...member('Zmb', '1951-03-06'), lastName: 'Zamboni' });
  assert.equal(fitting.body.codiceFiscaleMismatch, false);
});

test('B-26, A-05: who holds a cover is what was said, and not known where nothing was', async () => {
  const cover = (from, holder) => ({ plan: 'temporary-2026', from, ...(holder ? { holder } : {}) });
  const { status, body: person } = await handler.post('/api/v1/persons', member('Titolari', '1957-03-04', { covers: [cover('2020-01-01'), cover('2021-01-01', 'no'), cover('2022-01-01', 'yes'), cover('2023-01-01', 'unknown')] }));
  assert.deepEqual([status, person.covers.map(({ holder }) => holder)], [201, ['unknown', 'no', 'yes', 'unknown']]);
  const { body: { errors } } = await handler.post('/api/v1/persons', member('Titolare', '1958-03-04', { covers: [cover('2020-01-01', 'perhaps')] }));
  assert.deepEqual(errors, [{ pointer: '/covers/0/holder', code: 'not-a-choice' }]);
  const record = async (event) => (await handler.post(`/api/v1/persons/${person.id}/cover-events`, { plan: 'temporary-2026', on: '2020-01-10', communicatedOn: '2020-01-10', ...event })).body.coverages.map(({ covered, rule }) => `${covered} ${rule}`);
  assert.deepEqual(await record({ kind: 'enrolment' }), ['unknown A-05'], 'a relative ends with a holder of whom nothing is known');
  assert.deepEqual(await record({ kind: 'relative' }), ['unknown A-05']);
  assert.deepEqual(await record({ kind: 'holder-birth', on: '1960-01-01' }), ['yes A-07']);
  assert.deepEqual(await record({ kind: 'holder-birth', on: '1940-01-01' }), ['no A-05'], 'the birth recorded last counts');
  assert.deepEqual(await record({ kind: 'holder' }), ['yes A-07'], 'a holder is no relative, whatever was said before');
});

test('every fault of a person is named with its place', async () => {
  const body = { ...member('Neri', '1950-01-01'), codiceFiscale: 'RSSMRA80A01H501X', birthDate: '2999-01-01',
    covers: [{ plan: 'no-such-plan', from: '2024-01-01' }, { plan: 'permanent-2026', from: '2024-02-01', to: '2024-01-01' }] };
  const { status, body: problem } = await handler.post('/api/v1/persons', body);
  assert.equal(status, 422);
  const places = Object.fromEntries(problem.errors.map(({ pointer, code }) => [pointer, code]));
  assert.deepEqual(places, { '/codiceFiscale': 'check', '/birthDate': 'in-future', '/covers/0/plan': 'unknown-plan', '/covers/1/to': 'before-from' });
});

test('people are found by code or by the beginning of name words, never in a URL (X-26)', async () => {
  await handler.post('/api/v1/persons', member("D'Alò Ferri", '1949-07-08'));
  const byName = await handler.post('/api/v1/persons/search', { name: 'dal mar' });
  assert.equal(byName.status, 200);
  assert.deepEqual(byName.body.items.map(({ name }) => name), ["D'Alò Ferri, Maria"]);
  const byCode = await handler.post('/api/v1/persons/search', { codiceFiscale: byName.body.items[0].codiceFiscale.toLowerCase() });
  assert.equal(byCode.body.items.length, 1);
  assert.equal((await handler.post('/api/v1/persons/search', { name: 'zzz' })).body.items.length, 0);
  assert.equal((await handler.post('/api/v1/persons/search', {})).status, 422);
  assert.equal((await handler.get('/api/v1/persons')).status, 405);
});

test('monitoring begins at fifty (M-02), once, and shows its pseudonym', async () => {
  const young = (await handler.post('/api/v1/persons', member('Giovani', '2000-01-01'))).body;
  const refused = await handler.post(`/api/v1/persons/${young.id}/monitoring`, { conditions: ['copd'] });
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, 'too-young');
  const old = (await handler.post('/api/v1/persons', member('Anziani', '1940-01-01'))).body;
  const enrolled = await handler.post(`/api/v1/persons/${old.id}/monitoring`, { conditions: ['copd', 'diabetes'] });
  assert.equal(enrolled.status, 201);
  assert.notEqual(enrolled.body.monitoring.subject, old.id);
  assert.deepEqual(enrolled.body.monitoring.conditions, ['copd', 'diabetes']);
  assert.equal((await handler.post(`/api/v1/persons/${old.id}/monitoring`, { conditions: ['copd'] })).body.code, 'enrolled-already');
});

test('a mandate goes to a family account of the fund and to nobody else', async () => {
  const family = await registerFamily(house, 'mandates');
  const address = `/api/v1/persons/${family.person}/mandates`;
  const wrong = await handler.post(address, { username: 'operatore', kind: 'relative', from: '2026-01-01' });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.body.errors, [{ pointer: '/username', code: 'not-a-family-account' }]);
  const reversed = await handler.post(address, { username: family.username, kind: 'relative', from: '2026-02-01', to: '2026-01-01' });
  assert.deepEqual(reversed.body.errors, [{ pointer: '/to', code: 'before-from' }]);
});
