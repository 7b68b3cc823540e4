// SPDX-License-Identifier: EUPL-1.2
// The service centre over the API: worklist, patient page, chart, limits, alerts, quarantine (every answer is held against docs/openapi.yaml).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, monitoredPerson, publish, registerFamily, staff } from './story.mjs';

let house;
let operator;
let clinician;
let patient;
let family;

before(async () => {
  house = await openHouse({ parts: ['broker'], seed: 'empty' });
  operator = await staff(house, 'operator');
  clinician = await staff(house, 'monitoring-clinician');
  family = await registerFamily(house, 'patient');
  patient = await monitoredPerson(house, family);
  await eventually(() => publish(house, patient, bloodPressure(120, 80, { t: instant(-7200) })).then(() => true, () => false), 'the broker knows the device');
});
after(() => house?.close());

const page = () => operator.get(`/api/v1/patients/${patient.subject}`).then(({ body }) => body);
const chart = (kind = 'blood-pressure', from = instant(-86400), to = instant(3600)) =>
  operator.get(`/api/v1/patients/${patient.subject}/readings?kind=${kind}&from=${from}&to=${to}`);
const systolic = async () => (await chart()).body.series.find(({ quantity }) => quantity === 'systolic');
const row = () => operator.get('/api/v1/worklist').then(({ body }) => body.items.find(({ subject }) => subject === patient.subject));

// Sends a reading above the limit and waits for the open alert on systolic pressure.
async function raise(value, age = 60) {
  await publish(house, patient, bloodPressure(value, 80, { t: instant(-age) }));
  return eventually(async () => (await row())?.alerts.find(({ quantity, state, value: shown }) => quantity === 'systolic' && state !== 'closed' && shown === String(value)), 'the alert is there');
}
const read = (alert) => operator.get(`/api/v1/alerts/${alert}`);
async function closeAll() {
  for (const { id } of (await row())?.alerts ?? []) {
    let seen = await read(id);
    if (seen.body.state === 'open') seen = await operator.post(`/api/v1/alerts/${id}/take`, undefined, { etag: seen.headers.get('etag') });
    assert.equal((await operator.post(`/api/v1/alerts/${id}/close`, { outcome: 'called-ok' }, { etag: seen.headers.get('etag') })).status, 200);
  }
}

test('P-01, P-02: the page shows who it is, the latest values and the device', async () => {
  await eventually(async () => (await page()).latest.length > 0, 'the first reading is there');
  const body = await page();
  assert.match(body.person.name, new RegExp(family.surname));
  assert.equal(body.person.codiceFiscale.length, 16);
  const latest = body.latest.find(({ quantity }) => quantity === 'systolic');
  assert.deepEqual([latest.value, latest.unit, latest.level], ['120', 'mm[Hg]', 'normal']);
  assert.deepEqual(body.devices.map(({ id }) => id), [patient.device]);
  assert.equal(body.silentSince, null);
});

test('V-01, V-16: the chart has points, the limits in force as steps, late data with their time of receipt', async () => {
  await publish(house, patient, bloodPressure(123, 80, { t: instant(-10800) }));
  await eventually(async () => (await systolic()).points.some(({ v }) => v === '123'), 'the reading is queryable');
  const series = await systolic();
  assert.equal(series.unit, 'mm[Hg]');
  assert.equal(series.limits.at(-1).alertHigh, '180');
  assert.ok(series.points.find(({ v }) => v === '123').receivedAt, 'late by three hours');
  assert.deepEqual(series.points.map(({ t }) => t), series.points.map(({ t }) => t).slice().sort());
  assert.equal(series.summary.count, series.points.length);
});

