// SPDX-License-Identifier: EUPL-1.2
// The life of a reading through the whole house, sent by foreign clients (issue: "It must show" 2, 4, 7).
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, monitoredPerson, publish, registerFamily, staff, within } from './story.mjs';

const run = promisify(execFile);
let house;
let operator;
let patient; // over MQTT
let breather; // over CoAP

before(async () => {
  house = await openHouse({ parts: ['broker', 'coap'], seed: 'empty' });
  operator = await staff(house, 'operator');
  patient = await monitoredPerson(house, await registerFamily(house, 'mqtt'));
  breather = await monitoredPerson(house, await registerFamily(house, 'coap'), { conditions: ['copd'], transport: 'coap' });
  await eventually(() => publish(house, patient, bloodPressure(120)).then(() => true, () => false), 'the broker knows the device');
});
after(() => house?.close());

const window = (subject, kind) =>
  operator.get(`/api/v1/patients/${subject}/readings?kind=${kind}&from=${instant(-86400)}&to=${instant(3600)}`).then(({ body }) => body);
const values = async (subject, kind, quantity) =>
  (await window(subject, kind)).series.find((one) => one.quantity === quantity)?.points.map(({ v }) => v) ?? [];

const coapPost = (device, secret, text) => new Promise((resolve, reject) => {
  const client = spawn('coap-client-openssl', ['-m', 'post', '-t', '50', '-B', '30', '-v', '6', '-f', '-', '-u', device, '-k', secret, `coaps://127.0.0.1:${house.ports.coap}/v1/r`]);
  let seen = '';
  client.stdout.on('data', (data) => { seen += data; });
  client.stderr.on('data', (data) => { seen += data; });
  client.on('error', reject);
  client.on('close', () => resolve(seen));
  client.stdin.end(text);
});
const spo2 = (value, t = instant()) => JSON.stringify({ sent: t, readings: [{ t, kind: 'spo2', values: { spo2: { v: value, u: '%' }, pulse: { v: 77, u: '/min' } } }] });

test('mosquitto_pub: an acknowledged reading is stored, judged and queryable', async () => {
  await publish(house, patient, bloodPressure(131, 79, { t: instant(-600) }));
  await eventually(async () => (await values(patient.subject, 'blood-pressure', 'systolic')).includes('131'), 'the reading is queryable');
});

for (const version of [4, 5]) {
  test(`npm mqtt with protocol ${version}: QoS 1 and 2 deliver`, async () => {
    const client = mqtt.connect({ host: '127.0.0.1', port: house.ports.mqtt, protocol: 'mqtts', ca: readFileSync(house.path('tls', 'ca.crt')), servername: 'localhost',
      clientId: patient.device, username: patient.device, password: patient.secret, protocolVersion: version, reconnectPeriod: 0 });
    await new Promise((resolve, reject) => client.once('connect', resolve).once('error', reject));
    for (const qos of [1, 2]) await client.publishAsync(`ltc/v1/${patient.device}/up/readings`, JSON.stringify(bloodPressure(100 + version * 2 + qos, 79, { t: instant(-1200 - version * 60 - qos) })), { qos });
    await client.endAsync();
    await eventually(async () => {
      const seen = await values(patient.subject, 'blood-pressure', 'systolic');
      return [1, 2].every((qos) => seen.includes(String(100 + version * 2 + qos)));
    }, 'both readings are queryable');
  });
}

test('coap-client-openssl: 2.04 and the reading is queryable', async () => {
  // The door learns of a new device within a second; until then it refuses the handshake.
  await eventually(async () => /2\.04/.test(await coapPost(breather.device, breather.secret, spo2(94))), 'the CoAP door answers 2.04');
  await eventually(async () => (await values(breather.subject, 'spo2', 'spo2')).includes('94'), 'the reading is queryable');
});

test('a reading above the limit is an alert on the worklist and on the event stream within 2 s', async () => {
  await within(2000, async (tries) => {
    const stream = await fetch(`${house.url}/api/v1/events`, { headers: { cookie: operator.cookie } });
    const reader = stream.body.getReader();
    const seen = (async () => {
      let text = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        text += Buffer.from(value).toString();
        if (text.includes(patient.subject)) return Date.now();
      }
    })();
    const before = Date.now();
    await publish(house, patient, bloodPressure(193, 112, { t: instant(-tries) }));
    const took = (await seen) - before;
    await reader.cancel();
    return took;
  });
  const row = await eventually(async () => (await operator.get('/api/v1/worklist')).body.items.find((one) => one.subject === patient.subject), 'the row is there');
  assert.equal(row.severity, 'urgent');
  assert.ok(row.alerts.some((alert) => alert.quantity === 'systolic' && alert.side === 'high' && alert.value === '193'));
});

test('the same message ten times is one reading', async () => {
  const message = bloodPressure(127, 77, { t: instant(-1800) });
  for (let time = 0; time < 10; time++) await publish(house, patient, message);
  await eventually(async () => (await values(patient.subject, 'blood-pressure', 'systolic')).includes('127'), 'the reading is queryable');
  assert.equal((await values(patient.subject, 'blood-pressure', 'systolic')).filter((value) => value === '127').length, 1);
});

const quarantined = async () => (await operator.get('/api/v1/quarantine?limit=200')).body.items;

