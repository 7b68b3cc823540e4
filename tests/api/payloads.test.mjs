// SPDX-License-Identifier: EUPL-1.2
// What devices may send, through both doors to the chart and the quarantine desk: the cases of ingestion that belong to payloads and to whose a reading is.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, monitoredPerson, registerFamily, staff } from './story.mjs';

const run = promisify(execFile);
let house;
let operator;
let admin;
let wife; // another member of the same fund, without a device
const people = {};

before(async () => {
  house = await openHouse({ parts: ['broker', 'coap'], seed: 'empty' });
  operator = await staff(house, 'operator');
  admin = await staff(house, 'admin');
  people.mqtt = await monitoredPerson(house, await registerFamily(house, 'mqtt'));
  people.coap = await monitoredPerson(house, await registerFamily(house, 'coap'), { transport: 'coap' });
  wife = (await monitoredPerson(house, await registerFamily(house, 'wife'))).subject;
  for (const transport of ['mqtt', 'coap']) await eventually(() => send[transport](people[transport], bloodPressure(120, 80, { t: instant(-86400) })).then(() => true, () => false), `${transport} knows the device`);
});
after(() => house?.close());

const text = (message) => (typeof message === 'string' ? message : JSON.stringify(message));
const send = {
  async mqtt({ device, secret }, message, { type, kind = 'readings', retain = false } = {}) {
    await run('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(house.ports.mqtt), '--cafile', house.path('tls', 'ca.crt'), '-i', device, '-u', device, '-P', secret, '-q', '1',
      '-t', `ltc/v1/${device}/up/${kind}`, '-m', text(message), ...(retain ? ['-r'] : []), ...(type ? ['-V', '5', '-D', 'publish', 'content-type', type] : [])], { timeout: 60000 });
  },
  coap({ device, secret }, message, { format = 50, kind } = {}) {
    return new Promise((resolve, reject) => {
      const client = spawn('coap-client-openssl', ['-m', 'post', '-t', String(format), '-B', '30', '-v', '6', '-f', '-', '-u', device, '-k', secret, `coaps://127.0.0.1:${house.ports.coap}/v1/${kind === 'hb' ? 'hb' : 'r'}`]);
      let seen = '';
      for (const stream of [client.stdout, client.stderr]) stream.on('data', (data) => { seen += data; });
      client.on('error', reject);
      client.on('close', () => (/2\.04/.test(seen) ? resolve() : reject(new Error(`no 2.04: ${seen}`))));
      client.stdin.end(text(message));
    });
  },
};
const points = async (subject, kind, quantity) => {
  const { body } = await operator.get(`/api/v1/patients/${subject}/readings?kind=${kind}&from=${instant(-40 * 86400)}&to=${instant(3600)}`);
  return body.series.find((one) => one.quantity === quantity)?.points ?? [];
};
const has = (subject, kind, quantity, value) =>
  eventually(async () => (await points(subject, kind, quantity)).some(({ v }) => Number(v) === Number(value)), `${quantity} ${value} is queryable`);
const quarantine = async () => (await operator.get('/api/v1/quarantine?limit=200')).body.items;
const seconds = (offset = 0) => Math.floor(Date.now() / 1000) + offset;

// Sends it and gives the new items of the quarantine, newest first.
async function refused(transport, person, message, options) {
  const known = new Set((await quarantine()).map(({ id }) => id));
  await send[transport](person, message, options);
  return eventually(async () => {
    const fresh = (await quarantine()).filter(({ id }) => !known.has(id));
    return fresh.length > 0 && fresh;
  }, 'it is in quarantine');
}

let minute = 0;
const next = () => { minute += 1; return instant(-7200 - minute * 60); }; // a time of its own for each reading
const weight = (v, more = {}) => ({ sent: instant(), readings: [{ t: next(), kind: 'weight', meter: 'W1', values: { weight: { v, u: 'kg' } }, ...more }] });

const WAYS = [
  ['mqtt', 'content type of MQTT 5', { type: 'application/senml+json' }],
  ['mqtt', 'topic', { kind: 'senml' }],
  ['mqtt', 'first byte', {}],
  ['coap', 'content format 110', { format: 110 }],
  ['coap', 'first byte', { format: 50 }],
];
for (const [at, [transport, by, options]] of WAYS.entries()) {
  test(`SenML over ${transport}, told by ${by}: three records are one blood pressure`, async () => {
    const person = people[transport];
    const base = { bn: 'urn:dev:mac:02005e100001:', bt: seconds(-3000 - at * 60), u: 'mm[Hg]' };
    await send[transport](person, [{ ...base, n: 'systolic', v: 150 + at }, { n: 'diastolic', u: 'mm[Hg]', v: 90 + at }, { n: 'pulse', u: 'beat/min', v: 70 }], options);
    await has(person.subject, 'blood-pressure', 'systolic', String(150 + at));
    await has(person.subject, 'blood-pressure', 'diastolic', String(90 + at));
  });
}