test('the chart refuses windows that make no sense, with the place', async () => {
  for (const [query, place] of [['', '?kind'], ['?kind=blood-pressure', '?from'], [`?kind=mood&from=${instant(-1)}&to=${instant()}`, '?kind'],
    [`?kind=glucose&from=yesterday&to=${instant()}`, '?from'], [`?kind=glucose&from=${instant()}&to=${instant(-60)}`, '?to'],
    [`?kind=glucose&from=${instant(-400 * 86400)}&to=${instant()}`, '?to']]) {
    const answer = await operator.get(`/api/v1/patients/${patient.subject}/readings${query}`);
    assert.equal(answer.status, 400, query);
    assert.equal(answer.body.errors[0].pointer, place, query);
  }
  assert.equal((await operator.get(`/api/v1/patients/${patient.subject}/readings?kind=glucose&from=${instant(-1)}&to=${instant()}&colour=red`)).status, 400);
});

test('W-02, W-18: the row says what happened with the limit of that time', async () => {
  const alert = await raise(190);
  assert.deepEqual([alert.severity, alert.bound, alert.limit, alert.unit, alert.rule, alert.side], ['urgent', 'alertHigh', '180', 'mm[Hg]', 'four-bound/1', 'high']);
  const one = await row();
  assert.equal(one.severity, 'urgent');
  assert.match(one.person.name, new RegExp(family.surname));
  assert.equal(one.person.codiceFiscaleTail.length, 4);
  const { counts, lastReceivedAt, reportingDevices, custodyAlerts } = (await operator.get('/api/v1/worklist')).body;
  assert.ok(counts.urgent >= 1 && lastReceivedAt && reportingDevices >= 1);
  assert.deepEqual(custodyAlerts, []);
});

test('W-07: the second operator is told who has it', async () => {
  const alert = (await row()).alerts[0];
  const etag = `"${alert.version}"`;
  assert.equal((await operator.post(`/api/v1/alerts/${alert.id}/take`)).status, 428);
  const taken = await operator.post(`/api/v1/alerts/${alert.id}/take`, undefined, { etag });
  assert.equal(taken.status, 200);
  assert.equal(taken.body.owner.id, operator.session.user.id);
  const second = await clinician.post(`/api/v1/alerts/${alert.id}/take`, undefined, { etag });
  assert.equal(second.status, 409);
  assert.equal(second.body.code, 'alert-already-taken');
  assert.equal(second.body.detail, operator.session.user.name);
  assert.equal((await row()).owner.id, operator.session.user.id);
  const mine = await operator.get('/api/v1/worklist?owner=mine');
  assert.ok(mine.body.items.some(({ subject }) => subject === patient.subject));
  assert.ok(!(await clinician.get('/api/v1/worklist?owner=mine')).body.items.some(({ subject }) => subject === patient.subject));
});

test('W-11, W-10: calls are logged once, closing needs owner, version and outcome', async () => {
  const alert = (await row()).alerts[0];
  const headers = { 'idempotency-key': 'one-call-only' };
  for (let time = 0; time < 2; time++) {
    const called = await operator.post(`/api/v1/alerts/${alert.id}/calls`, { result: 'no-answer', note: 'Riprovo alle 18' }, { headers });
    assert.equal(called.status, 201);
    assert.equal(called.body.calls.length, 1);
    assert.equal(called.body.calls[0].by.id, operator.session.user.id);
  }
  const stale = await operator.post(`/api/v1/alerts/${alert.id}/close`, { outcome: 'called-ok' }, { etag: `"${alert.version}"` });
  assert.equal(stale.status, 412);
  const seen = await read(alert.id);
  const etag = seen.headers.get('etag');
  assert.equal((await clinician.post(`/api/v1/alerts/${alert.id}/close`, { outcome: 'called-ok' }, { etag })).status, 409);
  assert.equal((await operator.post(`/api/v1/alerts/${alert.id}/close`, { outcome: 'shrug' }, { etag })).status, 422);
  const closed = await operator.post(`/api/v1/alerts/${alert.id}/close`, { outcome: 'sent-doctor', note: 'Avvisato il medico' }, { etag });
  assert.equal(closed.status, 200);
  assert.deepEqual([closed.body.state, closed.body.outcome, closed.body.note], ['closed', 'sent-doctor', 'Avvisato il medico']);
  assert.equal(await row(), undefined);
  const shown = (await page()).alerts.find(({ id }) => id === alert.id);
  assert.equal(shown.state, 'closed');
});

