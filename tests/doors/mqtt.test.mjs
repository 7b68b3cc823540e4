// SPDX-License-Identifier: EUPL-1.2
// The MQTT door with foreign clients: what is delivered, what is refused, and that a refusal is never
// an acknowledgement. A real mosquitto with the plugin and the reference configuration (TLS).
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import mqtt from 'mqtt';
import { Place, pause, until } from './place.mjs';

let place;
let device;
let other;

before(async () => {
  place = new Place();
  device = place.addDevice();
  other = place.addDevice();
  place.writeRoster();
  await place.startBroker({ tls: true });
});
after(() => place.close());

let rowsBefore = 0;
beforeEach(() => { rowsBefore = place.dump('mqtt').rows.length; });
const newRows = () => place.dump('mqtt').rows.slice(rowsBefore);
const topic = (of, kind = 'readings') => `ltc/v1/${of.id}/up/${kind}`;

const options = (of, more = {}) => ({
  host: '127.0.0.1', port: place.mqttPort, protocol: 'mqtts', ca: readFileSync(place.path('tls', 'ca.crt')), servername: 'localhost',
  clientId: of.id, username: of.id, password: of.password, reconnectPeriod: 0, connectTimeout: 60000, ...more,
});
async function open(of, more) {
  const client = await mqtt.connectAsync(options(of, more));
  client.on('error', () => {});
  return client;
}
// What became of a publish: 'acknowledged', 'closed', or 'refused' with the MQTT 5 reason.
const outcome = (client, ...words) => new Promise((done) => {
  if (!client.connected) { done('closed'); return; }
  client.once('close', () => done('closed'));
  client.publish(...words, (fault) => { if (!fault) done('acknowledged'); else if (typeof fault.code === 'number') done(`refused ${fault.code}`); });
});
const refusedConnection = async (more) => {
  await assert.rejects(async () => {
    const client = await mqtt.connectAsync(options(device, more));
    await client.endAsync(true);
  });
};

const mosquittoPub = (of, ...words) => spawnSync('mosquitto_pub', ['-h', 'localhost', '-p', String(place.mqttPort), '--cafile', place.path('tls', 'ca.crt'),
  '-i', of.id, '-u', of.id, '-P', of.password, ...words], { encoding: 'utf8', timeout: 60000 });

for (const qos of [0, 1, 2]) {
  test(`mosquitto_pub -q ${qos} is taken into custody`, async () => {
    const result = mosquittoPub(device, '-q', String(qos), '-t', topic(device), '-m', `{"qos":${qos}}`);
    assert.equal(result.status, 0, result.stderr);
    const [row] = await until(() => newRows().length && newRows(), 'the row');
    assert.equal(row.text, `{"qos":${qos}}`);
    assert.equal(row.device, device.id);
    assert.equal(row.kind, 'readings');
    assert.equal(row.qos, qos);
    assert.equal(row.door, 'mqtt');
    assert.ok(Math.abs(row.received_us / 1000 - Date.now()) < 60000);
  });
}

for (const protocolVersion of [4, 5]) {
  for (const qos of [1, 2]) {
    test(`npm mqtt, protocol ${protocolVersion}, QoS ${qos}, binary payload`, async () => {
      const client = await open(device, { protocolVersion });
      const bytes = Buffer.from([0, 255, 128, 10, 13, 0]);
      assert.equal(await outcome(client, topic(device), bytes, { qos, properties: protocolVersion === 5 ? { contentType: 'application/cbor' } : undefined }), 'acknowledged');
      const [row] = newRows();
      assert.deepEqual(row.payload, bytes);
      assert.equal(row.protocol, protocolVersion);
      assert.equal(row.media, protocolVersion === 5 ? 'application/cbor' : '');
      await client.endAsync();
    });
  }
}

test('two devices at once, 200 messages each, every one exactly as sent', async () => {
  const clients = [await open(device), await open(other)];
  await Promise.all(clients.flatMap((client, at) => Array.from({ length: 200 }, (_, i) => client.publishAsync(topic([device, other][at]), `${at}:${i}`, { qos: 1 }))));
  const rows = newRows();
  assert.equal(rows.length, 400);
  for (const [at, of] of [device, other].entries()) {
    assert.deepEqual(rows.filter((row) => row.device === of.id).map((row) => row.text), Array.from({ length: 200 }, (_, i) => `${at}:${i}`));
  }
  await Promise.all(clients.map((client) => client.endAsync()));
});

test('a 5,000-byte message is kept whole', async () => {
  const client = await open(device);
  const text = 'x'.repeat(5000);
  assert.equal(await outcome(client, topic(device), text, { qos: 1 }), 'acknowledged');
  assert.equal(newRows()[0].text, text);
  await client.endAsync();
});