for (const transport of ['mqtt', 'coap']) {
  const person = () => people[transport];
  test(`case 27 over ${transport}: a systolic pressure alone is never a blood pressure, and its other half in a second message completes it`, async () => {
    // In the primary profile a pressure is whole or none; a pack may have lost its other half on the way.
    const t = instant(-75);
    const [item] = await refused(transport, person(), { sent: t, readings: [{ t, kind: 'blood-pressure', values: { systolic: { v: 199, u: 'mm[Hg]' } } }] });
    assert.deepEqual([item.code, item.pointer], ['missing-field', '/readings/0/values/diastolic']);
    const [at, pack] = [seconds(-60), { kind: 'senml', format: 110 }];
    const half = (n, v) => [{ n, u: 'mm[Hg]', v, t: at }];
    await send[transport](person(), half('systolic', 198), pack);
    await send[transport](person(), half('systolic', 198), pack);
    await send[transport](person(), half('diastolic', 97), pack);
    await has(person().subject, 'blood-pressure', 'systolic', 198);
    await has(person().subject, 'blood-pressure', 'diastolic', 97);
    const pressures = (await points(person().subject, 'blood-pressure', 'systolic')).map(({ v }) => v);
    assert.deepEqual([pressures.includes('199'), pressures.filter((v) => v === '198').length], [false, 1]);
    assert.ok(!(await quarantine()).some(({ pointer }) => pointer === '/0/diastolic' || pointer === '/0/systolic'), 'nothing of it asks for a person');
  });

  test(`case 43 over ${transport}: a label that must be understood, no name, an unknown version, both v and vs, relative time`, async () => {
    for (const [pack, code, pointer] of [
      [[{ n: 'weight', u: 'kg', v: 80, t: seconds(), xyz_: 1 }], 'must-understand', '/0/xyz_'],
      [[{ u: 'kg', v: 80, t: seconds() }], 'bad-name', '/0/n'],
      [[{ bver: 11, n: 'weight', u: 'kg', v: 80, t: seconds() }], 'unknown-version', '/0/bver'],
      [[{ n: 'weight', u: 'kg', v: 80, vs: '80', t: seconds() }], 'ambiguous', '/0/vs'],
      [[{ n: 'weight', u: 'kg', v: 80 }], 'no-sequence', '/0/t'],
    ]) {
      const [item] = await refused(transport, person(), pack, { kind: 'senml', format: 110 });
      assert.deepEqual([item.code, item.pointer], [code, pointer]);
    }
    const boot = transport === 'mqtt' ? 71 : 72;
    const pack = [{ bver: 26, n: 'seq', v: 1 }, { n: 'boot', v: boot }, { n: 'weight', u: 'kg', v: `${boot}.5` * 1, t: -300 }];
    for (let time = 0; time < 3; time++) await send[transport](person(), pack, { kind: 'senml', format: 110 });
    await has(person().subject, 'weight', 'weight', `${boot}.5`);
    assert.equal((await points(person().subject, 'weight', 'weight')).filter(({ v }) => v === `${boot}.5`).length, 1, 'sent again, it is the same reading');
  });

  test(`case 10 over ${transport}: the good half of a batch is stored, the rest is named by its place, sending it again changes nothing`, async () => {
    const readings = [61, 62, 63, 64].map((v, at) => ({ ...weight(v).readings[0], ...(at % 2 ? { kind: 'mood' } : {}) }));
    const items = await refused(transport, person(), { sent: instant(), readings });
    await eventually(async () => (await quarantine()).filter(({ code, pointer }) => code === 'unknown-kind' && pointer === '/readings/3/kind').length > 0, 'the second fault is there');
    assert.ok(items.every(({ code }) => code === 'unknown-kind'));
    await has(person().subject, 'weight', 'weight', '61.0');
    await send[transport](person(), { sent: instant(), readings });
    await send[transport](person(), weight(65));
    await has(person().subject, 'weight', 'weight', '65.0');
    const seen = (await points(person().subject, 'weight', 'weight')).map(({ v }) => Number(v));
    assert.deepEqual([61, 63].map((v) => seen.filter((one) => one === v).length), [1, 1]);
  });

  test(`case 12 over ${transport}: a time of 2028 is never the latest and blocks nothing`, async () => {
    const [item] = await refused(transport, person(), weight(99, { t: '2028-03-17T10:00:00Z' }));
    assert.deepEqual([item.code, item.pointer], ['in-the-future', '/readings/0/t']);
    // The time of a gateway has another name in each format: the place is the entry.
    const report = { from: 'GW', to: 'CLOUD', time: seconds(), deviceCode: 'G1', type: 'report', data: { attribute: 'SCALE', mac: 'G1', value: { device_list: [{ scan_time: 1836942771, ble_addr: '02005e100011', weight: 99 }] } } };
    const [far] = await refused(transport, person(), report, { kind: 'gateway-report', format: 65001 });
    assert.deepEqual([far.code, far.pointer], ['in-the-future', '/data/value/device_list/0']);
    await send[transport](person(), weight(66, { t: instant(-30) }));
    await eventually(async () => (await operator.get(`/api/v1/patients/${person().subject}`)).body.latest.find(({ quantity }) => quantity === 'weight')?.value.startsWith('66'), 'the later reading is the latest');
  });

  test(`case 13 over ${transport}: 1970, 2000, zero, negative and milliseconds are no times`, async () => {
    for (const [t, code] of [['1970-01-01T00:00:00Z', 'too-old'], ['2000-01-01T00:00:00Z', 'too-old'], [0, 'wrong-type'], [-1, 'wrong-type'], [Date.now(), 'wrong-type']]) {
      assert.equal((await refused(transport, person(), weight(98, { t })))[0].code, code);
    }
    for (const t of [Date.now(), Date.now() * 1000]) {
      assert.equal((await refused(transport, person(), [{ n: 'weight', u: 'kg', v: 98, t }], { kind: 'senml', format: 110 }))[0].code, 'bad-time');
    }
  });

  test(`case 14 over ${transport}: a time without offset is not guessed`, async () => {
    assert.equal((await refused(transport, person(), weight(97, { t: instant().slice(0, 19) })))[0].code, 'no-offset');
  });

  test(`case 23 over ${transport}: LO of a glucose meter is urgent on the worklist, with or without limits`, async () => {
    const sick = await monitoredPerson(house, await registerFamily(house, `low${transport}`), { conditions: transport === 'mqtt' ? ['diabetes'] : ['hypertension'], transport });
    const message = { sent: instant(), readings: [{ t: instant(-60), kind: 'glucose', values: { glucose: { v: 'LO', u: 'mg/dL' } } }] };
    await eventually(() => send[transport](sick, message).then(() => true, () => false), 'the door knows the device');
    await send[transport](sick, message);
    const row = await eventually(async () => (await operator.get('/api/v1/worklist?limit=200')).body.items.find(({ subject }) => subject === sick.subject), 'the member is on the worklist');
    const [alert, ...others] = row.alerts;
    assert.deepEqual([row.severity, alert.severity, alert.quantity, alert.side, alert.bound, alert.beyond, alert.value, alert.rule, alert.repeats, others.length],
      ['urgent', 'urgent', 'glucose', 'low', 'alertLow', 'below', '20', 'beyond-meter/1', 1, 0]);
    const [point] = await points(sick.subject, 'glucose', 'glucose');
    assert.deepEqual([point.v, point.sent, point.flags, point.level], ['20', 'LO mg/dL', ['below-range'], 'alertLow']);
    assert.equal((await operator.get(`/api/v1/patients/${sick.subject}`)).body.latest.find(({ quantity }) => quantity === 'glucose').beyond, 'below');
    await send[transport](sick, { sent: instant(), readings: [{ t: instant(-30), kind: 'glucose', values: { glucose: { v: 'HI', u: 'mmol/L' } } }] });
    await eventually(async () => (await operator.get(`/api/v1/patients/${sick.subject}`)).body.alerts.some(({ beyond, severity }) => beyond === 'above' && severity === 'urgent'), 'HI alike');
  });

  test(`case 23 over ${transport}: LO of a scale, NaN and the specials of SFLOAT are attempts, never numbers`, async () => {
    assert.equal((await refused(transport, person(), weight('LO')))[0].code, 'below-range');
    for (const [value, code] of [[{ v: 'NaN' }, 'no-value'], [{ sfloat: 2047 }, 'no-value'], [{ float: 8388608 }, 'no-value']]) {
      const message = { sent: instant(), readings: [{ t: next(), kind: 'glucose', values: { glucose: { ...value, u: 'mg/dL' } } }] };
      assert.equal((await refused(transport, person(), message))[0].code, code);
    }
    assert.deepEqual(await points(person().subject, 'glucose', 'glucose'), []);
  });

  test(`case 28 over ${transport}: flags of the cuff stay with the reading`, async () => {
    const message = bloodPressure(128, 78, { t: next() });
    message.readings[0].flags = ['irregular', 'movement'];
    await send[transport](person(), message);
    await has(person().subject, 'blood-pressure', 'systolic', '128');
    const point = (await points(person().subject, 'blood-pressure', 'systolic')).find(({ v }) => v === '128');
    assert.deepEqual(point.flags, ['irregular', 'movement']);
  });

  test(`case 31 over ${transport}: a user button is whoever's it was when measured, however late; nobody's waits`, async () => {
    const { device } = person();
    const shared = (v, slot, t) => weight(v, { slot, t });
    assert.equal((await refused(transport, person(), shared(51, 2, instant(-9000))))[0].code, 'slot-not-mapped');
    const items = await refused(transport, person(), shared(52, 255, instant(-9000)));
    assert.deepEqual([items[0].code, items[0].subject], ['slot-not-mapped', null]);
    const body = { slot: 2, subject: wife, from: instant(-8000) };
    const given = await operator.post(`/api/v1/devices/${device}/slots`, body);
    assert.equal(given.status, 201);
    assert.deepEqual(given.body.slots, [{ ...body, to: null }]);
    assert.equal((await operator.post(`/api/v1/devices/${device}/slots`, body)).body.code, 'assignment-overlap');
    const own = transport === 'mqtt' ? 53 : 54;
    await send[transport](person(), shared(own, 2, instant(-7000)));
    await has(wife, 'weight', 'weight', `${own}.0`);
    assert.equal((await refused(transport, person(), shared(51.5, 2, instant(-8500))))[0].code, 'slot-not-mapped', 'before the button was given');
    assert.equal((await operator.post(`/api/v1/devices/${device}/slots/end`, { slot: 2, to: instant(-7500) })).body.code, 'readings-since');
    assert.equal((await operator.post(`/api/v1/devices/${device}/slots/end`, { slot: 2, to: instant(-6000) })).body.slots[0].to !== null, true);
    await send[transport](person(), shared(own + 2, 2, instant(-6500)));
    await has(wife, 'weight', 'weight', `${own + 2}.0`);
    assert.equal((await refused(transport, person(), shared(59, 2, instant(-5000))))[0].code, 'slot-not-mapped', 'after it was taken away');
    assert.equal((await operator.post(`/api/v1/devices/${device}/slots/end`, { slot: 2, to: instant() })).body.code, 'not-assigned');
    assert.ok(!(await points(person().subject, 'weight', 'weight')).some(({ v }) => [51, 52, own, own + 2, 59].includes(Number(v))), 'never the holder\'s');
    await send[transport](person(), shared(67, 1, instant(-5100)));
    await has(person().subject, 'weight', 'weight', '67.0');
    // The first button was the holder's until now: what they were given stays theirs.
    const first = { slot: 1, subject: wife, from: instant(-5200) };
    assert.equal((await operator.post(`/api/v1/devices/${device}/slots`, first)).body.code, 'readings-since');
  });

  test(`case 35 over ${transport}: a device of nobody is taken into custody, its readings wait`, async () => {
    const { body } = await admin.post('/api/v1/devices', { transport, model: 'Pending' });
    const loose = { device: body.device.id, secret: body.secret };
    await eventually(() => send[transport](loose, weight(96)).then(() => true, () => false), 'the door knows the device');
    const items = await eventually(async () => { const own = (await quarantine()).filter(({ device }) => device === loose.device); return own.length > 0 && own; }, 'it waits');
    assert.deepEqual([items[0].code, items[0].subject], ['not-assigned', null]);
  });

  test(`case 39 over ${transport}: a valid message replayed later is the reading that is there`, async () => {
    const message = bloodPressure(129, 79, { t: next() });
    for (let time = 0; time < 2; time++) await send[transport](person(), message);
    await send[transport](person(), { ...message, sent: instant(1) });
    await send[transport](person(), weight(68));
    await has(person().subject, 'weight', 'weight', '68.0');
    assert.equal((await points(person().subject, 'blood-pressure', 'systolic')).filter(({ v }) => v === '129').length, 1);
  });
}

