// SPDX-License-Identifier: EUPL-1.2
// The MQTT door against the two standards, byte by byte: what a client may rely on, what we refuse on
// purpose (the second list), and that nothing malformed reaches the inbox. A raw client of our own.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import packets from 'mqtt-packet';
import { Place, pause, until } from './place.mjs';

let place;
let device;
before(async () => {
  place = new Place();
  device = place.addDevice();
  place.writeRoster();
  await place.startBroker();
});
after(() => place.close());

let rowsBefore = 0;
beforeEach(() => { rowsBefore = place.dump('mqtt').rows.length; });
const newRows = () => place.dump('mqtt').rows.slice(rowsBefore);
const topic = (kind = 'readings') => `ltc/v1/${device.id}/up/${kind}`;

// A connection of bytes: what came back is in `got`.
class Raw {
  constructor(version) {
    this.version = version;
    this.got = [];
    const parser = packets.parser({ protocolVersion: version });
    parser.on('packet', (packet) => this.got.push(packet));
    parser.on('error', () => {});
    this.socket = connect(place.mqttPort, '127.0.0.1').on('data', (bytes) => parser.parse(bytes)).on('error', () => {}).on('close', () => { this.closed = true; });
  }

  bytes(packet) { return packets.generate(packet, { protocolVersion: this.version }); }
  send(packet) { this.socket.write(Buffer.isBuffer(packet) ? packet : this.bytes(packet)); return this; }
  connect(more = {}) {
    return this.send({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: this.version, clean: true, clientId: device.id, keepalive: 60, username: device.id, password: Buffer.from(device.password), ...more });
  }

  async answer(cmd, count = 1) {
    await until(() => this.closed || this.got.filter((packet) => packet.cmd === cmd).length >= count, `${cmd}, not ${JSON.stringify(this.got)}`);
    return this.got.filter((packet) => packet.cmd === cmd).at(-1);
  }

  ended() { return until(() => this.closed, `the end, not ${JSON.stringify(this.got)}`); }
  end() { this.socket.destroy(); }
}
async function opened(version, more) {
  const raw = new Raw(version).connect(more);
  const { returnCode, reasonCode } = await raw.answer('connack');
  assert.equal(version === 5 ? reasonCode : returnCode, 0);
  return raw;
}
const publish = (more = {}) => ({ cmd: 'publish', topic: topic(), payload: 'x', qos: 1, messageId: 7, dup: false, retain: false, ...more });
// The head of a PUBLISH of QoS 1 with any bytes for a topic, which a generator would refuse to write.
const oddTopic = (version, name) => {
  const body = Buffer.concat([Buffer.from([name.length >> 8, name.length & 255]), name, Buffer.from([0, 7]), ...(version === 5 ? [Buffer.from([0])] : []), Buffer.from('x')]);
  return Buffer.concat([Buffer.from([0x32, body.length]), body]);
};

