// SPDX-License-Identifier: EUPL-1.2
// Devices over the API: registration, credentials, assignment intervals, what is refused (every answer is held against docs/openapi.yaml).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { eventually, instant, registerFamily, staff } from './story.mjs';

let house;
let admin;
let operator;
let subjects;

before(async () => {
  house = await openHouse({ seed: 'empty' });
  admin = await staff(house, 'admin');
  operator = await staff(house, 'operator');
  const handler = await staff(house, 'claims-handler');
  subjects = [];
  for (const relation of ['one', 'two']) {
    const family = await registerFamily(house, relation);
    const enrolled = await handler.post(`/api/v1/persons/${family.person}/monitoring`, { conditions: ['diabetes'] });
    assert.equal(enrolled.status, 201);
    subjects.push(enrolled.body.monitoring.subject);
  }
});
after(() => house?.close());

const register = async (body = { transport: 'mqtt', model: 'Gateway' }, options) => admin.post('/api/v1/devices', body, options);

test('a device is registered with a secret of 256 bits that no later answer repeats', async () => {
  const made = await register({ transport: 'coap', model: 'Pulse oximeter', serial: 'SN-1' });
  assert.equal(made.status, 201);
  assert.equal(made.headers.get('location'), `/api/v1/devices/${made.body.device.id}`);
  assert.equal(made.headers.get('cache-control'), 'no-store');
  const read = await admin.get(`/api/v1/devices/${made.body.device.id}`);
  assert.deepEqual(read.body, made.body.device);
  assert.ok(!JSON.stringify(read.body).includes(made.body.secret));
});

test('the same Idempotency-Key registers one device and gives the same answer', async () => {
  const headers = { 'idempotency-key': 'register-twice-1' };
  const first = await register({ transport: 'mqtt', model: 'Twice' }, { headers });
  const second = await register({ transport: 'mqtt', model: 'Twice' }, { headers });
  assert.equal(second.body.device.id, first.body.device.id);
  assert.equal(second.body.secret, first.body.secret);
  assert.equal((await register({ transport: 'mqtt', model: 'Other' }, { headers })).status, 422);
  assert.equal((await register({ transport: 'mqtt', model: 'None' }, { headers: { 'idempotency-key': null } })).status, 400);
});

test('bad registrations name every fault and its place', async () => {
  const answer = await register({ transport: 'pigeon', model: '', serial: 'x'.repeat(41), colour: 'red' });
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.body.errors.map(({ pointer }) => pointer).sort(), ['/colour', '/model', '/serial', '/transport']);
});

test('a renewed credential differs; a revoked device gets none and stays revoked', async () => {
  const { body: { device, secret } } = await register();
  const renewed = await admin.post(`/api/v1/devices/${device.id}/credential`);
  assert.equal(renewed.status, 201);
  assert.notEqual(renewed.body.secret, secret);
  for (let time = 0; time < 2; time++) assert.equal((await admin.post(`/api/v1/devices/${device.id}/revoke`)).body.state, 'revoked');
  const refused = await admin.post(`/api/v1/devices/${device.id}/credential`);
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, 'device-revoked');
});

const cleaned = (device, at) => operator.post(`/api/v1/devices/${device}/cleanings`, { at });

test('a device goes to somebody else only after it came back and was cleaned; overlaps are refused', async () => {
  const { body: { device } } = await register();
  const assign = (subject, from) => operator.post(`/api/v1/devices/${device.id}/assignments`, { subject, from });
  await eventually(async () => (await assign(subjects[0], instant(-86400))).status === 201, 'the enrolment reached the monitoring side');
  await eventually(async () => (await assign(subjects[1], instant(-90000))).body.code === 'assignment-overlap', 'the other enrolment, too; the overlap is refused');
  assert.equal((await assign(subjects[0], instant(-3600))).body.code, 'already-assigned');
  const from = instant(-3600);
  assert.equal((await assign(subjects[1], from)).body.code, 'not-cleaned');
  assert.equal((await cleaned(device.id, from)).body.code, 'still-assigned');
  assert.equal((await operator.post(`/api/v1/devices/${device.id}/assignments/end`, { to: from })).body.needsCleaning, true);
  assert.equal((await assign(subjects[1], from)).body.code, 'not-cleaned');
  assert.equal((await cleaned(device.id, instant(3600))).body.errors[0].pointer, '/at');
  assert.equal((await cleaned(device.id, from)).body.needsCleaning, false);
  const handed = await assign(subjects[1], from);
  assert.equal(handed.status, 201);
  assert.deepEqual(handed.body.assignments.map(({ subject, to }) => [subject, to]), [[subjects[1], null], [subjects[0], from]]);
  const early = await operator.post(`/api/v1/devices/${device.id}/assignments/end`, { to: from });
  assert.equal(early.status, 422);
  assert.equal(early.body.errors[0].pointer, '/to');
  assert.equal((await operator.post(`/api/v1/devices/${device.id}/assignments/end`, { to: instant() })).status, 200);
  assert.equal((await operator.post(`/api/v1/devices/${device.id}/assignments/end`, { to: instant(5) })).body.code, 'not-assigned');
});