test('readings that say the same are repeats of one alert; a worse one lifts it', async () => {
  await closeAll();
  await raise(165, 50);
  await publish(house, patient, bloodPressure(166, 80, { t: instant(-45) }));
  const alert = await raise(186, 40);
  assert.equal(alert.severity, 'urgent');
  assert.equal(alert.repeats, 3);
  await closeAll();
});

test('P-03: a clinician sets limits with a reason; they act on new readings only, and the operator may not', async () => {
  const path = `/api/v1/patients/${patient.subject}/limits`;
  assert.equal((await operator.put(`${path}/systolic`, { alertHigh: '170', reason: 'prova' })).status, 403);
  assert.equal((await clinician.put(`${path}/mood`, { alertHigh: '170', reason: 'prova' })).status, 404);
  const wrong = await clinician.put(`${path}/systolic`, { warnHigh: '180', alertHigh: '170', reason: 'prova' });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.body.errors[0].code, 'limits-out-of-order');
  assert.equal((await clinician.put(`${path}/systolic`, { alertHigh: '170' })).status, 422);
  const set = await clinician.put(`${path}/systolic`, { warnHigh: '140', alertHigh: '150.5', reason: 'Visita del 20/11' });
  assert.equal(set.status, 200);
  assert.deepEqual([set.body.alertHigh, set.body.setBy, set.body.reason], ['150.5', clinician.session.user.name, 'Visita del 20/11']);
  const { items } = (await operator.get(path)).body;
  const [now, before] = items.filter(({ quantity }) => quantity === 'systolic');
  assert.equal(now.to, undefined);
  assert.equal(before.to, now.from);
  assert.equal(before.setBy, 'profile');
  const alert = await raise(151, 20);
  assert.equal(alert.limit, '150.5');
  const { points, limits } = await systolic();
  assert.equal(points.find(({ v }) => v === '166').level, 'warnHigh');
  assert.equal(points.find(({ v }) => v === '151').level, 'alertHigh');
  assert.equal(limits.length, 2);
  await closeAll();
});

test('C7: what was not evaluated is listed with reason, place and proposal', async () => {
  await publish(house, patient, { sent: instant(), readings: [{ t: instant(-5), kind: 'glucose', values: { glucose: { v: 5.6, u: 'mg/dL' } } }] });
  const item = await eventually(async () => (await operator.get('/api/v1/quarantine')).body.items.find(({ code }) => code === 'unit-suspect'), 'it is in quarantine');
  assert.equal(item.proposed, 'glucose 5.6 mmol/L?');
  assert.equal(item.pointer, '/readings/0/values/glucose');
  assert.equal(item.subject, patient.subject);
  assert.match(item.excerpt, /"v":5\.6/);
  assert.equal((await page()).latest.find(({ quantity }) => quantity === 'glucose'), undefined);
  const one = await row();
  assert.equal(one.severity, 'technical');
  const stranger = await staff(house, 'operator', 'second');
  assert.ok(!(await stranger.get('/api/v1/quarantine')).body.items.some(({ id }) => id === item.id));
  await closeAll();
});

test('the wall: claims staff and families see nothing of it, another fund finds nothing', async () => {
  for (const role of ['claims-handler', 'claims-clinician', 'payments-officer', 'admin']) {
    const client = await staff(house, role);
    assert.equal((await client.get(`/api/v1/patients/${patient.subject}`)).status, 403, role);
    assert.equal((await client.get('/api/v1/worklist')).status, 403, role);
  }
  assert.equal((await (await house.client(family.username)).get(`/api/v1/patients/${patient.subject}`)).status, 403);
  const stranger = await staff(house, 'operator', 'second');
  assert.equal((await stranger.get(`/api/v1/patients/${patient.subject}`)).status, 404);
  assert.deepEqual((await stranger.get('/api/v1/worklist')).body.items, []);
});