const decide = (client, item, body, options) => client.post(`/api/v1/quarantine/${item.id}/decision`, { reason: 'called the member', ...body }, options);

for (const transport of ['mqtt', 'coap']) {
  const person = () => people[transport];
  test(`case 52, 53 over ${transport}: a person confirms, assigns, corrects or discards what was not evaluated; nothing is converted by itself`, async () => {
    const { subject } = person();
    const clinician = await staff(house, 'monitoring-clinician');

    // Discarded: with a reason, once.
    const [bad] = await refused(transport, person(), weight(500));
    assert.deepEqual([bad.code, bad.reading.kind, bad.decision], ['unit-suspect', 'weight', null]);
    assert.equal((await decide(operator, bad, { act: 'discard', reason: '' })).body.errors[0].pointer, '/reason');
    assert.equal((await decide(operator, bad, { act: 'confirm' })).body.errors[0].code, 'impossible-value');
    const headers = { 'idempotency-key': `discard-${transport}` };
    const gone = await decide(operator, bad, { act: 'discard' }, { headers });
    assert.deepEqual([gone.status, gone.body.decision.act, gone.body.decision.reason, gone.body.decision.subject], [200, 'discarded', 'called the member', null]);
    assert.equal((await decide(operator, bad, { act: 'discard' }, { headers })).headers.get('idempotency-replayed'), 'true');
    assert.equal((await decide(clinician, bad, { act: 'discard' })).body.code, 'quarantine-settled');
    assert.ok(!(await quarantine()).some(({ id }) => id === bad.id));
    assert.ok((await operator.get('/api/v1/quarantine?state=settled&limit=200')).body.items.some(({ id }) => id === bad.id));
    assert.equal((await operator.get('/api/v1/quarantine?state=lost')).status, 400);

    // Confirmed as it was sent: 5.6 "mg/dL" is no such thing, 25 may be.
    const glucose = (v, t = next()) => ({ sent: instant(), readings: [{ t, kind: 'glucose', values: { glucose: { v, u: 'mg/dL' } } }] });
    const low = transport === 'mqtt' ? 25 : 26;
    const [doubt] = await refused(transport, person(), glucose(low));
    assert.deepEqual([doubt.code, doubt.reading.whole, doubt.reading.values], ['unit-suspect', true, [{ quantity: 'glucose', v: String(low), u: 'mg/dL' }]]);
    assert.equal((await decide(clinician, doubt, { act: 'confirm' })).body.decision.subject, subject);
    await has(subject, 'glucose', 'glucose', low);

    // Corrected: what the person says, beside what was sent.
    const [suspect] = await refused(transport, person(), glucose(5.6));
    const right = { act: 'correct', kind: 'glucose', measuredAt: suspect.reading.measuredAt, values: [{ quantity: 'glucose', v: '5.6', u: 'mmol/L' }] };
    for (const [change, pointer, code] of [[{ kind: 'mood' }, '/kind', 'unknown-kind'], [{ measuredAt: undefined }, '/measuredAt', 'missing'], [{ measuredAt: instant(86400) }, '/measuredAt', 'in-the-future'],
      [{ values: [{ quantity: 'glucose', v: '5,6', u: 'mmol/L' }] }, '/values/0', 'bad-number'], [{ values: [{ quantity: 'glucose', v: '1},"x":{', u: 'mmol/L' }] }, '/values/0', 'bad-number'],
      [{ values: [{ quantity: 'glucose', v: '5.6', u: 'kPa' }] }, '/values', 'unknown-unit'], [{ values: [{ quantity: 'weight', v: '80', u: 'kg' }] }, '/values', 'unknown-quantity'], [{ subject: 'a'.repeat(32) }, '/subject', 'unknown-subject']]) {
      const answer = await decide(operator, suspect, { ...right, ...change });
      assert.deepEqual([answer.status, answer.body.errors?.[0]], [422, { pointer, code }]);
    }
    assert.equal((await decide(operator, suspect, right)).body.decision.act, 'corrected');
    await eventually(async () => (await points(subject, 'glucose', 'glucose')).some(({ v, source }) => Math.round(Number(v)) === 101 && source === 'corrected'), 'the corrected value is there and says that it is');

    // Assigned: it was the other one's.
    const [hers] = await refused(transport, person(), weight(transport === 'mqtt' ? 57 : 58, { slot: 3 }));
    assert.equal(hers.code, 'slot-not-mapped');
    assert.equal((await decide(operator, hers, { act: 'confirm' })).body.errors[0].pointer, '/subject');
    assert.equal((await decide(operator, hers, { act: 'assign' })).body.errors[0].code, 'missing');
    assert.equal((await decide(operator, hers, { act: 'assign', subject: wife })).body.decision.subject, wife);
    await has(wife, 'weight', 'weight', transport === 'mqtt' ? 57 : 58);

    // What cannot be read as it was sent can be corrected, not confirmed.
    const [odd] = await refused(transport, person(), '{"sent": ');
    assert.equal(odd.reading, null);
    assert.equal((await decide(operator, odd, { act: 'assign', subject })).body.code, 'not-a-reading');
    const stranger = await staff(house, 'operator', 'second');
    assert.equal((await decide(stranger, odd, { act: 'discard' })).status, 404);
  });
}