for (const version of [4, 5]) {
  const say = (what) => `protocol ${version}: ${what}`;

  test(say('a packet that comes in single bytes is one packet'), async () => {
    const raw = await opened(version);
    for (const byte of raw.bytes(publish())) { raw.send(Buffer.from([byte])); await pause(1); }
    assert.equal((await raw.answer('puback')).messageId, 7);
    assert.equal(newRows().length, 1);
    raw.end();
  });

  test(say('many packets in one write are answered each, in their order'), async () => {
    const raw = await opened(version);
    raw.send(Buffer.concat(Array.from({ length: 15 }, (_, i) => raw.bytes(publish({ messageId: i + 1, payload: String(i) })))));
    await raw.answer('puback', 15);
    assert.deepEqual(raw.got.filter(({ cmd }) => cmd === 'puback').map(({ messageId }) => messageId), Array.from({ length: 15 }, (_, i) => i + 1));
    assert.deepEqual(newRows().map(({ text }) => text), Array.from({ length: 15 }, (_, i) => String(i)));
    raw.end();
  });

  test(say('QoS 2 is PUBREC, PUBREL, PUBCOMP; sent again before the release it is answered again'), async () => {
    const raw = await opened(version);
    raw.send(publish({ qos: 2 }));
    await raw.answer('pubrec');
    raw.send(publish({ qos: 2, dup: true }));
    assert.equal((await raw.answer('pubrec', 2)).messageId, 7);
    raw.send({ cmd: 'pubrel', messageId: 7, qos: 1 });
    assert.equal((await raw.answer('pubcomp')).messageId, 7);
    // In custody once or twice, as the broker asks the plugin before it looks for a repetition; the server stores one.
    assert.ok(newRows().length >= 1 && newRows().length <= 2);
    raw.end();
  });

  test(say('PINGREQ is answered; silence beyond one and a half times the keep-alive ends the connection'), async () => {
    const raw = await opened(version, { keepalive: 2 });
    raw.send({ cmd: 'pingreq' });
    await raw.answer('pingresp');
    await raw.ended();
  });

  test(say('a session is kept while the broker runs: session present, and the subscription is still there'), async () => {
    const keep = version === 5 ? { clean: false, properties: { sessionExpiryInterval: 60 } } : { clean: false };
    const raw = await opened(version, keep);
    raw.send({ cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: `ltc/v1/${device.id}/down/#`, qos: 1 }] });
    assert.equal((await raw.answer('suback')).granted[0], 1);
    raw.send({ cmd: 'disconnect' });
    await raw.ended();
    const again = new Raw(version).connect(keep);
    assert.equal((await again.answer('connack')).sessionPresent, true);
    again.end();
    const clean = new Raw(version).connect();
    assert.equal((await clean.answer('connack')).sessionPresent, false);
    clean.end();
  });

  test(say('an acknowledgement of nothing, and leaving a subscription that is not there, disturb nobody'), async () => {
    const raw = await opened(version);
    raw.send({ cmd: 'puback', messageId: 999 });
    raw.send({ cmd: 'unsubscribe', messageId: 4, unsubscriptions: ['nothing/here'] });
    await raw.answer('unsuback');
    raw.send(publish());
    await raw.answer('puback');
    raw.end();
  });

  const malformed = {
    'a packet before CONNECT': (raw) => raw.send(publish()),
    'a second CONNECT': async (raw) => { raw.connect(); await raw.answer('connack'); raw.connect(); raw.send(publish()); },
    'another protocol name': (raw) => raw.send(Buffer.from([0x10, 14, 0, 4, 0x4d, 0x51, 0x58, 0x58, version, 2, 0, 60, 0, 2, 0x61, 0x61])),
    'a length of five bytes': (raw) => raw.send(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x01])),
    'QoS 3': async (raw) => { raw.connect(); await raw.answer('connack'); const bytes = raw.bytes(publish()); bytes[0] |= 0x06; raw.send(bytes); },
    'a topic with +': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(oddTopic(version, Buffer.from(`ltc/v1/${device.id}/up/+`))); },
    'a topic with #': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(oddTopic(version, Buffer.from('ltc/v1/#'))); },
    'a topic with NUL': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(oddTopic(version, Buffer.from(`${topic()}\0`))); },
    'a topic that is no UTF-8': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(oddTopic(version, Buffer.concat([Buffer.from(topic()), Buffer.from([0xc3, 0x28])]))); },
    'an empty topic': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(oddTopic(version, Buffer.alloc(0))); },
    'message number 0': async (raw) => { raw.connect(); await raw.answer('connack'); const bytes = raw.bytes(publish()); bytes[2 + 2 + topic().length] = 0; bytes[2 + 2 + topic().length + 1] = 0; raw.send(bytes); },
    'a SUBSCRIBE without a filter': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(Buffer.from(version === 5 ? [0x82, 3, 0, 5, 0] : [0x82, 2, 0, 5])); },
    'a SUBSCRIBE with wrong flags': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(Buffer.from(version === 5 ? [0x80, 7, 0, 5, 0, 0, 1, 0x61, 0] : [0x80, 6, 0, 5, 0, 1, 0x61, 0])); },
    'a packet of the reserved type': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(Buffer.from([0x00, 0x00])); },
    'data after DISCONNECT': async (raw) => { raw.connect(); await raw.answer('connack'); raw.send(Buffer.concat([raw.bytes({ cmd: 'disconnect' }), raw.bytes(publish())])); },
    'a will with a wildcard': (raw) => raw.connect({ will: { topic: `ltc/v1/${device.id}/up/+`, payload: Buffer.from('x'), qos: 1, retain: false } }),
  };
  for (const [what, act] of Object.entries(malformed)) {
    test(say(`${what} ends the connection, and nothing of it reaches the inbox`), async () => {
      const raw = new Raw(version);
      await act(raw);
      await raw.ended();
      assert.equal(raw.got.filter(({ cmd }) => cmd === 'puback' || cmd === 'pubrec').length, 0);
      assert.equal(newRows().length, 0);
    });
  }

  // What the standards allow and we do not give. Each has its reason in docs/operation.md.
  const refusals = {
    'a client id made by the broker': { clientId: '' },
    'no user name': { username: undefined, password: undefined },
    'a user name without a password': { password: undefined },
  };
  for (const [what, more] of Object.entries(refusals)) {
    test(say(`on purpose: ${what} is refused`), async () => {
      const raw = new Raw(version).connect(more);
      await raw.ended();
      const answer = raw.got.find(({ cmd }) => cmd === 'connack');
      assert.ok(answer === undefined || (version === 5 ? answer.reasonCode : answer.returnCode) !== 0);
    });
  }
  for (const filter of ['#', '+/+/+', '$SYS/#', '$share/all/ltc/v1/+/down/#', '$CONTROL/#', `ltc/v1/${'0'.repeat(32)}/down/#`]) {
    test(say(`on purpose: subscribing to ${filter.slice(0, 20)} is refused in the SUBACK, the connection stays`), async () => {
      const raw = await opened(version);
      raw.send({ cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: filter, qos: 1 }] });
      assert.ok((await raw.answer('suback')).granted[0] >= 128);
      raw.send(publish());
      await raw.answer('puback');
      raw.end();
    });
  }
}