const BAD = [
  ['wrong JSON', '{"sent": ', 'malformed'],
  ['deep JSON', '{"sent": ' + '['.repeat(200) + ']'.repeat(200) + '}', 'too-deep'],
  ['no JSON at all', '\u0001\u0002binary', null],
  ['an unknown field', JSON.stringify({ ...bloodPressure(120), patient: 'x' }), 'unknown-field'],
  ['a wrong unit', JSON.stringify({ sent: instant(), readings: [{ t: instant(), kind: 'spo2', values: { spo2: { v: 94, u: 'mm[Hg]' } } }] }), 'unknown-unit'],
  ['an impossible value', JSON.stringify({ sent: instant(), readings: [{ t: instant(), kind: 'spo2', values: { spo2: { v: 255, u: '%' } } }] }), null],
  ['a time from the future', JSON.stringify(bloodPressure(120, 80, { t: instant(86400) })), null],
  ['case 31, the second user of a shared cuff', JSON.stringify({ sent: instant(), readings: [{ ...bloodPressure(199).readings[0], slot: 2 }] }), 'slot-not-mapped'],
];
for (const [what, payload, code] of BAD) {
  test(`bad input on the MQTT door, ${what}: acknowledged, in quarantine, never evaluated`, async () => {
    const before = (await quarantined()).length;
    await publish(house, patient, payload);
    const items = await eventually(async () => {
      const now = await quarantined();
      return now.length > before && now;
    }, 'the message is in quarantine');
    if (code) assert.equal(items[0].code, code);
    assert.ok(items[0].code.length > 0);
  });
}

test('a poison message between two good ones blocks neither', async () => {
  await publish(house, patient, bloodPressure(133, 80, { t: instant(-2400) }));
  await publish(house, patient, '{"sent": 5}');
  await publish(house, patient, bloodPressure(134, 80, { t: instant(-2460) }));
  await eventually(async () => {
    const seen = await values(patient.subject, 'blood-pressure', 'systolic');
    return seen.includes('133') && seen.includes('134');
  }, 'both good readings are queryable');
});

test('a 5,000-byte message is taken, a 70,000-byte one is refused with a closed connection and no acknowledgement', async () => {
  const many = (count, size) => {
    const readings = Array.from({ length: count }, (_, at) => bloodPressure(110 + (at % 20), 70, { t: instant(-3600 - at * 60) }).readings[0]);
    return JSON.stringify({ sent: instant(), readings }).padEnd(size, ' ');
  };
  await publish(house, patient, many(12, 5000));
  await assert.rejects(publish(house, patient, many(12, 70000)));
  await eventually(async () => (await values(patient.subject, 'blood-pressure', 'systolic')).length >= 12, 'the readings of the large message are there');
});

test('another device\'s topic, a wrong secret and a revoked device are refused; the real device keeps working', async () => {
  await assert.rejects(publish(house, { ...patient, secret: 'f'.repeat(64) }, bloodPressure(120)));
  await assert.rejects(run('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(house.ports.mqtt), '--cafile', house.path('tls', 'ca.crt'), '-i', patient.device, '-u', patient.device,
    '-P', patient.secret, '-q', '1', '-t', `ltc/v1/${breather.device}/up/readings`, '-m', JSON.stringify(bloodPressure(199)), '-V', '5'], { timeout: 60000 }));
  const spare = await monitoredPerson(house, await registerFamily(house, 'spare'));
  await eventually(() => publish(house, spare, bloodPressure(121)).then(() => true, () => false), 'the spare device works');
  const admin = await staff(house, 'admin');
  assert.equal((await admin.post(`/api/v1/devices/${spare.device}/revoke`)).body.state, 'revoked');
  await eventually(() => publish(house, spare, bloodPressure(122)).then(() => false, () => true), 'the revoked device is refused', 10000);
  await publish(house, patient, bloodPressure(126, 78, { t: instant(-3000) }));
});

test('readings of an unassigned device are kept in quarantine, never given to anybody', async () => {
  const admin = await staff(house, 'admin');
  const { device, secret } = (await admin.post('/api/v1/devices', { transport: 'mqtt', model: 'Loose gateway' })).body;
  const loose = { device: device.id, secret };
  const before = (await quarantined()).length;
  await eventually(() => publish(house, loose, bloodPressure(140)).then(() => true, () => false), 'the broker knows the device');
  await eventually(async () => (await quarantined()).length > before, 'the reading is in quarantine');
});

test('the server is down while doors run: nothing is lost, all is there afterwards', async () => {
  await house.stop('server');
  for (let at = 0; at < 5; at++) await publish(house, patient, bloodPressure(140 + at, 81, { t: instant(-4000 - at) }));
  assert.match(await coapPost(breather.device, breather.secret, spo2(96, instant(-4000))), /2\.04/);
  // Doors stop cleanly before the server reads.
  await house.stop('broker');
  await house.stop('coap');
  house.start('server');
  await house.ready();
  operator = await staff(house, 'operator');
  await eventually(async () => {
    const systolic = await values(patient.subject, 'blood-pressure', 'systolic');
    return ['140', '141', '142', '143', '144'].every((value) => systolic.includes(value)) && (await values(breather.subject, 'spo2', 'spo2')).includes('96');
  }, 'every acknowledged reading is queryable');
  house.start('broker');
  house.start('coap');
  await eventually(() => publish(house, patient, bloodPressure(145, 81, { t: instant(-4100) })).then(() => true, () => false), 'the doors work again after the inbox was emptied');
  await eventually(async () => (await values(patient.subject, 'blood-pressure', 'systolic')).includes('145'), 'and the server reads on');
});