for (const transport of ['mqtt', 'coap']) {
  test(`case 9 over ${transport}: forty readings of ten days, one batch: all are there, the old reds are one warning and never urgent`, async () => {
    const fresh = await monitoredPerson(house, await registerFamily(house, `late${transport}`), { transport });
    const readings = Array.from({ length: 40 }, (_, at) => bloodPressure(190 + (at % 10), 80, { t: instant(-11 * 86400 + at * 6 * 3600) }).readings[0]);
    for (const half of [readings.slice(0, 20), readings.slice(20)]) await eventually(() => send[transport](fresh, { sent: instant(), readings: half }).then(() => true, () => false), 'the door knows the device');
    await eventually(async () => (await points(fresh.subject, 'blood-pressure', 'systolic')).length === 40, 'all forty are there');
    const row = (await operator.get('/api/v1/worklist?limit=200')).body.items.find(({ subject }) => subject === fresh.subject);
    assert.equal(row.severity, 'warning');
    assert.equal(row.alerts.filter(({ quantity }) => quantity === 'systolic').length, 1);
  });
}

test('case 52: staff write down what a member told; it is marked as entered by hand, judged, and stored once', async () => {
  const { subject } = people.mqtt;
  const entry = { kind: 'spo2', measuredAt: instant(-900), values: [{ quantity: 'spo2', v: '96', u: '%' }, { quantity: 'pulse', v: '71', u: '/min' }] };
  const path = `/api/v1/patients/${subject}/readings`;
  const headers = { 'idempotency-key': 'by-hand-1' };
  assert.deepEqual((await operator.post(path, entry, { headers })).body, { stored: true });
  assert.equal((await operator.post(path, entry, { headers })).headers.get('idempotency-replayed'), 'true');
  assert.deepEqual((await operator.post(path, entry)).body, { stored: false }, 'the very same again');
  const [point, ...more] = (await points(subject, 'spo2', 'spo2')).filter(({ source }) => source === 'manual');
  assert.deepEqual([point.v, more], ['96', []]);
  for (const [change, pointer, code] of [[{ values: [{ quantity: 'spo2', v: '960', u: '%' }] }, '/values', 'impossible-value'], [{ measuredAt: instant(3600) }, '/measuredAt', 'in-the-future'],
    [{ values: [entry.values[1]] }, '/values', 'missing-field'], [{ values: [entry.values[0], entry.values[0]] }, '/values', 'duplicate-field']]) {
    const answer = await operator.post(path, { ...entry, ...change });
    assert.deepEqual([answer.status, answer.body.errors?.[0]], [422, { pointer, code }]);
  }
  assert.equal((await operator.post(path, { ...entry, measuredAt: instant(-60 * 86400) })).body.code, 'no-device');
});