test('MQTT 3.1 is spoken, too; another version is answered with its number', async () => {
  const old = new Raw(3).connect({ protocolId: 'MQIsdp', protocolVersion: 3 });
  assert.equal((await old.answer('connack')).returnCode, 0);
  old.send(publish());
  await old.answer('puback');
  old.end();
  const future = new Raw(4).send(Buffer.from([0x10, 14, 0, 4, 0x4d, 0x51, 0x54, 0x54, 9, 2, 0, 60, 0, 2, 0x61, 0x61]));
  await future.ended();
  assert.equal(newRows().length, 1);
});

test('MQTT 5: the limits stand in the CONNACK', async () => {
  const raw = new Raw(5).connect();
  const { reasonCode, properties } = await raw.answer('connack');
  assert.equal(reasonCode, 0);
  assert.equal(properties.maximumPacketSize, 65536);
  assert.ok(properties.receiveMaximum === undefined || properties.receiveMaximum >= 20);
  raw.end();
});

// With max_keepalive set mosquitto 2.0.11 leaves such an MQTT 3.1.1 device without any answer.
for (const keepalive of [0, 1000, 65535]) {
  test(`a keep-alive of ${keepalive} s is taken as the device wants it`, async () => {
    for (const version of [4, 5]) {
      const raw = await opened(version, { keepalive });
      raw.send(publish());
      await raw.answer('puback');
      raw.end();
    }
  });
}

test('MQTT 5: a topic alias stands for the topic it was given with', async () => {
  const raw = await opened(5);
  raw.send(publish({ messageId: 1, properties: { topicAlias: 1 } })).send(publish({ messageId: 2, topic: '', properties: { topicAlias: 1 } }));
  await raw.answer('puback', 2);
  assert.deepEqual(newRows().map(({ kind }) => kind), ['readings', 'readings']);
  raw.end();
});

test('MQTT 5: an alias that was never given ends the connection', async () => {
  const raw = await opened(5);
  raw.send(publish({ topic: '', properties: { topicAlias: 2 } }));
  await raw.ended();
  assert.equal(newRows().length, 0);
});

test('MQTT 5: user properties, expiry, response topic and correlation are accepted and change nothing', async () => {
  const raw = await opened(5);
  raw.send(publish({ properties: { messageExpiryInterval: 1, responseTopic: 'a/b', correlationData: Buffer.from('c'), userProperties: { a: 'b' }, contentType: 'application/json', payloadFormatIndicator: true } }));
  assert.ok(((await raw.answer('puback')).reasonCode ?? 0) < 128); // 16: nobody has subscribed, as it should be
  assert.equal(newRows()[0].media, 'application/json');
  raw.end();
});

test('MQTT 5, on purpose: enhanced authentication is refused', async () => {
  const raw = new Raw(5).connect({ properties: { authenticationMethod: 'SCRAM-SHA-256', authenticationData: Buffer.from('x') } });
  await raw.ended();
  assert.ok((raw.got.find(({ cmd }) => cmd === 'connack')?.reasonCode ?? 128) >= 128);
});

test('MQTT 5: a packet above the maximum is refused by ending the connection, unacknowledged', async () => {
  const raw = await opened(5);
  raw.send(publish({ payload: Buffer.alloc(70000, 'x') }));
  await raw.ended();
  assert.equal(raw.got.filter(({ cmd }) => cmd === 'puback').length, 0);
  assert.equal(newRows().length, 0);
});
