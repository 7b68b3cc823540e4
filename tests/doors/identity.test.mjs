// SPDX-License-Identifier: EUPL-1.2
// Who a device is at the MQTT door: certificates and pre-shared keys with foreign clients, and that
// nobody gets in as somebody else.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import mqtt from 'mqtt';
import { Place, until } from './place.mjs';

let place;
let device;
let other;

before(async () => {
  place = new Place();
  place.makeCertificates();
  device = place.addDevice();
  other = place.addDevice();
  place.addCertificate(device);
  place.addCertificate(other);
  place.writeRoster();
  await place.startBroker({ tls: true });
});
after(() => place.close());

let rowsBefore = 0;
beforeEach(() => { rowsBefore = place.dump('mqtt').rows.length; });
const newRows = () => place.dump('mqtt').rows.slice(rowsBefore);
const topic = (of, kind = 'readings') => `ltc/v1/${of.id}/up/${kind}`;

const pub = (...words) => spawnSync('mosquitto_pub', ['-h', 'localhost', ...words], { encoding: 'utf8', timeout: 60000 });
const withCertificate = (of, certificate, ...words) => pub('-p', String(place.certificatePort), '--cafile', place.path('tls', 'ca.crt'),
  '--cert', certificate.cert, '--key', certificate.key, '-i', of.id, '-t', topic(of), '-m', 'x', ...words);
// The key is the bytes of the secret's text, which this client wants in hexadecimal.
const hex = (text) => Buffer.from(text).toString('hex');
const withKey = (of, ...words) => pub('-p', String(place.pskPort), '--psk-identity', of.id, '--psk', hex(of.psk), '-i', of.id, '-t', topic(of), '-m', 'x', ...words);

const connect = async (of, certificate, more = {}) => {
  const client = await mqtt.connectAsync({
    host: '127.0.0.1', port: place.certificatePort, protocol: 'mqtts', ca: readFileSync(place.path('tls', 'ca.crt')), servername: 'localhost',
    cert: readFileSync(certificate.cert), key: readFileSync(certificate.key), clientId: of.id, reconnectPeriod: 0, connectTimeout: 60000, ...more,
  });
  client.on('error', () => {});
  return client;
};
const connectWithKey = async (of, more = {}) => {
  const client = await mqtt.connectAsync({
    host: '127.0.0.1', port: place.pskPort, protocol: 'mqtts', ciphers: 'PSK', minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', checkServerIdentity: () => undefined,
    pskCallback: () => ({ psk: Buffer.from(of.psk), identity: of.id }), clientId: of.id, reconnectPeriod: 0, connectTimeout: 60000, ...more,
  });
  client.on('error', () => {});
  return client;
};
const ended = (client) => { const state = {}; client.once('close', () => { state.closed = true; }); return state; };

for (const version of ['mqttv311', 'mqttv5']) {
  for (const qos of ['0', '1', '2']) {
    test(`mosquitto_pub with a certificate, ${version}, QoS ${qos}`, async () => {
      const result = withCertificate(device, device.certificates[0], '-V', version, '-q', qos);
      assert.equal(result.status, 0, result.stderr);
      const [row] = await until(() => newRows().length && newRows(), 'the row');
      assert.deepEqual([row.device, row.text, row.qos], [device.id, 'x', Number(qos)]);
    });
    test(`mosquitto_pub with a pre-shared key, ${version}, QoS ${qos}`, async () => {
      const result = withKey(device, '-V', version, '-q', qos);
      assert.equal(result.status, 0, result.stderr);
      const [row] = await until(() => newRows().length && newRows(), 'the row');
      assert.deepEqual([row.device, row.text, row.qos], [device.id, 'x', Number(qos)]);
    });
  }
}

for (const protocolVersion of [4, 5]) {
  test(`npm mqtt with a certificate, protocol ${protocolVersion}, 100 messages of QoS 1 and 2`, async () => {
    const client = await connect(device, device.certificates[0], { protocolVersion });
    for (let i = 0; i < 100; i += 10) // the broker's receive maximum is 20
      await Promise.all(Array.from({ length: 10 }, (_, k) => client.publishAsync(topic(device), String(i + k), { qos: 1 + (k % 2) })));
    assert.equal(newRows().length, 100);
    await client.endAsync();
  });
}