test('case 52: who has only a user button of a shared meter can have readings written down, too; who has nothing cannot', async () => {
  const handler = await staff(house, 'claims-handler');
  const family = await registerFamily(house, 'buttonholder');
  const { subject } = (await handler.post(`/api/v1/persons/${family.person}/monitoring`, { conditions: ['copd'] })).body.monitoring;
  const entry = { kind: 'spo2', measuredAt: instant(-600), values: [{ quantity: 'spo2', v: '95', u: '%' }] };
  const path = `/api/v1/patients/${subject}/readings`;
  await eventually(async () => (await operator.post(path, entry)).body.code === 'no-device', 'the enrolment reached the monitoring side');
  const given = await operator.post(`/api/v1/devices/${people.mqtt.device}/slots`, { slot: 7, subject, from: instant(-1200) });
  assert.equal(given.status, 201, JSON.stringify(given.body));
  assert.deepEqual((await operator.post(path, entry)).body, { stored: true });
  assert.equal((await points(subject, 'spo2', 'spo2'))[0].source, 'manual');
  assert.equal((await operator.post(path, { ...entry, measuredAt: instant(-3600) })).body.code, 'no-device', 'before the button was theirs');
});

for (const protocolVersion of [4, 5]) {
  test(`case 17: a retained publication is stored once, alarms once, and nobody gets it at subscribing: MQTT ${protocolVersion === 4 ? '3.1.1' : '5'}`, async () => {
    const { subject, device, secret } = await monitoredPerson(house, await registerFamily(house, `keeps${protocolVersion}`));
    const login = { clientId: device, username: device, password: secret, ca: readFileSync(house.path('tls', 'ca.crt')), protocolVersion, reconnectPeriod: 0, connectTimeout: 10000 };
    const open = () => mqtt.connectAsync(`mqtts://127.0.0.1:${house.ports.mqtt}`, login);
    const first = await eventually(() => open().catch(() => false), 'the broker knows the device');
    const red = text(bloodPressure(195, 90, { t: instant(-120) }));
    const kept = { qos: 1, retain: true };
    await first.publishAsync(`ltc/v1/${device}/up/readings`, red, kept);
    await first.publishAsync(`ltc/v1/${device}/up/readings`, red, kept);
    await first.endAsync();
    // A new session asks for all that it may have. What the broker had kept would come before the answer to anything later.
    const second = await open();
    const came = [];
    second.on('message', (topic) => came.push(topic));
    await second.subscribeAsync(`ltc/v1/${device}/down/#`, { qos: 1 });
    await second.publishAsync(`ltc/v1/${device}/up/readings`, text(weight(69)), kept);
    assert.deepEqual(came, []);
    await second.endAsync();
    await has(subject, 'weight', 'weight', '69');
    assert.deepEqual((await points(subject, 'blood-pressure', 'systolic')).map(({ v }) => v), ['195']);
    const { alerts } = (await operator.get(`/api/v1/patients/${subject}`)).body;
    assert.deepEqual(alerts.filter(({ quantity }) => quantity === 'systolic').map(({ severity, repeats }) => [severity, repeats]), [['urgent', 1]]);
    assert.deepEqual((await admin.get(`/api/v1/devices/${device}/receipts`)).body.items.map(({ state }) => state), ['stored', 'duplicate', 'used'], 'the second one is a repeat');
  });
}

