// SPDX-License-Identifier: EUPL-1.2
// Certificates at the CoAP door: the roster lists which one speaks for which device; coap-client of libcoap as the
// device. Keys go on working beside them.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Place, pause, until } from './place.mjs';

let place;
let device;
let other;

before(async () => {
  place = new Place();
  place.makeCertificates();
  device = place.addDevice({ psk: null });
  other = place.addDevice();
  for (const one of [device, other]) place.addCertificate(one);
  place.writeRoster();
  await place.startCoap({ more: ['--certificate', place.path('tls', 'broker.crt'), '--key', place.path('tls', 'broker.key'), '--device-ca', place.path('tls', 'ca.crt')] });
});
after(() => place.close());

const rows = () => place.dump('coap').rows;
const by = ({ cert, key }) => ['-c', cert, '-j', key, '-C', place.path('tls', 'ca.crt')];
function send(words, text = 'x', { more = [], seconds = 60 } = {}) {
  const run = spawnSync('coap-client-openssl', ['-m', 'post', '-B', String(seconds), '-v', '7', ...words, '-e', text, ...more, `coaps://127.0.0.1:${place.coapPort}/v1/r`], { encoding: 'utf8', timeout: 120000 });
  return [...(run.stdout + run.stderr).matchAll(/t:(?:ACK|NON|CON) c:([245]\.\d\d)/g)].at(-1)?.[1] ?? 'none';
}

test('a listed certificate speaks for its device, and a key beside it for another', () => {
  assert.equal(send(by(device.certificates[0]), 'by certificate'), '2.04');
  assert.equal(send(['-u', other.id, '-k', other.psk], 'by key'), '2.04');
  assert.deepEqual(rows().map((row) => [row.device, row.text]), [[device.id, 'by certificate'], [other.id, 'by key']]);
});

test('both certificates of a rotation are good', async () => {
  const second = place.addCertificate(device);
  place.writeRoster();
  await place.rosterKnown();
  for (const one of [device.certificates[0], second]) assert.equal(send(by(one)), '2.04');
});

const refused = (what, make) => test(`${what} is refused, and the real device keeps working`, async () => {
  const before = rows().length;
  assert.equal(send(await make(), 'x', { seconds: 3 }), 'none');
  assert.equal(rows().length, before);
  assert.equal(send(by(device.certificates[0])), '2.04');
});
refused('a certificate that nobody listed (same name, same CA)', () => by(place.addCertificate(device, { unlisted: true })));
refused('an expired certificate', () => by(place.addCertificate(device, { days: -1, unlisted: true })));
refused('a certificate without a device name', () => by(place.addCertificate(device, { name: 'nobody', unlisted: true })));
refused("a certificate of another device's name", () => by(place.addCertificate(device, { name: other.id, unlisted: true })));
refused('a certificate with a key that is not its own', () => by({ cert: device.certificates[0].cert, key: other.certificates[0].key }));
refused('a certificate of another authority, though it was listed', async () => {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', 'strange.key', '-out', 'strange.crt', '-days', '2', '-subj', '/CN=strange CA'], { cwd: place.path('tls'), stdio: 'ignore' });
  const [first] = device.certificates;
  const strange = place.addCertificate(device, { signer: 'strange', unlisted: true });
  device.certificates = [first, strange];
  place.writeRoster();
  await place.rosterKnown();
  return by(strange);
});
refused('no certificate and no key', () => ['-C', place.path('tls', 'ca.crt')]);
refused('a device without a key, with an empty one', () => ['-u', device.id, '-k', '0'.repeat(64)]);

test('a certificate that was taken back ends its open session within seconds', async () => {
  const gone = place.addDevice({ psk: null });
  const certificate = place.addCertificate(gone);
  place.writeRoster();
  await place.rosterKnown();
  const mine = () => rows().filter((row) => row.device === gone.id).length;
  const child = spawn('coap-client-openssl', ['-m', 'post', '-G', '60', '-B', '120', ...by(certificate), '-e', 'tick', `coaps://127.0.0.1:${place.coapPort}/v1/r`], { stdio: 'ignore' });
  await until(() => mine() > 1, 'a second message of the session');
  gone.certificates = [];
  place.writeRoster();
  await place.rosterKnown();
  const count = mine();
  await pause(2500);
  assert.equal(mine(), count);
  child.kill();
  assert.equal(send(by(certificate), 'x', { seconds: 3 }), 'none');
});

test('certificates by halves are a usage error', () => {
  const { status, stderr } = spawnSync(place.coap.child.spawnfile, ['--listen', '127.0.0.1:1', '--inbox', 'x', '--roster', 'x', '--door-key', 'x', '--server-key', 'x', '--certificate', 'x'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /usage/);
});