for (const protocolVersion of [4, 5]) {
  const refused = [
    ['a 70,000-byte message', () => [topic(device), 'x'.repeat(70000)]],
    ['the topic of another device', () => [topic(other), 'x']],
    ['an upper-case topic', () => [topic(device).toUpperCase(), 'x']],
    ['a topic below the kind', () => [`${topic(device)}/more`, 'x']],
    ['its own down topic', () => [`ltc/v1/${device.id}/down/config`, 'x']],
    ['$CONTROL', () => ['$CONTROL/dynamic-security/v1', '{}']],
  ];
  for (const [what, words] of refused) {
    test(`protocol ${protocolVersion}: ${what} is refused by closing, never acknowledged`, async () => {
      const client = await open(device, { protocolVersion });
      assert.equal(await outcome(client, ...words(), { qos: 1 }), 'closed');
      assert.equal(newRows().length, 0);
      await client.endAsync(true);
    });
  }
}

// mosquitto itself denies writing to $SYS before any plugin is asked, and answers a 3.1.1 device as if
// it had worked. Nothing of it reaches the inbox, and no device of ours has business there.
test('a $SYS topic never becomes a reading', async () => {
  for (const [protocolVersion, answer] of [[4, 'acknowledged'], [5, 'refused 135']]) {
    const client = await open(device, { protocolVersion });
    assert.equal(await outcome(client, '$SYS/broker/uptime', 'x', { qos: 1 }), answer);
    assert.equal(newRows().length, 0);
    await client.endAsync();
  }
});

test('a device cap below the broker cap is kept', async () => {
  const small = place.addDevice({ max: 100 });
  place.writeRoster();
  await place.rosterKnown();
  const client = await open(small);
  assert.equal(await outcome(client, topic(small), 'x'.repeat(100), { qos: 1 }), 'acknowledged');
  assert.equal(await outcome(client, topic(small), 'x'.repeat(101), { qos: 1 }), 'closed');
  assert.equal(newRows().length, 1);
  await client.endAsync(true);
});

test('wrong password, no password, unknown device, foreign client id, other user: no connection', async () => {
  await refusedConnection({ password: 'wrong' });
  await refusedConnection({ password: undefined, username: undefined });
  await refusedConnection({ password: '' });
  await refusedConnection({ clientId: other.id });
  await refusedConnection({ clientId: `${device.id}x` });
  await refusedConnection({ username: other.id });
  const ghost = 'f'.repeat(32);
  await refusedConnection({ username: ghost, clientId: ghost });
  await refusedConnection({ clientId: '', clean: true });
});

test('an impostor with the client id of a device does not disturb its session', async () => {
  const client = await open(device);
  await refusedConnection({ clientId: device.id, username: other.id, password: other.password });
  await refusedConnection({ password: 'wrong' });
  assert.equal(await outcome(client, topic(device), 'still here', { qos: 1 }), 'acknowledged');
  await client.endAsync();
});

test('wildcards, foreign branches, $share, $SYS and $CONTROL cannot be subscribed; the own down branch can', async () => {
  const client = await open(device, { protocolVersion: 5 });
  const filters = ['#', '+/#', 'ltc/v1/#', 'ltc/v1/+/down/#', `ltc/v1/${other.id}/down/#`, `ltc/v1/${device.id}/up/#`, '$SYS/#', '$CONTROL/#', `$share/g/ltc/v1/${device.id}/down/#`];
  for (const filter of filters) {
    const granted = await new Promise((done) => { client.subscribe(filter, { qos: 1 }, (fault, grants) => done(fault ? 'refused' : grants[0]?.qos)); });
    assert.ok(granted === 'refused' || granted >= 128, `${filter}: ${granted}`);
  }
  const grants = await client.subscribeAsync(`ltc/v1/${device.id}/down/#`, { qos: 1 });
  assert.equal(grants[0].qos, 1);
  await client.endAsync();
});

test('a will never becomes a reading', async () => {
  const client = await open(device, { will: { topic: topic(device), payload: 'last will', qos: 1, retain: true } });
  client.stream.destroy();
  await pause(300);
  assert.equal(newRows().length, 0);
});

test('retain is neutralised: nothing is sent again after the broker accepted it', async () => {
  const client = await open(device);
  assert.equal(await outcome(client, topic(device), 'kept once', { qos: 1, retain: true }), 'acknowledged');
  assert.equal(newRows()[0].flags & 1, 1);
  await client.endAsync();
  // Nobody may subscribe there, so the broker itself is asked what it would keep.
  await place.broker.end();
  await place.startBroker({ tls: true });
  assert.equal(mosquittoSub(device, `ltc/v1/${device.id}/down/#`).stdout, '');
});

const mosquittoSub = (of, filter) => spawnSync('mosquitto_sub', ['-h', 'localhost', '-p', String(place.mqttPort), '--cafile', place.path('tls', 'ca.crt'),
  '-i', of.id, '-u', of.id, '-P', of.password, '-t', filter, '-W', '1'], { encoding: 'utf8', timeout: 60000 });