for (const transport of ['mqtt', 'coap']) {
  test(`case 33 over ${transport}: what is measured between return and cleaning, and until the next member has the device, is nobody's and waits`, async () => {
    const lent = await monitoredPerson(house, await registerFamily(house, `lent${transport}`), { transport });
    const next = (await monitoredPerson(house, await registerFamily(house, `next${transport}`))).subject;
    await eventually(() => send[transport](lent, weight(90, { t: instant(-86400) })).then(() => true, () => false), 'the door knows the device');
    const at = (path, body) => operator.post(`/api/v1/devices/${lent.device}/${path}`, body);
    assert.equal((await at('assignments/end', { to: instant(-7200) })).status, 200);
    assert.equal((await at('cleanings', { at: instant(-5400) })).status, 200);
    assert.equal((await at('assignments', { subject: next, from: instant(-3600) })).status, 201);
    const reading = (v, offset) => weight(v, { t: instant(offset) }).readings[0];
    // The memory of the scale, brought by the next member: before the return, before and after the cleaning, since.
    const items = await refused(transport, lent, { sent: instant(), readings: [reading(91, -7260), reading(92, -6300), reading(93, -4500), reading(94, -60)] });
    await has(next, 'weight', 'weight', '94');
    await has(lent.subject, 'weight', 'weight', '91');
    assert.deepEqual((await points(lent.subject, 'weight', 'weight')).map(({ v }) => v), ['90', '91']);
    assert.deepEqual((await points(next, 'weight', 'weight')).map(({ v }) => v), ['94']);
    assert.deepEqual(items.map(({ code, pointer, subject }) => [code, pointer, subject]).sort(), [['not-assigned', '/readings/1', null], ['not-assigned', '/readings/2', null]], 'of nobody');
    // What a person says it is: the staff tried the scale after the cleaning.
    assert.equal((await operator.post(`/api/v1/quarantine/${items[0].id}/decision`, { act: 'discard', reason: 'tried after the cleaning' })).status, 200);
    assert.ok(!(await quarantine()).some(({ id }) => id === items[0].id));
  });
}

test('case 5: the same reading through both profiles is one', async () => {
  const t = seconds(-4321);
  const message = weight(70.5, { t: new Date(t * 1000).toISOString().slice(0, 19) + 'Z', meter: 'SHARED1' });
  await send.mqtt(people.mqtt, message);
  await send.mqtt(people.mqtt, [{ bn: 'SHARED1:', n: 'weight', u: 'kg', v: 70.5, t }], { kind: 'senml' });
  await send.mqtt(people.mqtt, weight(71));
  await has(people.mqtt.subject, 'weight', 'weight', '71.0');
  assert.equal((await points(people.mqtt.subject, 'weight', 'weight')).filter(({ v }) => v === '70.5').length, 1);
});

test('a gateway that knows nothing of us, by topic and by content format', async () => {
  const report = (v, at) => ({ from: 'GW', data: { attribute: 'SCALE', value: { device_list: [{ scan_time: seconds(at), ble_addr: '02:00:5E:10:00:11', Weight: v, rssi: -60 }] } } });
  await send.mqtt(people.mqtt, report(79.30000305, -4000), { kind: 'gateway-report' });
  await has(people.mqtt.subject, 'weight', 'weight', '79.3');
  await send.coap(people.coap, report(80.40000153, -4000), { format: 65001 });
  await has(people.coap.subject, 'weight', 'weight', '80.4');
  await assert.rejects(send.coap(people.coap, weight(80), { format: 41 }), /4\.15/);
  assert.equal((await refused('mqtt', people.mqtt, weight(80), { type: 'application/xml' }))[0].code, 'unknown-format');
});

