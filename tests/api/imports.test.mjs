// SPDX-License-Identifier: EUPL-1.2
// A file that a meter's program exported: looked at, taken once, judged as what a device sends (telemonitoring §4, §5).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, monitoredPerson, publish, registerFamily, staff } from './story.mjs';

let house;
let operator;
let person;

before(async () => {
  house = await openHouse({ parts: ['broker'], seed: 'empty' });
  operator = await staff(house, 'operator');
  person = await monitoredPerson(house, await registerFamily(house, 'diary'), { conditions: ['diabetes'] });
});
after(() => house?.close());

// The wall clock in Italy so many minutes ago: [day, clock] as the layouts write them.
const wall = (minutes) => {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'medium' })
    .formatToParts(new Date(Date.now() - minutes * 60000)).map(({ type, value }) => [type, value]));
  return { iso: `${parts.year}-${parts.month}-${parts.day}`, it: `${parts.day}/${parts.month}/${parts.year}`, at: `${parts.hour}:${parts.minute}:${parts.second}` };
};
const send = (path, layout, text, { client = operator, headers, subject = person.subject } = {}) =>
  client.send('POST', `/api/v1/patients/${subject}/imports${path}?layout=${layout}`, { raw: text, headers: { 'content-type': 'text/csv', ...headers } });
const look = (layout, text, options) => send('/look', layout, text, options);
const keep = (layout, text, options) => send('', layout, text, options);
const points = async (kind, quantity) => (await operator.get(`/api/v1/patients/${person.subject}/readings?kind=${kind}&from=${instant(-40 * 86400)}&to=${instant(3600)}`))
  .body.series.find((one) => one.quantity === quantity)?.points ?? [];
const quarantined = async () => (await operator.get('/api/v1/quarantine?limit=200')).body.items;
const verdicts = ({ body }) => body.rows.map(({ verdict, code }) => (code ? `${verdict} ${code}` : verdict));

const diary = (rows, end = '\n') => ['Data;Ora;Glicemia;Unità;Pasto;Matricola', ...rows].join(end) + end;
const entry = (minutes, value, unit = 'mmol/L', meal = '', serial = '') => { const { it, at } = wall(minutes); return `${it};${at};${value};${unit};${meal};${serial}`; };
const cuff = (rows) => ['Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Serial', ...rows].join('\r\n') + '\r\n';
const pressure = (minutes, systolic, diastolic = 80, serial = '') => { const { iso, at } = wall(minutes); return `${iso},${at},${systolic},${diastolic},70,${serial}`; };