// Nothing that happens below may reach the inbox.
const refused = (what, attempt) => test(`${what} is refused, the real device keeps working`, async () => {
  const result = await attempt();
  assert.notEqual(result.status, 0);
  assert.equal(newRows().length, 0);
  assert.equal(withCertificate(device, device.certificates[0], '-q', '1').status, 0);
  assert.equal(withKey(device, '-q', '1').status, 0);
});

refused('no certificate', () => pub('-p', String(place.certificatePort), '--cafile', place.path('tls', 'ca.crt'), '-i', device.id, '-u', device.id, '-P', device.password, '-t', topic(device), '-m', 'x'));
refused("another device's client id with an own certificate", () => pub('-p', String(place.certificatePort), '--cafile', place.path('tls', 'ca.crt'),
  '--cert', other.certificates[0].cert, '--key', other.certificates[0].key, '-i', device.id, '-q', '1', '-t', topic(device), '-m', 'x'));
refused("another device's user name with an own certificate", () => withCertificate(other, other.certificates[0], '-q', '1', '-u', device.id, '-P', 'x'));
refused("another device's topic with an own certificate", () => pub('-p', String(place.certificatePort), '--cafile', place.path('tls', 'ca.crt'),
  '--cert', other.certificates[0].cert, '--key', other.certificates[0].key, '-i', other.id, '-q', '1', '-t', topic(device), '-m', 'x'));
refused('a certificate that nobody issued (same name, same CA)', () => withCertificate(device, place.addCertificate(device, { unlisted: true }), '-q', '1'));
refused('a certificate with two names', () => withCertificate(device, place.addCertificate(device, { name: `${other.id}/CN=${device.id}`, unlisted: true }), '-q', '1'));
refused('an expired certificate', () => withCertificate(device, place.addCertificate(device, { days: -1, unlisted: true }), '-q', '1'));
refused("another device's PSK identity with an own key", () => pub('-p', String(place.pskPort), '--psk-identity', device.id, '--psk', hex(other.psk), '-i', device.id, '-q', '1', '-t', topic(device), '-m', 'x'));
refused('an unknown PSK identity', () => pub('-p', String(place.pskPort), '--psk-identity', 'f'.repeat(32), '--psk', hex(other.psk), '-i', 'f'.repeat(32), '-q', '1', '-t', topic(device), '-m', 'x'));
refused('a PSK identity in upper case', () => pub('-p', String(place.pskPort), '--psk-identity', device.id.toUpperCase(), '--psk', hex(device.psk), '-i', device.id, '-q', '1', '-t', topic(device), '-m', 'x'));
refused("another device's topic with an own key", () => pub('-p', String(place.pskPort), '--psk-identity', other.id, '--psk', hex(other.psk), '-i', other.id, '-q', '1', '-t', topic(device), '-m', 'x'));
refused('TLS without a key at the listener for keys', () => pub('-p', String(place.pskPort), '--cafile', place.path('tls', 'ca.crt'), '--insecure', '-i', device.id, '-u', device.id, '-P', device.password, '-q', '1', '-t', topic(device), '-m', 'x'));

test('with a pre-shared key the broker takes the proven identity for the client id, whatever the device says', () => {
  const result = pub('-p', String(place.pskPort), '--psk-identity', other.id, '--psk', hex(other.psk), '-i', device.id, '-q', '1', '-t', topic(other), '-m', 'mine');
  assert.equal(result.status, 0, result.stderr);
  assert.equal(newRows()[0].device, other.id);
});

test('two certificates are valid during a rotation; taking one back ends its connection within 10 s, not the other one', async () => {
  const lost = place.addDevice();
  const first = place.addCertificate(lost);
  const second = place.addCertificate(lost);
  place.writeRoster();
  await place.rosterKnown();
  for (const certificate of [first, second]) assert.equal(withCertificate(lost, certificate, '-q', '1').status, 0);
  const client = await connect(lost, second);
  const state = ended(client);
  lost.certificates = [second];
  place.writeRoster();
  await place.rosterKnown();
  await client.publishAsync(topic(lost), 'still', { qos: 1 });
  assert.notEqual(withCertificate(lost, first, '-q', '1').status, 0);
  assert.equal(state.closed, undefined);
  lost.certificates = [];
  place.writeRoster();
  await until(() => state.closed, 'the disconnection', 10000);
  await assert.rejects(connect(lost, second));
});