for (const transport of ['mqtt', 'coap']) {
  test(`case 34 over ${transport}: who has left is acknowledged and counted, nothing is kept, and the kit is on the worklist`, async () => {
    const gone = await monitoredPerson(house, await registerFamily(house, `gone${transport}`), { transport });
    await eventually(() => send[transport](gone, weight(81)).then(() => true, () => false), 'the door knows the device');
    await has(gone.subject, 'weight', 'weight', '81.0');
    const path = `/api/v1/patients/${gone.subject}/end`;
    assert.deepEqual((await operator.post(path, { reason: 'boredom' })).body.errors, [{ pointer: '/reason', code: 'not-a-choice' }]);
    assert.equal((await operator.post(path, { reason: 'consent-revoked' })).status, 200);
    assert.equal((await operator.post(path, { reason: 'left' })).body.code, 'left-already');
    const kit = async () => (await operator.get('/api/v1/worklist?limit=200')).body.items.find(({ subject }) => subject === gone.subject)?.alerts.find(({ rule }) => rule === 'recover-kit/1');
    assert.deepEqual([(await kit()).kind, (await kit()).device, (await kit()).severity, (await kit()).repeats], ['device', gone.device, 'technical', 1]);
    await send[transport](gone, weight(82));
    await send[transport](gone, '{"sent": ');
    await eventually(async () => (await kit()).repeats === 3, 'what still came is counted');
    assert.deepEqual((await points(gone.subject, 'weight', 'weight')).map(({ v }) => v), ['81']);
    assert.equal((await quarantine()).filter(({ device }) => device === gone.device).length, 0);
    assert.ok((await operator.get(`/api/v1/patients/${gone.subject}`)).body.endedAt);
    assert.equal((await operator.post(`/api/v1/devices/${gone.device}/assignments/end`, { to: instant() })).status, 200);
    assert.equal(await kit(), undefined, 'who has it back has done it');
  });
}

test('case 34: what the office knows that ends the monitoring is a task on the worklist, and nothing ends by itself', async () => {
  const handler = await staff(house, 'claims-handler');
  const family = await registerFamily(house, 'leaves', { plans: ['temporary-2026'] });
  const { subject } = await monitoredPerson(house, family);
  const event = (kind, on) => handler.post(`/api/v1/persons/${family.person}/cover-events`, { plan: 'temporary-2026', kind, on, communicatedOn: on });
  assert.equal((await event('enrolment', '2020-01-01')).status, 201);
  assert.equal((await event('annual-expiry', '2020-12-31')).status, 201);
  assert.equal((await event('termination', '2024-01-31')).status, 201);
  const task = async () => (await operator.get('/api/v1/worklist?limit=200')).body.items.find((row) => row.subject === subject)?.alerts.find(({ kind }) => kind === 'member');
  const alert = await eventually(task, 'the office has told it');
  assert.deepEqual([alert.rule, alert.severity, alert.state, alert.repeats], ['cover-ended/1', 'technical', 'open', 1]);
  assert.equal((await operator.get(`/api/v1/patients/${subject}`)).body.endedAt, null);
  assert.equal((await operator.post(`/api/v1/patients/${subject}/end`, { reason: 'year-ended' })).status, 200);
  assert.equal(await task(), undefined, 'who ends it has done it');
});

test('a pulse that came alone is a chart of its own', async () => {
  const { subject, device } = people.mqtt;
  await send.mqtt(people.mqtt, [{ bn: `${device}:`, n: 'pulse', u: '/min', v: 63, t: seconds(-777) }], { kind: 'senml' });
  await has(subject, 'pulse', 'pulse', 63);
  assert.deepEqual((await operator.get(`/api/v1/patients/${subject}/readings?kind=heart&from=${instant(-60)}&to=${instant()}`)).body.errors, [{ pointer: '?kind', code: 'not-a-choice' }]);
});

for (const transport of ['mqtt', 'coap']) {
  test(`case 53 over ${transport}: "that was my wife": a reading is taken back with author and reason, means and last values follow, the alert says so, sent again it stays away`, async () => {
    const { subject, ...device } = await monitoredPerson(house, await registerFamily(house, `wrong${transport}`), { transport });
    const [first, second] = [bloodPressure(120, 80, { t: instant(-7200) }), bloodPressure(210, 100, { t: instant(-600) })];
    await eventually(() => send[transport](device, first).then(() => true, () => false), 'the door knows the device');
    await send[transport](device, second);
    await has(subject, 'blood-pressure', 'systolic', 210);
    const window = async () => (await operator.get(`/api/v1/patients/${subject}/readings?kind=blood-pressure&from=${instant(-86400)}&to=${instant(60)}`)).body.series.find(({ quantity }) => quantity === 'systolic');
    const wrong = (await window()).points.find(({ v }) => v === '210');
    const path = `/api/v1/patients/${subject}/readings/${wrong.id}/withdraw`;
    const alert = async () => (await operator.get(`/api/v1/patients/${subject}`)).body.alerts.find(({ quantity }) => quantity === 'systolic');
    assert.deepEqual([(await window()).summary.mean, (await alert()).corrected], ['165', undefined]);
    assert.equal((await operator.post(path, { measuredAt: wrong.t, reason: '' })).body.errors[0].pointer, '/reason');
    for (const [one, measuredAt] of [[path, instant(-3600)], [path.replace(wrong.id, 'e'.repeat(32)), wrong.t]]) assert.equal((await operator.post(one, { measuredAt, reason: 'it was his wife' })).body.code, 'reading-unknown');
    assert.equal((await operator.post(path, { measuredAt: wrong.t, reason: 'it was his wife' })).status, 200);
    assert.equal((await operator.post(path, { measuredAt: wrong.t, reason: 'it was his wife' })).body.code, 'reading-unknown', 'once');
    const left = await window();
    assert.deepEqual([left.points.map(({ v }) => v), left.summary.mean, left.summary.max], [['120'], '120', '120']);
    const patient = (await operator.get(`/api/v1/patients/${subject}`)).body;
    assert.deepEqual(['systolic', 'diastolic', 'pulse'].map((name) => patient.latest.find(({ quantity }) => quantity === name).value), ['120', '80', '70']);
    assert.deepEqual([(await alert()).corrected, (await alert()).state], [true, 'open'], 'a person closes it');
    await send[transport](device, second);
    await send[transport](device, bloodPressure(121, 81, { t: instant(-60) }));
    await has(subject, 'blood-pressure', 'systolic', 121);
    assert.deepEqual((await window()).points.map(({ v }) => v), ['120', '121']);
  });
}

