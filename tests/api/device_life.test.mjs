// SPDX-License-Identifier: EUPL-1.2
// The life of a device: enrolled with a code, its secret rotated at both doors, checked, cleaned, retired.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { openHouse } from '../house.mjs';
import { bloodPressure, day, eventually, instant, monitoredPerson, registerFamily, staff } from './story.mjs';

const run = promisify(execFile);
let house;
let admin;
let operator;
let folder;

before(async () => {
  house = await openHouse({ parts: ['broker', 'coap'], seed: 'empty' });
  admin = await staff(house, 'admin');
  operator = await staff(house, 'operator');
  folder = mkdtempSync(join(tmpdir(), 'sostegno-life-'));
});
after(() => { rmSync(folder, { recursive: true, force: true }); return house?.close(); });

const register = async (transport = 'mqtt') => (await admin.post('/api/v1/devices', { transport, model: 'Gateway' })).body;
const act = (device, what, body) => admin.post(`/api/v1/devices/${device}/${what}`, body);
const seen = async (device) => (await admin.get(`/api/v1/devices/${device}`)).body;
const message = JSON.stringify(bloodPressure(120, 80));
const topic = (device) => ['-q', '1', '-t', `ltc/v1/${device}/up/readings`, '-m', message];
const says = (command, args) => run(command, args, { timeout: 60000 }).then(() => true, () => false);
const byPassword = (device, secret) => says('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(house.ports.mqtt), '--cafile', house.path('tls', 'ca.crt'), '-i', device, '-u', device, '-P', secret, ...topic(device)]);
const byKey = (device, secret) => says('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(house.ports.mqttPsk), '--psk-identity', device, '--psk', Buffer.from(secret).toString('hex'), '-i', device, ...topic(device)]);
const byDtls = (device, secret) => new Promise((resolve) => {
  const client = spawn('coap-client-openssl', ['-m', 'post', '-t', '50', '-B', '8', '-v', '6', '-f', '-', '-u', device, '-k', secret, `coaps://127.0.0.1:${house.ports.coap}/v1/r`]);
  let heard = '';
  for (const stream of [client.stdout, client.stderr]) stream.on('data', (data) => { heard += data; });
  client.on('error', () => resolve(false));
  client.on('close', () => resolve(/2\.04/.test(heard)));
  client.stdin.on('error', () => {}); // it may be gone before it was told anything
  client.stdin.end(message);
});

for (const [name, transport, send] of [['the password over MQTT', 'mqtt', byPassword], ['the key over TLS-PSK', 'mqtt', byKey], ['the key over DTLS', 'coap', byDtls]]) {
  test(`rotation of ${name}: both secrets let the device in until the new one was used, then the old one ends`, async () => {
    const { device: { id }, secret } = await register(transport);
    await eventually(() => send(id, secret), 'the door knows the device');
    const renewed = await act(id, 'credential');
    assert.equal(renewed.status, 201, JSON.stringify(renewed.body));
    assert.notEqual(renewed.body.device.oldSecretSince, null);
    assert.equal((await act(id, 'credential')).body.code, 'two-secrets');
    await eventually(() => send(id, secret), 'the device has not changed yet');
    assert.notEqual((await seen(id)).oldSecretSince, null, 'the old one being used ends nothing');
    await eventually(() => send(id, renewed.body.secret), 'the device has changed');
    await eventually(async () => (await seen(id)).oldSecretSince === null, 'the server has heard of it');
    await eventually(async () => !(await send(id, secret)), 'the old one is worth nothing');
    assert.ok(await send(id, renewed.body.secret) || await send(id, renewed.body.secret));
  });
}

test('the old secret of a rotation can be ended at once, and ends with the device', async () => {
  const { device: { id }, secret } = await register();
  await eventually(() => byPassword(id, secret), 'the door knows the device');
  const { secret: fresh } = (await act(id, 'credential')).body;
  assert.equal((await act(id, 'credential/end')).body.oldSecretSince, null);
  await eventually(async () => !(await byPassword(id, secret)), 'the old one is refused');
  await eventually(() => byPassword(id, fresh), 'the new one is not');
  assert.equal((await act(id, 'credential/end')).body.code, 'no-old-secret');
  await act(id, 'credential');
  assert.equal((await act(id, 'revoke')).body.oldSecretSince, null);
});

test('an enrolment code gets the device its secret once; a newer code, a wrong one and a used one are worth nothing', async () => {
  const { device: { id }, secret } = await register('coap');
  const device = house.anonymous();
  const enrol = (body) => device.post('/api/v1/enrolment', body, { headers: { 'idempotency-key': null } });
  const first = (await act(id, 'enrolment')).body;
  assert.match(first.code, /^\w{4}-\w{4}-\w{4}-\w{4}$/);
  const { code, device: after } = (await act(id, 'enrolment')).body;
  const hours = (Date.parse(after.enrolmentUntil) - Date.now()) / 3600000;
  assert.ok(hours > 23.9 && hours <= 24, String(hours));
  assert.ok(!readFileSync(house.path('data', 'monitoring.db')).includes(code) && !readFileSync(house.path('data', 'monitoring.db-wal')).includes(code), 'only a hash is kept');
  for (const wrong of [first.code, 'AAAA-AAAA-AAAA-AAAA', `${code}-${code}`, '-'.repeat(64)]) {
    const refused = await enrol({ code: wrong });
    assert.deepEqual([refused.status, refused.body.code], [403, 'enrolment-refused']);
  }
  const made = await enrol({ code: code.toUpperCase().replaceAll('-', ' ').replace(' ', '') }); // as people type it
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.deepEqual(made.body, { device: id, transport: 'coap', certificate: null, secret });
  assert.equal((await enrol({ code })).body.code, 'enrolment-refused');
  assert.equal((await seen(id)).enrolmentUntil, null);
});

test('with a request the code gets a certificate; a bad request leaves the code good', async () => {
  const { device: { id } } = await register();
  const { code } = (await act(id, 'enrolment')).body;
  const device = house.anonymous();
  const enrol = (csr) => device.post('/api/v1/enrolment', { code, csr }, { headers: { 'idempotency-key': null } });
  const bad = await enrol('no request');
  assert.deepEqual([bad.status, bad.body.errors?.[0]], [422, { pointer: '/csr', code: 'not-a-request' }]);
  execFileSync('openssl', ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', 'device.key', '-out', 'device.csr', '-subj', '/CN=device'], { cwd: folder, stdio: 'ignore' });
  const made = await enrol(readFileSync(join(folder, 'device.csr'), 'utf8'));
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.equal(made.body.secret, null);
  assert.equal(new X509Certificate(made.body.certificate).subject, `CN=${id}`);
  assert.equal((await seen(id)).certificates.length, 1);
});

test('a technical check that is due stands on the row of whoever has the device, until it is made', async () => {
  let { subject, device } = await monitoredPerson(house, await registerFamily(house, 'checked'));
  assert.equal((await act(device, 'checks', { on: day(1), next: day(2) })).body.errors[0].code, 'in-the-future');
  assert.equal((await act(device, 'checks', { on: day(-1), next: day(-1) })).body.errors[0].pointer, '/next');
  assert.equal((await act(device, 'checks', { on: day(-2), next: day(-1) })).body.checkDue, day(-1));
  const alerts = async () => (await operator.get('/api/v1/worklist?limit=200')).body.items.find((row) => row.subject === subject)?.alerts.filter(({ kind }) => kind === 'device') ?? [];
  const [alert] = await eventually(async () => { const found = await alerts(); return found.length > 0 && found; }, 'the row is there');
  assert.deepEqual([alert.severity, alert.rule, alert.device], ['technical', 'check-due/1', device]);
  // It comes back, and goes to somebody else: the check goes with it.
  assert.equal((await act(device, 'assignments/end', { to: instant() })).status, 200);
  assert.deepEqual(await alerts(), []);
  const nobodys = async () => (await operator.get('/api/v1/worklist')).body.custodyAlerts.filter((one) => one.device === device && one.rule === 'check-due/1');
  await eventually(async () => (await nobodys()).length === 1, 'nobody has it, and it is due');
  assert.equal((await act(device, 'cleanings', { at: instant() })).status, 200);
  ({ subject } = await monitoredPerson(house, await registerFamily(house, 'next')));
  assert.equal((await act(device, 'assignments', { subject, from: instant() })).status, 201);
  assert.deepEqual(await nobodys(), []);
  await eventually(async () => (await alerts()).length === 1, 'whoever has it now has its check');
  assert.equal((await act(device, 'checks', { on: day(), next: day(365) })).status, 200);
  assert.deepEqual(await alerts(), []);
});

test('a retired device is refused for good: not while somebody has it, then not given out, not renewed', async () => {
  const { subject, device, secret } = await monitoredPerson(house, await registerFamily(house, 'retiring'));
  assert.equal((await act(device, 'retire')).body.code, 'still-assigned');
  assert.equal((await act(device, 'assignments/end', { to: instant(-1) })).status, 200);
  const retired = await act(device, 'retire');
  assert.deepEqual([retired.status, retired.body.state], [200, 'retired']);
  assert.equal((await act(device, 'retire')).body.retiredAt, retired.body.retiredAt);
  assert.equal((await act(device, 'assignments', { subject, from: instant() })).body.code, 'device-retired');
  assert.equal((await act(device, 'cleanings', { at: instant() })).body.code, 'device-retired');
  assert.equal((await act(device, 'credential')).body.code, 'device-revoked');
  assert.equal((await act(device, 'enrolment')).body.code, 'device-revoked');
  await eventually(async () => !(await byPassword(device, secret)), 'the door refuses it');
});
