// SPDX-License-Identifier: EUPL-1.2
// The subscriber door at a stock mosquitto and at aedes: what is taken, what is refused, receipts, groups, sessions,
// TLS and passwords.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import Aedes from 'aedes';
import mqtt from 'mqtt';
import { Foreign } from './foreign.mjs';
import { freePort } from '../ports.mjs';
import { SOAK, build, until } from './place.mjs';

const MESSAGES = SOAK ? 10000 : 1000;
let place;
let device;
let revoked;
let small;
before(async () => {
  place = new Foreign();
  device = place.addDevice();
  revoked = place.addDevice({ state: 'revoked' });
  small = place.addDevice({ max: 100 });
  place.writeRoster();
  await place.startForeign();
  await place.startSubscriber({ settings: { receipts: 'yes' } });
});
after(() => place.close());

const topic = (of, kind = 'readings') => `ltc/v1/${of.id}/up/${kind}`;
const open = (more = {}, at = place) => mqtt.connectAsync(`mqtt://127.0.0.1:${at.foreignPort}`, { reconnectPeriod: 0, ...more });
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const texts = (at = place) => at.dump('subscriber').rows.map((row) => row.text);
const taken = async (count, at = place) => { await until(() => at.rowCount('subscriber') >= count, `${count} rows; ${at.logOf('subscriber')}`); return at.dump('subscriber').rows.slice(-1)[0]; };
const rowsNow = () => place.rowCount('subscriber');