test('a revoked device is disconnected within 10 s and not let in again; the others stay', async () => {
  const lost = place.addDevice();
  place.writeRoster();
  await place.rosterKnown();
  const client = await open(lost);
  const bystander = await open(device);
  assert.equal(await outcome(client, topic(lost), 'before', { qos: 1 }), 'acknowledged');
  let closed = false;
  client.once('close', () => { closed = true; });
  lost.state = 'revoked';
  place.writeRoster();
  await until(() => closed, 'the disconnection', 10000);
  await refusedConnection({ clientId: lost.id, username: lost.id, password: lost.password });
  assert.equal(await outcome(bystander, topic(device), 'after', { qos: 1 }), 'acknowledged');
  await bystander.endAsync();
});

test('a renewed secret ends the connection that was made with the old one', async () => {
  const renewed = place.addDevice();
  place.writeRoster();
  await place.rosterKnown();
  const client = await open(renewed);
  const bystander = await open(device);
  let closed = false;
  client.once('close', () => { closed = true; });
  const old = renewed.password;
  renewed.password = 'e'.repeat(64);
  place.writeRoster();
  await until(() => closed, 'the disconnection');
  await refusedConnection({ clientId: renewed.id, username: renewed.id, password: old });
  const again = await open(renewed);
  place.addDevice();
  place.writeRoster();
  await place.rosterKnown();
  assert.equal(await outcome(again, topic(renewed), 'after', { qos: 1 }), 'acknowledged');
  assert.equal(await outcome(bystander, topic(device), 'after', { qos: 1 }), 'acknowledged');
  await Promise.all([again.endAsync(), bystander.endAsync()]);
});

test('a device removed from the roster loses its connection too', async () => {
  const lost = place.addDevice();
  place.writeRoster();
  await place.rosterKnown();
  const client = await open(lost);
  let closed = false;
  client.once('close', () => { closed = true; });
  place.devices.pop();
  place.writeRoster();
  await until(() => closed, 'the disconnection');
});

test('a damaged roster leaves the last good one in force', async () => {
  execFileSync('cp', [place.path('keys', 'server.pub'), place.path('run', 'devices.snapshot')]);
  await until(() => /roster .*the last good one stays/.test(place.logOf('broker')), 'the broker has looked at it');
  assert.equal(mosquittoPub(device, '-q', '1', '-t', topic(device), '-m', 'x').status, 0);
  place.writeRoster();
});

test('SIGHUP and the absence of a server disturb nobody', async () => {
  const client = await open(device);
  place.broker.child.kill('SIGHUP');
  await pause(300);
  assert.equal(await outcome(client, topic(device), 'after SIGHUP', { qos: 1 }), 'acknowledged');
  await client.endAsync();
});

test('trimmed to empty and restarted: no sequence comes twice, nothing counts as missing', async () => {
  mosquittoPub(device, '-q', '1', '-t', topic(device), '-m', 'last before the trim');
  const { bounds } = place.dump('mqtt');
  await until(() => { place.trim('mqtt', bounds.newest); return place.dump('mqtt').rows.length === 0; }, 'the trim');
  assert.equal((await place.broker.end()).code, 0);
  assert.deepEqual(place.dump('mqtt').rows, []);
  await place.startBroker({ tls: true });
  assert.equal(mosquittoPub(device, '-q', '1', '-t', topic(device), '-m', 'first after').status, 0);
  const after = place.dump('mqtt');
  assert.equal(after.rows.length, 1);
  assert.ok(after.rows[0].sequence > bounds.last);
});

test('the broker stopped cleanly before anybody read: everything is there', async () => {
  mosquittoPub(device, '-q', '1', '-t', topic(device), '-m', 'read me later');
  assert.equal((await place.broker.end()).code, 0);
  assert.equal(place.dump('mqtt').rows.at(-1).text, 'read me later');
  await place.startBroker({ tls: true });
});

test('the session is taken over in mid-flow: what was acknowledged on either connection is there', async () => {
  const acknowledged = new Set();
  const lane = async (name) => {
    for (let i = 0; i < 20; i++) {
      const client = await open(device).catch(() => null);
      if (!client) continue;
      await pause(i % 7);
      for (let k = 0; k < 5; k++) {
        const text = `${name}${i}.${k}`;
        if (await outcome(client, topic(device), text, { qos: 1 }) !== 'acknowledged') break;
        acknowledged.add(text);
      }
      await client.endAsync(true);
    }
  };
  await Promise.all([lane('a'), lane('b')]);
  const stored = new Set(newRows().map((row) => row.text));
  assert.ok(acknowledged.size > 0);
  assert.deepEqual([...acknowledged].filter((text) => !stored.has(text)), []);
});

test('without a roster or with a wrong key file the broker says so and does not start', async () => {
  const bare = new Place();
  await bare.startBroker({ mayDie: true });
  assert.notEqual((await bare.broker.ended).code, 0);
  assert.match(bare.logOf('broker'), /sostegno: roster .*devices\.snapshot: file not found/);
  bare.writeRoster();
  execFileSync('cp', [bare.path('keys', 'door.key'), bare.path('keys', 'server.pub')]);
  await bare.startBroker({ mayDie: true });
  assert.notEqual((await bare.broker.ended).code, 0);
  assert.match(bare.logOf('broker'), /sostegno: server key .*server\.pub: sealed for another key/);
  await bare.close();
});