test('a revoked device loses a connection with certificate or key within 10 s', async () => {
  const lost = place.addDevice();
  const certificate = place.addCertificate(lost);
  const keyed = place.addDevice();
  place.writeRoster();
  await place.rosterKnown();
  const client = await connect(lost, certificate);
  const state = ended(client);
  const listener = await connectWithKey(keyed);
  const silent = ended(listener);
  lost.state = 'revoked';
  keyed.state = 'revoked';
  place.writeRoster();
  await until(() => state.closed, 'the disconnection', 10000);
  await until(() => silent.closed, 'the disconnection of the other one', 10000);
  assert.notEqual(withKey(keyed, '-q', '1').status, 0);
  await assert.rejects(connect(lost, certificate));
});

test('a certificate that ends while the device is connected ends the connection', async () => {
  const brief = place.addDevice();
  const certificate = place.addCertificate(brief);
  place.writeRoster();
  await place.rosterKnown();
  const client = await connect(brief, certificate);
  const state = ended(client);
  certificate.until = Math.floor(Date.now() / 1000) + 4;
  place.writeRoster();
  await until(() => state.closed, 'the disconnection');
});

test('a device above its rate is closed and comes back after a while; another one is not touched', async () => {
  await place.broker.end();
  await place.startBroker({ tls: true, rate: 1, burst: 10 });
  const client = await connect(device, device.certificates[0]);
  const state = ended(client);
  let acknowledged = 0;
  for (let i = 0; i < 40; i++) client.publish(topic(device), String(i), { qos: 1 }, (fault) => { if (!fault) acknowledged++; });
  await until(() => state.closed, 'the refusal');
  assert.ok(acknowledged >= 10 && acknowledged < 40, String(acknowledged));
  assert.equal(newRows().length, acknowledged);
  assert.equal(withCertificate(other, other.certificates[0], '-q', '1').status, 0);
  await until(() => withCertificate(device, device.certificates[0], '-q', '1').status === 0, 'it comes back');
  await place.broker.end();
  await place.startBroker({ tls: true });
});

// mosquitto itself closes them after 90 s only. The limit is two connections of each device in the roster, and a thousand.
test('a flood of connections that do not say who they are is closed at once, and keeps no device out', async () => {
  const third = place.addDevice();
  place.writeRoster();
  await place.rosterKnown();
  const ports = [place.mqttPort, place.certificatePort, place.pskPort];
  const held = [await connect(device, device.certificates[0]), await connectWithKey(other), await connect(third, device.certificates[0], { cert: undefined, key: undefined, port: place.mqttPort, username: third.id, password: third.password })];
  const states = held.map(ended);
  const idle = new Set();
  const hold = (socket, ready) => new Promise((done) => {
    idle.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => { idle.delete(socket); done(); });
    socket.once(ready, done);
  });
  await Promise.all(Array.from({ length: 20 }, () => hold(connectTls({ port: place.mqttPort, host: '127.0.0.1', rejectUnauthorized: false }), 'secureConnect')));
  const room = 2 * (place.devices.length + 1) + 1000;
  const early = [];
  const more = async (count) => { for (let at = 0; at < count && early.every((socket) => idle.has(socket)); at++) await hold(connectSocket(ports[at % ports.length], '127.0.0.1'), 'connect'); };
  await more(room - 200);
  early.push(...idle);
  assert.equal(early.length, room - 180, 'so many are left alone');
  await more(2 * room);
  await until(() => early.every((socket) => !idle.has(socket)), 'all of them are closed', 10000);
  assert.deepEqual(states, [{}, {}, {}], 'who has said who it is stays');
  assert.equal(withCertificate(device, device.certificates[0], '-q', '1').status, 0, 'and may come again');
  await Promise.all(held.slice(1).map((client, at) => client.publishAsync(topic([other, third][at]), 'still here', { qos: 1 })));
  assert.match(place.logOf('broker'), /too many connections that do not say who they are/);
  await Promise.all(held.map((client) => client.endAsync(true)));
  for (const socket of idle) socket.destroy();
});
