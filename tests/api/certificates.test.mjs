// SPDX-License-Identifier: EUPL-1.2
// Certificates of devices: an own authority, issued for the device's own key, two for a rotation, taken
// back through the roster; openssl and mosquitto_pub as foreign judges.
import assert from 'node:assert/strict';
import { execFileSync, execFile, spawnSync } from 'node:child_process';
import { X509Certificate, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, monitoredPerson, registerFamily } from './story.mjs';

const run = promisify(execFile);
let house;
let patient;
let admin;
let folder;

before(async () => {
  house = await openHouse({ parts: ['broker'], seed: 'empty' });
  patient = await monitoredPerson(house, await registerFamily(house, 'holder'));
  admin = await house.client('amministratrice');
  folder = mkdtempSync(join(tmpdir(), 'sostegno-certificates-'));
});
after(() => { rmSync(folder, { recursive: true, force: true }); return house?.close(); });

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
function request(name, { key = EC, subject = `/CN=${name}` } = {}) {
  execFileSync('openssl', ['req', ...key, '-noenc', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject], { cwd: folder, stdio: 'ignore' });
  return readFileSync(join(folder, `${name}.csr`), 'utf8');
}
const issue = (csr, options) => admin.post(`/api/v1/devices/${patient.device}/certificates`, { csr }, options);
async function certified(name) {
  const answer = await issue(request(name));
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  writeFileSync(join(folder, `${name}.crt`), answer.body.certificate);
  return answer.body;
}
const send = (name) => run('mosquitto_pub', ['-h', 'localhost', '-p', String(house.ports.mqttCertificate), '--cafile', house.path('tls', 'ca.crt'), '--cert', join(folder, `${name}.crt`),
  '--key', join(folder, `${name}.key`), '-i', patient.device, '-q', '1', '-t', `ltc/v1/${patient.device}/up/readings`, '-m', JSON.stringify(bloodPressure(120))], { timeout: 60000 });
const enters = (name) => eventually(() => send(name).then(() => true, () => false), `${name} is let in`);
const staysOut = (name) => eventually(() => send(name).then(() => false, () => true), `${name} is refused`);
const inForce = async () => (await admin.get(`/api/v1/devices/${patient.device}`)).body.certificates.map(({ fingerprint }) => fingerprint);

test('the authority: five files, keys for their owner alone, a chain that openssl accepts, nothing ever overwritten', () => {
  const made = join(folder, 'authority');
  house.sostegno(['device', 'ca', made]);
  for (const name of ['root.key', 'issuing.key']) assert.equal(statSync(join(made, name)).mode & 0o777, 0o600, name);
  assert.match(execFileSync('openssl', ['verify', '-x509_strict', '-CAfile', join(made, 'root.crt'), join(made, 'issuing.crt')], { encoding: 'utf8' }), /OK/);
  const root = new X509Certificate(readFileSync(join(made, 'root.crt')));
  assert.ok(root.ca && root.publicKey.asymmetricKeyDetails.namedCurve === 'prime256v1');
  const before = readFileSync(join(made, 'root.key'));
  const again = spawnSync(house.binary('sostegno'), ['device', 'ca', made], { encoding: 'utf8' });
  assert.deepEqual([again.status, again.stderr], [4, 'sostegno: authority-exists\n']);
  rmSync(join(made, 'root.key')); // as it should be, away: what is left is not overwritten either
  assert.equal(spawnSync(house.binary('sostegno'), ['device', 'ca', made]).status, 4);
  assert.equal(existsSync(join(made, 'root.key')), false);
  assert.ok(before.length > 0);
});

test('a certificate names the device whatever the request says, is for clients only, and ends after 398 days', async () => {
  const { device, certificate } = (await issue(request('named', { subject: '/O=Somebody/CN=ffffffffffffffffffffffffffffffff' }))).body;
  const seen = new X509Certificate(certificate);
  assert.equal(seen.subject, `CN=${patient.device}`);
  assert.equal(seen.ca, false);
  assert.deepEqual(seen.keyUsage, ['1.3.6.1.5.5.7.3.2']);
  assert.equal(seen.fingerprint256.replaceAll(':', '').toLowerCase(), device.certificates[0].fingerprint);
  const days = (Date.parse(seen.validTo) - Date.now()) / 86400000;
  assert.ok(days > 397.9 && days <= 398, String(days));
  assert.ok(Math.abs(Date.parse(device.certificates[0].until) - Date.parse(seen.validTo)) <= 1000);
  writeFileSync(join(folder, 'named.crt'), certificate);
  assert.match(execFileSync('openssl', ['verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', house.path('authority', 'devices.crt'), join(folder, 'named.crt')], { encoding: 'utf8' }), /OK/);
});

const takeBack = (fingerprint) => admin.post(`/api/v1/devices/${patient.device}/certificates/revoke`, { fingerprint });
// Room for another one.
async function roomForOne() {
  const held = await inForce();
  if (held.length > 1) assert.equal((await takeBack(held.at(-1))).status, 200);
}