const assignTo = (device, subject, from) => operator.post(`/api/v1/devices/${device}/assignments`, { subject, from });
const endAssignment = (device, to) => operator.post(`/api/v1/devices/${device}/assignments/end`, { to });
const giveSlot = (device, slot, subject, from) => operator.post(`/api/v1/devices/${device}/slots`, { slot, subject, from });
const endSlot = (device, slot, to) => operator.post(`/api/v1/devices/${device}/slots/end`, { slot, to });
const slotsOf = async (device) => (await operator.get(`/api/v1/devices/${device}`)).body.slots.map(({ slot, subject, to }) => [slot, subject, to]);

test('case 31: a user button is given only while somebody has the device', async () => {
  const { id } = (await register()).body.device;
  assert.equal((await giveSlot(id, 2, subjects[1], instant(-60))).body.code, 'not-assigned');
  await eventually(async () => (await assignTo(id, subjects[0], instant(-3600))).status === 201, 'the enrolment reached the monitoring side');
  assert.equal((await giveSlot(id, 2, subjects[1], instant(-7200))).body.code, 'not-assigned');
  assert.deepEqual(await slotsOf(id), []);
  assert.equal((await giveSlot(id, 2, subjects[1], instant(-60))).status, 201);
});

test('case 31: a button given after the end was set ends with the assignment, and can be taken away before', async () => {
  const { id } = (await register()).body.device;
  await eventually(async () => (await assignTo(id, subjects[0], instant(-3600))).status === 201, 'the enrolment reached the monitoring side');
  const leaves = instant(3600);
  assert.equal((await endAssignment(id, leaves)).status, 200);
  assert.equal((await giveSlot(id, 2, subjects[1], instant(-60))).status, 201);
  assert.equal((await giveSlot(id, 3, subjects[1], instant(-60))).status, 201);
  assert.deepEqual(await slotsOf(id), [[2, subjects[1], leaves], [3, subjects[1], leaves]]);
  assert.equal((await giveSlot(id, 4, subjects[1], leaves)).body.code, 'not-assigned');
  const taken = instant(-30);
  assert.equal((await endSlot(id, 3, taken)).status, 200);
  assert.equal((await assignTo(id, subjects[0], leaves)).status, 201);
  assert.deepEqual(await slotsOf(id), [[2, subjects[1], leaves], [3, subjects[1], taken]]);
});

test('case 31: a button that was to end later ends when the device goes elsewhere', async () => {
  const { id } = (await register()).body.device;
  await eventually(async () => (await assignTo(id, subjects[0], instant(-3600))).status === 201, 'the enrolment reached the monitoring side');
  assert.equal((await giveSlot(id, 2, subjects[0], instant(-1800))).status, 201);
  assert.equal((await endSlot(id, 2, instant(3600))).status, 200);
  const goes = instant(-60);
  assert.equal((await endAssignment(id, goes)).status, 200);
  assert.equal((await cleaned(id, goes)).status, 200);
  assert.equal((await assignTo(id, subjects[1], goes)).status, 201);
  assert.deepEqual(await slotsOf(id), [[2, subjects[0], goes]]);
});

test('a subject that nobody knows is named as the fault', async () => {
  const { body: { device } } = await register();
  const answer = await admin.post(`/api/v1/devices/${device.id}/assignments`, { subject: 'a'.repeat(32), from: instant() });
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.body.errors, [{ pointer: '/subject', code: 'unknown-subject' }]);
});

test('the list is paged by cursor, complete and without repetition; a forged cursor is refused', async () => {
  for (let at = 0; at < 5; at++) await register({ transport: 'mqtt', model: `Page ${at}` });
  const all = (await admin.get('/api/v1/devices?limit=200')).body.items.map(({ id }) => id);
  const seen = [];
  let next = '';
  do {
    const page = await admin.get(`/api/v1/devices?limit=3${next && `&cursor=${encodeURIComponent(next)}`}`);
    seen.push(...page.body.items.map(({ id }) => id));
    next = page.body.nextCursor;
    assert.equal(Boolean(page.headers.get('link')), next !== null);
  } while (next);
  assert.deepEqual(seen, all);
  assert.equal((await admin.get('/api/v1/devices?cursor=nonsense')).body.code, 'bad-cursor');
  assert.equal((await admin.get('/api/v1/devices?limit=0')).status, 400);
});

test('another fund neither sees nor touches the device', async () => {
  const { body: { device } } = await register();
  const stranger = await staff(house, 'admin', 'second');
  assert.equal((await stranger.get(`/api/v1/devices/${device.id}`)).status, 404);
  assert.equal((await stranger.post(`/api/v1/devices/${device.id}/revoke`)).status, 404);
  assert.ok(!(await stranger.get('/api/v1/devices?limit=200')).body.items.some(({ id }) => id === device.id));
  assert.equal((await admin.get(`/api/v1/devices/${device.id}`)).body.state, 'active');
});