for (const qos of [0, 1, 2]) {
  test(`mosquitto_pub -q ${qos} reaches custody`, async () => {
    const count = rowsNow();
    const run = spawnSync('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(place.foreignPort), '-q', String(qos), '-t', topic(device), '-m', `{"qos":${qos}}`], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    const row = await taken(count + 1);
    assert.deepEqual([row.text, row.device, row.kind, row.door, row.protocol, row.qos], [`{"qos":${qos}}`, device.id, 'readings', 'subscriber', 5, Math.min(qos, 1)]);
    assert.ok(Math.abs(row.received_us / 1000 - Date.now()) < 60000);
  });
}

for (const protocolVersion of [4, 5]) {
  test(`npm mqtt, protocol ${protocolVersion}: bytes, kind and content type as sent`, async () => {
    const count = rowsNow();
    const client = await open({ protocolVersion });
    const bytes = Buffer.from([0, 255, 128, 10, 13, 0]);
    await client.publishAsync(topic(device, 'hb'), bytes, { qos: 1, properties: protocolVersion === 5 ? { contentType: 'application/cbor', userProperties: { a: 'b' }, correlationData: Buffer.from('x'), messageExpiryInterval: 600 } : undefined });
    const row = await taken(count + 1);
    assert.deepEqual([row.payload, row.kind, row.media], [bytes, 'hb', protocolVersion === 5 ? 'application/cbor' : '']);
    await client.endAsync();
  });
}

test('an empty and a retained message are taken; retained is marked', async () => {
  const count = rowsNow();
  const client = await open();
  await client.publishAsync(topic(device), 'kept', { qos: 1, retain: true });
  assert.equal((await taken(count + 1)).flags & 1, 1);
  await client.publishAsync(topic(device), '', { qos: 1, retain: true });
  assert.equal((await taken(count + 2)).text, '');
  await client.endAsync();
});

test('receipts: SHA-256 of what was committed, also for a device that sleeps meanwhile; none for what is refused', async () => {
  const options = { clientId: `s${device.id}`.slice(0, 20), clean: false, protocolVersion: 4 };
  const asleep = await open(options);
  await asleep.subscribeAsync(`ltc/v1/${device.id}/down/#`, { qos: 1 });
  await asleep.publishAsync(topic(device), 'wake me', { qos: 1 });
  await asleep.endAsync(true);
  const client = await open();
  await client.publishAsync(`${topic(device)}/deeper`, 'not where a device may publish', { qos: 1 });
  await client.publishAsync(topic(device, 'UP'), 'nor here', { qos: 1 });
  await client.publishAsync(topic(device), 'last', { qos: 1 });
  const heard = [];
  const awake = mqtt.connect(`mqtt://127.0.0.1:${place.foreignPort}`, { ...options, reconnectPeriod: 0 });
  awake.on('message', (from, text) => heard.push(`${from} ${text}`));
  await until(() => heard.length >= 2, 'two receipts');
  assert.deepEqual(heard, ['wake me', 'last'].map((text) => `ltc/v1/${device.id}/down/receipt {"sha256":"${sha256(text)}"}`));
  await Promise.all([awake.endAsync(), client.endAsync()]);
});

test('poison: what names no device, is of a revoked one or too large is answered, counted and steps aside', async () => {
  const stranger = { id: 'f'.repeat(32) };
  const count = rowsNow();
  const client = await open();
  const send = (to, bytes) => client.publishAsync(to, bytes, { qos: 1 });
  await Promise.all([
    send(topic({ id: 'A'.repeat(32) }), 'upper case'), send(topic({ id: 'x'.repeat(32) }), 'no hex'), send(topic({ id: 'ab' }), 'short'), send(topic(revoked), 'revoked'),
    send(topic(small), 'x'.repeat(101)), send(topic(device), 'x'.repeat(65537)), send(topic(device), Buffer.alloc(1 << 20, 'y')), send(topic(device), Buffer.alloc(3 << 20, 'z')),
    send(topic(device, 'k'.repeat(65)), 'long kind'), send(topic(device), 'good'), send(topic(device), 'x'.repeat(65536)), send(topic(stranger), 'of a device that may be registered a moment ago'),
  ]);
  await until(() => texts().slice(count).length >= 3, 'what is good');
  await send(topic(device), 'after all of it');
  await until(() => texts().at(-1) === 'after all of it', 'the last one');
  assert.deepEqual(texts().slice(count).map((text) => text.slice(0, 20)), ['good', 'x'.repeat(20), 'of a device that may', 'after all of it']);
  await client.endAsync();
});

describe('the subscriber door in places of its own', { concurrency: 2 }, () => {
  // Each acknowledgement is four bytes, and many leave with one call.
  test(`order and groups, ${MESSAGES} messages: nothing is acknowledged before its flush, and flushes are few`, async (t) => {
    const own = new Foreign();
    t.after(() => own.close());
    const of = own.addDevice();
    own.writeRoster();
    await own.startForeign({ more: ['max_inflight_messages 200'] });
    const words = ['strace', '-D', '-f', '-y', '-s', '16', '-o', own.path('trace'), '-e', 'trace=pwrite64,fdatasync,sendto'];
    await own.startSubscriber({ wrapper: words });
    const client = await open({}, own);
    await Promise.all(Array.from({ length: MESSAGES }, (_, i) => client.publishAsync(topic(of), String(i), { qos: 1 })));
    await taken(MESSAGES, own);
    assert.deepEqual(texts(own).map(Number), Array.from({ length: MESSAGES }, (_, i) => i));
    await client.endAsync();
    await own.subscriber.end();
    const trace = () => readFileSync(own.path('trace'), 'utf8');
    await until(() => trace().trimEnd().endsWith('+++'), 'the end of the trace');
    let written = false;
    let flushes = 0;
    let answered = 0;
    for (const line of trace().split('\n')) {
      if (line.includes('pwrite64(') && line.includes('subscriber.inbox-wal>')) written = true;
      else if (/fdatasync\(/.test(line) && line.includes('subscriber.inbox-wal>')) {
        flushes += written && / = 0$/.test(line) ? 1 : 0;
        written = false;
      } else {
        const acks = Number(/sendto\(\d+<[^>]*>, "@\\2(?:[^"\\]|\\.)*"[.]*, (\d+),/.exec(line)?.[1] ?? 0) / 4;
        if (acks > 0) assert.ok(!written, `acknowledged before the flush: ${line.slice(0, 120)}`);
        answered += acks;
      }
    }
    assert.equal(answered, MESSAGES);
    assert.ok(flushes < MESSAGES / 2, `${flushes} flushes for ${MESSAGES} messages`);
    t.diagnostic(`evidence: subscriber door: ${MESSAGES} messages acknowledged after ${flushes} flushes`);
  });

  test('a broker restart is ridden out: the session goes on, what came meanwhile comes', async (t) => {
    const own = new Foreign();
    t.after(() => own.close());
    const of = own.addDevice();
    own.writeRoster();
    await own.startForeign();
    await own.startSubscriber();
    const publish = async (...all) => { const client = await open({}, own); await Promise.all(all.map((text) => client.publishAsync(topic(of), text, { qos: 1 }))); await client.endAsync(); };
    await publish('before');
    await taken(1, own);
    await own.foreign.end();
    await own.startForeign();
    await publish('after the restart');
    await own.said('the broker sends', 2);
    await taken(2, own);
    await own.subscriber.end();
    await publish('while the door is down', 'and another');
    await own.startSubscriber();
    await taken(4, own);
    assert.deepEqual(texts(own), ['before', 'after the restart', 'while the door is down', 'and another']);
    assert.doesNotMatch(own.logOf('subscriber'), /lost our session/);
    // A broker that dies has written nothing down: what it loses we can only tell.
    const lose = async () => { await own.foreign.end('SIGKILL'); rmSync(own.path('store'), { recursive: true }); await own.startForeign(); };
    await lose();
    await own.said('the broker has lost our session');
    await own.subscriber.end();
    await lose();
    await own.startSubscriber();
    await own.said('the broker has lost our session', 2); // of a session before this start, too
    await publish('a new session');
    await taken(5, own);
  });

  test('QoS 2 at a real broker, killed on the way: all of it, a message that comes again is the same', async (t) => {
    const own = new Foreign();
    t.after(() => own.close());
    const of = own.addDevice();
    own.writeRoster();
    await own.startForeign({ more: ['max_inflight_messages 100'] }); // as many as the device sends at once
    const sent = Array.from({ length: 60 }, (_, i) => String(i));
    await own.startSubscriber({ settings: { qos: 2 } });
    const client = await open({}, own);
    const publishing = Promise.all(sent.map((text) => client.publishAsync(topic(of), text, { qos: 2 })));
    await until(() => own.rowCount('subscriber') > 0, 'the first row');
    await own.subscriber.end('SIGKILL');
    await publishing;
    await own.startSubscriber({ settings: { qos: 2 } });
    await until(() => new Set(texts(own)).size === sent.length, 'all of it');
    assert.deepEqual([...new Set(texts(own))].sort(), [...sent].sort());
    assert.equal(own.dump('subscriber').rows[0].qos, 2);
    await client.endAsync();
  });

  test('two doors share a subscription: each message goes to one of them', async (t) => {
    const own = new Foreign();
    const other = new Foreign();
    t.after(async () => { await own.close(); await other.close(); });
    const of = own.addDevice();
    own.writeRoster();
    other.writeRoster();
    await own.startForeign();
    other.foreignPort = own.foreignPort;
    await own.startSubscriber({ settings: { share: 'house', 'client-id': 'one' } });
    await other.startSubscriber({ settings: { share: 'house', 'client-id': 'two', protocol: '3.1.1' } });
    const client = await open({}, own);
    await Promise.all(Array.from({ length: 60 }, (_, i) => client.publishAsync(topic(of), String(i), { qos: 1 })));
    await until(() => own.rowCount('subscriber') + other.rowCount('subscriber') >= 60, 'all of them');
    const [left, right] = [texts(own), texts(other)];
    assert.ok(left.length > 0 && right.length > 0, `${left.length} and ${right.length}`);
    assert.deepEqual([...left, ...right].map(Number).sort((a, b) => a - b), Array.from({ length: 60 }, (_, i) => i));
    assert.equal(other.dump('subscriber').rows[0].protocol, 4);
    await client.endAsync();
  });

  // Another broker than mosquitto, of which nothing is known but MQTT 3.1.1. What it heard acknowledged can be asked of it.
  test('aedes: the door is killed among messages; what it acknowledged it has, the rest comes again, and receipts tell a device when it may forget', async (t) => {
    const own = new Foreign();
    t.after(() => own.close());
    const of = own.addDevice();
    own.writeRoster();
    own.foreignPort = await freePort();
    const aedes = new Aedes();
    const server = createServer(aedes.handle);
    await new Promise((done) => { server.listen(own.foreignPort, '127.0.0.1', done); });
    t.after(() => new Promise((done) => { aedes.close(() => server.close(done)); }));
    const answered = [];
    // Killed in the very moment of its first acknowledgement, and its writes are slow: one that was early finds nothing stored.
    const slow = ['strace', '-D', '-f', '-qq', '-e', 'signal=none', '-o', '/dev/null', '-P', `${own.inbox('subscriber')}-wal`, '-e', 'trace=pwrite64', '-e', 'inject=pwrite64:delay_enter=20000'];
    aedes.on('ack', (message, client) => { if (client.id === 'sostegno-door' && answered.push(String(message.payload)) === 1) own.subscriber.child.kill('SIGKILL'); });
    const settings = { receipts: 'yes' };
    await own.startSubscriber({ settings, wrapper: slow });
    assert.match(own.logOf('subscriber'), /no MQTT 5, going on with 3.1.1[^]*the broker sends, MQTT 3.1.1/);
    const client = await open({}, own);
    const told = new Set();
    client.on('message', (_, bytes) => told.add(JSON.parse(bytes).sha256));
    await client.subscribeAsync(`ltc/v1/${of.id}/down/#`, { qos: 1 });
    const sent = Array.from({ length: 200 }, (_, i) => `reading ${i}`);
    const send = (all) => Promise.all(all.map((text) => client.publishAsync(topic(of), text, { qos: 1 })));
    const sending = send(sent);
    assert.equal((await own.subscriber.ended).signal, 'SIGKILL');
    await sending; // the broker's word, which holds while nobody listens
    await send(['nobody listens']);
    const before = new Set(texts(own));
    assert.deepEqual(answered.filter((text) => !before.has(text)), [], 'acknowledged before it was stored');
    await own.startSubscriber({ settings });
    const all = [...sent, 'nobody listens'];
    await until(() => { const now = new Set(texts(own)); return all.every((text) => now.has(text)); }, 'all of it');
    const untold = () => all.filter((text) => !told.has(sha256(text)));
    await send(untold()); // what was stored and not told when the door died, a device sends again
    await until(() => untold().length === 0, 'all receipts');
    await client.endAsync();
  });

  test('TLS: certificate of the broker and of the door, user and password; wrong ones are told and tried again', async (t) => {
    const own = new Foreign();
    t.after(() => own.close());
    const of = own.addDevice();
    own.writeRoster();
    own.foreignPort = await freePort();
    own.makeCertificates();
    const door = own.addCertificate(of, { name: 'sostegno', unlisted: true });
    execFileSync('mosquitto_passwd', ['-b', '-c', own.path('passwords'), 'house', 'right'], { stdio: 'ignore' });
    writeFileSync(own.path('secret'), 'wrong\n', { mode: 0o600 });
    await own.startForeign({ tls: true, more: ['require_certificate true', `listener ${own.foreignPort} 127.0.0.3`, ...['ca', 'cert', 'key'].map((name) => `${name}file ${own.path('tls', name === 'ca' ? 'ca.crt' : `broker.${name === 'key' ? 'key' : 'crt'}`)}`), 'allow_anonymous false', `password_file ${own.path('passwords')}`] });
    const settings = { ca: own.path('tls', 'ca.crt'), certificate: door.cert, key: door.key, user: 'house', 'password-file': own.path('secret') };
    const at = (host) => `mqtts://${host}:${own.foreignPort}`;
    const tries = async (more, word) => {
      await own.startSubscriber({ settings: { ...settings, ...more }, flowing: false });
      try { await own.said(word); } finally { assert.equal((await own.subscriber.end()).code, 0); }
    };
    await tries({ broker: at('127.0.0.1') }, 'the broker refuses the connection: code 0x87');
    writeFileSync(own.path('secret'), 'right\n', { mode: 0o600 });
    await tries({ broker: at('127.0.0.3') }, 'the broker\'s certificate: IP address mismatch');
    await tries({ broker: at('127.0.0.1'), ca: undefined }, 'the broker\'s certificate: ');
    await tries({ broker: at('127.0.0.1'), certificate: undefined, key: undefined }, 'the broker: closed the connection');
    chmodSync(own.path('secret'), 0o644);
    await tries({ broker: at('localhost') }, 'password-file: not there, empty, too long or open to others');
    chmodSync(own.path('secret'), 0o640);
    await tries({ broker: `mqtt://192.0.2.1:${own.foreignPort}`, ca: undefined, certificate: undefined, key: undefined }, 'without TLS only on this machine');
    await own.startSubscriber({ settings: { ...settings, broker: at('localhost') } });
    execFileSync('mosquitto_pub', ['-h', 'localhost', '-p', String(own.foreignPort), '--cafile', settings.ca, '--cert', door.cert, '--key', door.key, '-u', 'house', '-P', 'right', '-q', '1', '-t', topic(of), '-m', 'sealed']);
    await taken(1, own);
  });
});

test('settings: what is wrong is named with its place, exit code 78', () => {
  const wrong = [
    [{ broker: 'http://x' }, 'broker is no address'], [{ broker: 'mqtts://:8883' }, 'broker is no address'], [{ broker: 'mqtts://x:99999' }, 'broker is no address'], [{ broker: undefined }, 'broker must be given'],
    [{ 'client-id': undefined }, 'client-id must be given'], [{ qos: '0' }, ':9: qos is no number from 1 to 2'], [{ 'receive-maximum': '257' }, 'from 1 to 256'], [{ colour: 'red' }, ':9: colour is no setting'],
    [{ qos: '3', 'keep-alive': '0' }, ':9: qos is no number from 1 to 2'], [{ 'no = name\nneither this\nqos': '3' }, ':9: no is no setting'], [{ 'receipts': 'yes\nneither this\nqos = 3' }, ':10: neither [section] nor name = value'],
    [{ share: 'a/b' }, 'share is the name of a group'], [{ 'password-file': '/x' }, 'a password needs a user'], [{ certificate: '/x' }, 'belong together'], [{ ca: '/x' }, 'need mqtts'], [{ receipts: 'maybe' }, 'yes or no'],
    [{ protocol: '4' }, 'auto, 5 or 3.1.1'], [{ inbox: undefined }, 'inbox, roster'],
  ];
  for (const [settings, message] of wrong) {
    writeFileSync(place.path('wrong.conf'), place.settings(settings));
    const run = spawnSync(`${build}/sostegno-subscriber`, ['--config', place.path('wrong.conf'), '--check'], { encoding: 'utf8' });
    assert.equal(run.status, 78, JSON.stringify(settings));
    assert.ok(run.stderr.startsWith(`error: ${place.path('wrong.conf')}`) && run.stderr.includes(message), run.stderr);
  }
  writeFileSync(place.path('wrong.conf'), place.settings({ broker: 'mqtts://[::1]:9', share: 'g', qos: '2', 'session-expiry': '4294967295' }));
  assert.equal(spawnSync(`${build}/sostegno-subscriber`, ['--config', place.path('wrong.conf'), '--check']).status, 0);
  assert.equal(spawnSync(`${build}/sostegno-subscriber`, ['--config', '/nowhere']).status, 78);
  assert.equal(spawnSync(`${build}/sostegno-subscriber`, []).status, 2);
});