test('rotation: the old and the new certificate work; a third is refused, since both may be in use, until one is taken back', async () => {
  await roomForOne();
  await takeBack((await inForce())[0]); // of the test before
  const first = await certified('first');
  const second = await certified('second');
  await enters('first');
  await enters('second');
  const refused = await issue(request('third'));
  assert.deepEqual([refused.status, refused.body.code], [409, 'two-certificates']);
  assert.deepEqual(await inForce(), [second, first].map(({ device }) => device.certificates[0].fingerprint));
  await enters('first');
  assert.equal((await takeBack(first.device.certificates[0].fingerprint)).status, 200);
  await certified('third');
  await enters('third');
  await staysOut('first');
  const [fingerprint] = await inForce();
  const back = await admin.post(`/api/v1/devices/${patient.device}/certificates/revoke`, { fingerprint: fingerprint.toUpperCase() });
  assert.equal(back.status, 200, JSON.stringify(back.body));
  await staysOut('third');
  await enters('second');
  const gone = await admin.post(`/api/v1/devices/${patient.device}/certificates/revoke`, { fingerprint });
  assert.deepEqual([gone.status, gone.body.code], [409, 'certificate-gone']);
});

test('what is no request of an EC P-256 key is refused with its place and changes nothing', async () => {
  const before = await inForce();
  const good = request('good');
  const lines = good.split('\n');
  const tampered = [...lines.slice(0, -3), lines.at(-3).replace(/[A-Za-z0-9]{4}(?=[A-Za-z0-9+/=]*$)/, 'AAAA'), ...lines.slice(-2)].join('\n');
  const wrong = {
    'no PEM': 'x', 'an empty frame': '-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----\n', 'a certificate': readFileSync(house.path('tls', 'ca.crt'), 'utf8'),
    'a private key': readFileSync(join(folder, 'good.key'), 'utf8'), 'an RSA key': request('rsa', { key: ['-newkey', 'rsa:2048'] }),
    'another curve': request('curve', { key: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1'] }), 'half of it': good.slice(0, good.length / 2), 'a broken signature': tampered,
  };
  for (const [what, csr] of Object.entries(wrong)) {
    const answer = await issue(csr);
    assert.deepEqual([answer.status, answer.body.errors?.[0]?.pointer, answer.body.errors?.[0]?.code], [422, '/csr', 'not-a-request'], `${what}: ${JSON.stringify(answer.body)}`);
  }
  assert.deepEqual(await inForce(), before);
});

test('the same request sent twice gives the same certificate', async () => {
  await roomForOne();
  const csr = request('once');
  const key = randomUUID();
  const [one, two] = [await issue(csr, { headers: { 'idempotency-key': key } }), await issue(csr, { headers: { 'idempotency-key': key } })];
  assert.equal(one.status, 201);
  assert.equal(two.body.certificate, one.body.certificate);
});

test('sostegno device certificate prints one that the broker takes', async () => {
  await roomForOne();
  request('shell');
  writeFileSync(join(folder, 'shell.crt'), house.sostegno(['device', 'certificate', patient.device, '--csr', join(folder, 'shell.csr')]));
  await enters('shell');
  const unknown = spawnSync(house.binary('sostegno'), ['device', 'certificate', 'f'.repeat(32), '--csr', join(folder, 'shell.csr')], { encoding: 'utf8', env: { ...process.env, SOSTEGNO_CONFIG: house.config } });
  assert.deepEqual([unknown.status, unknown.stderr], [3, 'sostegno: device-unknown\n']);
});

test('a certificate that was taken back stays so when an older database is laid back', async () => {
  await roomForOne();
  await certified('lost');
  const [fingerprint] = await inForce();
  await enters('lost');
  const database = house.path('data', 'monitoring.db');
  const row = execFileSync('sqlite3', ['-readonly', database, `SELECT device_id || ',' || quote(fingerprint) || ',' || quote(pem) || ',' || (issued_us - 60000000) || ',' || until_us FROM device_certificates WHERE fingerprint = '${fingerprint}'`], { encoding: 'utf8' });
  assert.equal((await admin.post(`/api/v1/devices/${patient.device}/certificates/revoke`, { fingerprint })).status, 200);
  await staysOut('lost');
  await house.stop('server');
  execFileSync('sqlite3', [database, `INSERT INTO device_certificates (device_id, fingerprint, pem, issued_us, until_us) VALUES (${row})`]);
  house.start('server');
  await house.ready();
  assert.ok(!(await inForce()).includes(fingerprint));
  assert.match(house.logTail('server', 200), /roster.taken-back-again/);
  await assert.rejects(send('lost'));
});

test('a revoked device gets no certificate, and those it has are worth nothing', async () => {
  await roomForOne();
  await certified('last');
  await enters('last');
  assert.equal((await admin.post(`/api/v1/devices/${patient.device}/revoke`)).status, 200);
  await staysOut('last');
  const answer = await issue(request('late'));
  assert.deepEqual([answer.status, answer.body.code], [409, 'device-revoked']);
});