test('case 25, 52: a diary with decimal commas is looked at, taken, and taken again without a change', async () => {
  const { it } = wall(0);
  const text = '\ufeff' + diary([entry(3000, '5,6', 'mmol/L', 'prima', 'g7'), entry(2900, '108', 'mg/dL', 'dopo'), entry(2800, '5,6', 'mg/dL'), entry(2700, '5.6'), `${it};25:00;108;mg/dL;;`,
    entry(60 * 24 * 60, '108', 'mg/dL'), entry(-120, '108', 'mg/dL'), entry(2600, '102', 'mg/dL', 'controllo'), `"${wall(2500).it}";${wall(2500).at};"HI";;;`], '\r\n');
  const expected = ['new', 'new', 'quarantined unit-suspect', 'refused bad-number', 'refused bad-time', 'refused no-device', 'refused in-the-future', 'quarantined control-measurement', 'new'];
  const seen = await look('glucose-diary', text);
  assert.equal(seen.status, 200);
  assert.deepEqual(verdicts(seen), expected);
  assert.deepEqual([seen.body.stored, seen.body.counts], [false, { new: 3, known: 0, quarantined: 2, refused: 4 }]);
  assert.deepEqual([seen.body.rows[0].line, seen.body.rows[0].values, seen.body.rows[0].flags], [2, [{ quantity: 'glucose', v: '5.6', u: 'mmol/L' }], ['before-meal']]);
  const { line, column, title } = seen.body.rows[3];
  assert.deepEqual([line, column, title], [5, 21, 'Glicemia']);
  assert.deepEqual([(await points('glucose', 'glucose')).length, (await quarantined()).length], [0, 0], 'a look changes nothing');
  assert.equal((await operator.get('/api/v1/worklist')).body.items.length, 0);

  const headers = { 'idempotency-key': 'diary-of-october' };
  const taken = await keep('glucose-diary', text, { headers });
  assert.deepEqual([taken.status, taken.body.stored, verdicts(taken)], [200, true, expected]);
  const known = expected.map((verdict) => (verdict.startsWith('refused') ? verdict : verdict.replace(/^\w+/, 'known')));
  const again = await keep('glucose-diary', text, { headers });
  assert.deepEqual([again.headers.get('idempotency-replayed'), verdicts(again)], ['true', known]);
  assert.deepEqual(verdicts(await keep('glucose-diary', text)), known, 'the same file under another key');
  const extended = text + entry(2400, '7,0') + '\r\n';
  assert.deepEqual(verdicts(await keep('glucose-diary', extended)), [...known, 'new'], 'the file of the next week');
  const stored = await points('glucose', 'glucose');
  assert.deepEqual(stored.map(({ source, sent, flags }) => [source, sent, flags]), [['imported', '5.6 mmol/L', ['before-meal']], ['imported', undefined, ['after-meal']], ['imported', 'HI mg/dL', ['above-range']],
    ['imported', '7.0 mmol/L', undefined]]);
  const items = await quarantined();
  assert.deepEqual(items.map(({ code, pointer, subject, reading }) => [code, pointer, subject, reading.values[0].v]).reverse(),
    [['unit-suspect', '#row=4', person.subject, '5.6'], ['control-measurement', '#row=9', person.subject, '102']]);
  const alerts = (await operator.get('/api/v1/worklist')).body.items[0].alerts;
  assert.deepEqual(alerts.map(({ severity, beyond }) => [severity, beyond]), [['warning', 'above']], 'what is old is not urgent; the quarantine raises nothing, the person has seen it');
  const corrected = await operator.post(`/api/v1/quarantine/${items.find(({ code }) => code === 'unit-suspect').id}/decision`,
    { act: 'correct', reason: 'the unit was wrong', kind: 'glucose', measuredAt: items.find(({ code }) => code === 'unit-suspect').reading.measuredAt, values: [{ quantity: 'glucose', v: '5.6', u: 'mmol/L' }] });
  assert.equal(corrected.body.decision.act, 'corrected');
});

test('a file of who has only a user button of a shared meter is taken for the time that the button was theirs', async () => {
  const handler = await staff(house, 'claims-handler');
  const family = await registerFamily(house, 'button');
  const { subject } = (await handler.post(`/api/v1/persons/${family.person}/monitoring`, { conditions: ['hypertension'] })).body.monitoring;
  await eventually(async () => (await operator.post(`/api/v1/devices/${person.device}/slots`, { slot: 2, subject, from: instant(-3600) })).status === 201, 'the enrolment reached the monitoring side');
  assert.deepEqual(verdicts(await look('cuff-log', cuff([pressure(10, 121), pressure(120, 122)]), { subject })), ['new', 'refused no-device']);
});

test('case 5: what the meter has sent by itself is known in its file, and the other way round', async () => {
  const moment = (minutes) => new Date(Math.floor(Date.now() / 1000) * 1000 - minutes * 60000);
  const at = (minutes) => {
    const when = moment(minutes);
    const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'medium' }).formatToParts(when).map(({ type, value }) => [type, value]));
    return { t: when.toISOString().slice(0, 19) + 'Z', row: `${parts.year}/${parts.month}/${parts.day},${parts.hour}:${parts.minute}:${parts.second}` };
  };
  const [one, two] = [at(500), at(400)];
  const message = bloodPressure(131, 81, { t: one.t });
  await eventually(() => publish(house, person, message).then(() => true, () => false), 'the broker lets the device in');
  await eventually(async () => (await points('blood-pressure', 'systolic')).length === 1, 'the reading of the device');
  const text = cuff([`${one.row},131,81,70,test1`, `${two.row},132,82,70,TEST1`]);
  assert.deepEqual(verdicts(await keep('cuff-log', text)), ['known', 'new']);
  await publish(house, person, bloodPressure(132, 82, { t: two.t }));
  await publish(house, person, bloodPressure(133, 83, { t: instant(-100) }));
  await eventually(async () => (await points('blood-pressure', 'systolic')).some(({ v }) => v === '133'), 'a later reading');
  assert.deepEqual((await points('blood-pressure', 'systolic')).map(({ v, source }) => [v, source]), [['131', 'device'], ['132', 'imported'], ['133', 'device']]);
});