test('case 37: a device that publishes where it may not is closed, its page says so, and its own topic still works', async () => {
  const lost = await monitoredPerson(house, await registerFamily(house, 'lost'));
  await eventually(() => send.mqtt(lost, weight(74)).then(() => true, () => false), 'the broker knows the device');
  const wrong = (topic) => run('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(house.ports.mqtt), '--cafile', house.path('tls', 'ca.crt'), '-i', lost.device, '-u', lost.device, '-P', lost.secret, '-q', '1',
    '-t', topic, '-m', text(weight(199))], { timeout: 60000 });
  for (const topic of [`ltc/v1/${people.mqtt.device}/up/readings`, 'anything/else', `ltc/v1/${lost.device}/up/a/b/c`]) await assert.rejects(wrong(topic), topic);
  const refusals = async () => (await admin.get(`/api/v1/devices/${lost.device}`)).body.refused.find(({ what }) => what === 'topic');
  const known = await eventually(refusals, 'the page of the device tells of it');
  assert.ok(known.count > 0 && known.lastAt);
  await send.mqtt(lost, weight(75));
  await has(lost.subject, 'weight', 'weight', '75.0');
});

test('case 51: a flood of one device is one alert with a count, and others are read as ever', async () => {
  const loud = await monitoredPerson(house, await registerFamily(house, 'loud'));
  await eventually(() => send.mqtt(loud, bloodPressure(120, 80, { t: instant(-7200) })).then(() => true, () => false), 'the broker knows the device');
  const flood = Array.from({ length: 100 }, (_, at) => text(bloodPressure(195, 80, { t: instant(-3600 + at) }))).join('\n');
  const publisher = spawn('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(house.ports.mqtt), '--cafile', house.path('tls', 'ca.crt'), '-i', loud.device, '-u', loud.device, '-P', loud.secret, '-q', '1',
    '-t', `ltc/v1/${loud.device}/up/readings`, '-l'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise((resolve, reject) => publisher.on('error', reject).on('close', resolve));
  publisher.stdin.end(`${flood}\n`);
  await send.coap(people.coap, weight(76.5));
  await has(people.coap.subject, 'weight', 'weight', '76.5');
  assert.equal(await ended, 0);
  const alerts = async () => (await operator.get(`/api/v1/patients/${loud.subject}`)).body.alerts.filter(({ quantity }) => quantity === 'systolic');
  await eventually(async () => (await alerts())[0]?.repeats === 100, 'all are counted', 20000);
  assert.deepEqual((await alerts()).map(({ severity, repeats }) => [severity, repeats]), [['urgent', 100]]);
});

// The server is away in between, so that its clock may be put on: heartbeats tell something when they lie a minute apart.
test('case 11 over mqtt and coap: heartbeats of a clock that is an hour behind mark what it measures, and its member\'s row tells of the device', async () => {
  const transports = ['mqtt', 'coap'];
  const later = 120; // seconds between the two heartbeats, by our clock
  const beat = (passed) => Promise.all(transports.map((transport) => send[transport](people[transport], { sent: instant(passed - 3600) }, { kind: 'hb' })));
  await beat(0);
  await house.caughtUp();
  await house.stop('server');
  house.writeClock(BigInt(Date.now() + later * 1000) * 1000n);
  await beat(later);
  for (const transport of transports) await send[transport](people[transport], { ...weight(67.3, { t: instant(later - 3660) }), sent: instant(later - 3600) });
  house.start('server');
  await house.ready();
  operator = await staff(house, 'operator');
  for (const transport of transports) {
    const { subject, device } = people[transport];
    const measured = await eventually(async () => (await points(subject, 'weight', 'weight')).find(({ v }) => v === '67.3'), `${transport}: the reading is queryable`);
    assert.deepEqual(measured.flags, ['clock-behind'], transport);
    const row = (await operator.get('/api/v1/worklist?limit=200')).body.items.find((one) => one.subject === subject);
    const told = row.alerts.filter(({ rule }) => rule === 'clock-behind/1');
    assert.deepEqual(told.map(({ kind, severity, repeats, ...alert }) => [kind, severity, repeats, alert.device]), [['device', 'technical', 1, device]], transport);
    assert.deepEqual((await quarantine()).filter((one) => one.device === device && one.code.startsWith('clock')), [], transport);
  }
});
