// SPDX-License-Identifier: EUPL-1.2
// What a door refuses to a device or in its name is counted and shown to the staff, and the real
// device keeps working (cases 36, 37, 38 and 51 of the list of tricky messages).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, monitoredPerson, publish, registerFamily } from './story.mjs';

const run = promisify(execFile);
let house;
let patient;
let thief;
let operator;
let admin;

before(async () => {
  house = await openHouse({ parts: ['broker'], seed: 'empty' });
  patient = await monitoredPerson(house, await registerFamily(house, 'robbed'));
  thief = await monitoredPerson(house, await registerFamily(house, 'thief'));
  operator = await house.client('operatore');
  admin = await house.client('amministratrice');
  for (const one of [patient, thief]) await eventually(() => publish(house, one, bloodPressure(120)).then(() => true, () => false), 'the broker knows the device');
});
after(() => house?.close());

const refused = async (of) => Object.fromEntries((await admin.get(`/api/v1/devices/${of.device}`)).body.refused.map(({ what, count }) => [what, count]));
const events = async () => (await operator.get('/api/v1/worklist')).body.custodyAlerts.filter(({ kind }) => kind === 'security');
const shown = (device, rule) => eventually(async () => (await events()).some((alert) => alert.device === device && alert.rule === rule), `${rule} of ${device} on the worklist`);
const pub = (...words) => run('mosquitto_pub', ['-h', 'localhost', '--cafile', house.path('tls', 'ca.crt'), '-p', String(house.ports.mqtt), '-q', '1', '-m', '{}', ...words], { timeout: 60000 });
const working = () => publish(house, patient, bloodPressure(121));
const up = (of) => `ltc/v1/${of.device}/up/readings`;

const spoofs = [
  ["another device's topic", 'device-topic/1', () => thief, () => pub('-i', thief.device, '-u', thief.device, '-P', thief.secret, '-t', up(patient))],
  ["another device's client id", 'device-identity/1', () => thief, () => pub('-i', patient.device, '-u', thief.device, '-P', thief.secret, '-t', up(patient))],
  ["another device's user name", 'device-credential/1', () => patient, () => pub('-i', patient.device, '-u', patient.device, '-P', thief.secret, '-t', up(patient))],
  ["another device's certificate name", 'device-credential/1', () => patient, async () => {
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-CA', '../authority/issuing.crt', '-CAkey', '../authority/issuing.key', '-keyout', 'thief.key', '-out', 'thief.crt', '-days', '1', '-subj', `/CN=${patient.device}`, '-addext', 'basicConstraints=critical,CA:FALSE'], { cwd: house.path('tls') });
    return pub('-p', String(house.ports.mqttCertificate), '--cert', house.path('tls', 'thief.crt'), '--key', house.path('tls', 'thief.key'), '-i', patient.device, '-t', up(patient));
  }],
];
for (const [what, rule, whose, attempt] of spoofs) {
  test(`${what}: refused, counted, a security event; the real device keeps working`, async () => {
    const word = rule.slice('device-'.length, -2);
    const before = (await refused(whose()))[word] ?? 0;
    await assert.rejects(attempt());
    await shown(whose().device, rule);
    await eventually(async () => (await refused(whose()))[word] > before, 'the counter');
    await working();
  });
}

test("another device's PSK identity: refused every time, told after five times, the real device keeps working", async () => {
  const before = (await refused(patient)).credential ?? 0;
  for (let i = 0; i < 7; i++)
    await assert.rejects(run('mosquitto_pub', ['-h', 'localhost', '-p', String(house.ports.mqttPsk), '--psk-identity', patient.device, '--psk', Buffer.from(thief.secret).toString('hex'), '-i', patient.device, '-q', '1', '-m', 'x', '-t', up(patient)], { timeout: 60000 }));
  await eventually(async () => (await refused(patient)).credential > before, 'the counter');
  await working();
});

test('a cloned device: two clients that take one session from each other are a security event (case 38)', async () => {
  const open = () => mqtt.connect({
    host: '127.0.0.1', port: house.ports.mqtt, protocol: 'mqtts', ca: readFileSync(house.path('tls', 'ca.crt')), servername: 'localhost',
    clientId: thief.device, username: thief.device, password: thief.secret, reconnectPeriod: 100,
  });
  const twins = [open(), open()];
  for (const twin of twins) twin.on('error', () => {});
  await shown(thief.device, 'device-cloned/1');
  await Promise.all(twins.map((twin) => twin.endAsync(true)));
  await working();
});

test('a revoked device that tries again is counted and told', async () => {
  assert.equal((await admin.post(`/api/v1/devices/${thief.device}/revoke`)).status, 200);
  await eventually(() => pub('-i', thief.device, '-u', thief.device, '-P', thief.secret, '-t', up(thief)).then(() => false, () => true), 'the revocation');
  // The attempt that the revocation overtook may have been let in and then cut off, which is no refusal.
  await assert.rejects(pub('-i', thief.device, '-u', thief.device, '-P', thief.secret, '-t', up(thief)));
  await shown(thief.device, 'device-revoked/1');
  await working();
});

test('who was never registered is counted in the log only: no scanner of the network makes alerts', async () => {
  const before = (await events()).length;
  const ghost = 'f'.repeat(32);
  await assert.rejects(pub('-i', ghost, '-u', ghost, '-P', 'x', '-t', up({ device: ghost })));
  await eventually(() => house.logTail('server', 200).includes('"trouble":"unknown"'), 'the log line');
  assert.equal((await events()).length, before);
});

test('the staff can close a security event', async () => {
  const [event] = await events();
  const answer = await operator.post(`/api/v1/alerts/${event.id}/take`, undefined, { etag: `"${event.version}"` });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
});