test('a fresh reading above the limit in a file is as urgent as from a device', async () => {
  const other = await monitoredPerson(house, await registerFamily(house, 'cuffed'));
  const { iso, at } = wall(5);
  const text = `Date,Time,Systolic (mmHg),Diastolic (mmHg)\n${iso},${at},205,95\n`;
  const answer = await operator.send('POST', `/api/v1/patients/${other.subject}/imports?layout=cuff-log`, { raw: text, headers: { 'content-type': 'text/csv' } });
  assert.deepEqual(verdicts(answer), ['new']);
  const row = (await operator.get('/api/v1/worklist')).body.items.find(({ subject }) => subject === other.subject);
  assert.equal(row.severity, 'urgent');
});

test('a file that cannot be read names line and column, and nothing of it is taken', async () => {
  const before = (await points('blood-pressure', 'systolic')).length;
  for (const [layout, text, pointer, code] of [
    ['cuff-log', '', '/line/1/column/1', 'empty'],
    ['cuff-log', cuff([pressure(300, 140)]) + '2026-11-20,"08:00,140', '/line/3/column/22', 'malformed'],
    ['cuff-log', 'Date,Time,Systolic (mmHg)\n', '/line/1/column/1/Diastolic (mmHg)', 'missing-field'],
    ['cuff-log', diary([entry(300, '5,6')]), '/line/1/column/1/Data;Ora;Glicemia;Unità;Pasto;Matricola', 'unknown-field'],
    ['glucose-diary', Buffer.concat([Buffer.from(diary([entry(300, '5,6')])), Buffer.from([0xff])]), '/line/3/column/1', 'bad-text'],
    ['cuff-log', cuff(Array.from({ length: 501 }, (_, i) => pressure(300 + i, 140))), '/line/502/column/1', 'too-many'],
  ]) {
    for (const answer of [await look(layout, text), await keep(layout, text)]) assert.deepEqual([answer.status, answer.body.errors?.[0]], [422, { pointer, code }]);
  }
  assert.equal((await look('cuff-log', 'x'.repeat(131073))).status, 413);
  for (const layout of ['', 'other']) assert.equal((await look(layout, 'x')).status, 400);
  for (const type of ['application/json', 'text/plain', null])
    assert.deepEqual(await keep('cuff-log', cuff([pressure(300, 140)]), { headers: { 'content-type': type } }).then(({ status, body }) => [status, body.code]), [415, 'content-type-unknown']);
  assert.equal((await operator.send('POST', `/api/v1/patients/${person.subject}/imports/look`, { raw: 'x', headers: { 'content-type': 'text/csv' } })).status, 400);
  assert.equal((await points('blood-pressure', 'systolic')).length, before);
});

test('case 14 and 15: the night of the change of clocks, by the order of the rows, kept in UTC and marked', async () => {
  const october = Date.UTC(2026, 9, 27, 12);
  const then = await openHouse({ parts: [], seed: 'empty', domainUs: BigInt(october) * 1000n });
  try {
    const clerk = await staff(then, 'operator');
    const admin = await staff(then, 'admin');
    const family = await registerFamily(then, 'night');
    const { subject } = (await (await staff(then, 'claims-handler')).post(`/api/v1/persons/${family.person}/monitoring`, { conditions: ['hypertension'] })).body.monitoring;
    const { device } = (await admin.post('/api/v1/devices', { transport: 'mqtt', model: 'Night meter' })).body;
    await eventually(async () => (await admin.post(`/api/v1/devices/${device.id}/assignments`, { subject, from: '2026-10-20T00:00:00Z' })).status === 201, 'the enrolment reached the monitoring side');
    const night = ['01:59', '02:30', '02:10', '03:00'].map((at, i) => `2026-10-25,${at},${120 + i},80`);
    const text = ['Date,Time,Systolic (mmHg),Diastolic (mmHg)', ...night, ''].join('\n');
    const answer = await clerk.send('POST', `/api/v1/patients/${subject}/imports?layout=cuff-log`, { raw: text, headers: { 'content-type': 'text/csv' } });
    assert.deepEqual(answer.body.rows.map(({ verdict, measuredAt, flags }) => [verdict, measuredAt.slice(11, 16), flags]),
      [['new', '23:59', []], ['new', '00:30', ['hour-twice']], ['new', '01:10', ['hour-twice']], ['new', '02:00', []]]);
    const { body } = await clerk.get(`/api/v1/patients/${subject}/readings?kind=blood-pressure&from=2026-10-24T00:00:00Z&to=2026-10-26T00:00:00Z`);
    assert.deepEqual(body.series[0].points.map(({ v, flags }) => [v, flags]), [['120', undefined], ['121', ['hour-twice']], ['122', ['hour-twice']], ['123', undefined]]);
  } finally {
    await then.close();
  }
});
