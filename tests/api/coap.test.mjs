// SPDX-License-Identifier: EUPL-1.2
// A CoAP device from registration to the page: readings in blocks, heartbeats, configuration by the roster, refusals
// that the server hears of; coap-client of libcoap as the device.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, monitoredPerson, registerFamily } from './story.mjs';

let house;
let patient;
let admin;
let folder;

before(async () => {
  process.env.SOSTEGNO_DOORS_REPORT_EVERY = '600';
  house = await openHouse({ parts: ['coap'], seed: 'empty' });
  patient = await monitoredPerson(house, await registerFamily(house, 'holder'), { transport: 'coap' });
  admin = await house.client('amministratrice');
  folder = mkdtempSync(join(tmpdir(), 'sostegno-coap-'));
  await eventually(() => send('hb', '{}', [], 8).code === '2.04', 'the door knows the device');
});
after(() => { rmSync(folder, { recursive: true, force: true }); return house?.close(); });

function ask(method, path, words = [], patience = 60) {
  const run = spawnSync('coap-client-openssl', ['-m', method, '-B', String(patience), '-v', '7', '-u', patient.device, '-k', patient.secret, ...words, `coaps://127.0.0.1:${house.ports.coap}/v1/${path}`], { encoding: 'utf8', timeout: 120000 });
  const text = run.stdout + run.stderr;
  return { code: [...text.matchAll(/t:(?:ACK|NON|CON) c:([245]\.\d\d)/g)].at(-1)?.[1] ?? 'none', text };
}
function send(path, body, words = [], patience = 60) {
  writeFileSync(join(folder, 'body'), body);
  return ask('post', path, ['-t', '50', '-f', join(folder, 'body'), ...words], patience);
}
const device = async () => (await admin.get(`/api/v1/devices/${patient.device}`)).body;
const quarantined = async () => (await (await house.client('operatore')).get('/api/v1/quarantine')).body.items;

test('a heartbeat shows the battery and when the device was heard, and leaves nothing in quarantine', async () => {
  assert.equal(send('hb', '{"seq":1,"battery":37,"firmware":"1.4.2","signal":-70}').code, '2.04');
  await eventually(async () => (await device()).battery === 37, 'the battery is shown');
  assert.ok((await device()).lastReceivedAt);
  assert.deepEqual(await quarantined(), []);
});

test('readings that came in blocks are on the page, each once', async () => {
  const time = (minutes) => new Date(Date.now() - minutes * 60000).toISOString().slice(0, 19) + 'Z';
  const readings = Array.from({ length: 40 }, (_, i) => ({ ...bloodPressure(120 + i % 5).readings[0], t: time(60 - i) }));
  const body = JSON.stringify({ ...bloodPressure(120), seq: 77, boot: 1, readings });
  assert.ok(body.length > 4096, `${body.length} bytes`);
  assert.equal(send('r', body).code, '2.04');
  assert.equal(send('r', body, ['-b', '64']).code, '2.04', 'again, in other blocks');
  const operator = await house.client('operatore');
  const points = async () => (await operator.get(`/api/v1/patients/${patient.subject}/readings?kind=blood-pressure&from=${time(120)}&to=${time(-10)}`)).body.series[0]?.points.length ?? 0;
  await eventually(async () => await points() === 40, 'the readings');
  await house.caughtUp(['coap']); // the repetition, too
  assert.equal(await points(), 40);
});

test('the demo and the tests run the door as its guide says: certificates of devices beside keys, and the domain clock', async () => {
  execFileSync('openssl', ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', 'device.key', '-out', 'device.csr', '-subj', '/CN=any'], { cwd: folder, stdio: 'ignore' });
  const issued = await admin.post(`/api/v1/devices/${patient.device}/certificates`, { csr: readFileSync(join(folder, 'device.csr'), 'utf8') });
  assert.equal(issued.status, 201);
  writeFileSync(join(folder, 'device.crt'), issued.body.certificate);
  const words = ['-m', 'get', '-B', '8', '-v', '7', '-c', join(folder, 'device.crt'), '-j', join(folder, 'device.key'), '-C', house.path('tls', 'ca.crt'), `coaps://127.0.0.1:${house.ports.coap}/v1/time`];
  const time = await eventually(() => {
    const run = spawnSync('coap-client-openssl', words, { encoding: 'utf8', timeout: 60000 });
    return /"unix":(\d+)/.exec(run.stdout + run.stderr)?.[1];
  }, 'the certificate is let in');
  const { domainNow } = (await admin.get('/api/v1/session')).body;
  assert.ok(Math.abs(Number(time) - Date.parse(domainNow) / 1000) < 60, `${time} is not ${domainNow}`);
});

test('what the operator set reaches the device through the roster', () => {
  assert.match(ask('get', 'cfg').text, /"reportEvery":600/);
});

test('a revoked device is refused, and the server hears of it', async () => {
  assert.equal((await admin.post(`/api/v1/devices/${patient.device}/revoke`)).status, 200);
  await eventually(() => send('hb', '{}', [], 4).code !== '2.04', 'it is refused');
  await eventually(async () => (await device()).refused.some(({ what, count }) => what === 'revoked' && count > 0), 'it is counted');
});
