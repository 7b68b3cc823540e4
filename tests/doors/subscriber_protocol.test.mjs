// SPDX-License-Identifier: EUPL-1.2
// The subscriber door against a broker that does what it likes: the order of commit and acknowledgement
// with the commit held open, QoS 2, other versions, refusals, and what no broker should send.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Foreign } from './foreign.mjs';
import { pause, until } from './place.mjs';
import { CLOSE, Scripted, packet, publish } from './scripted.mjs';

async function meet(t, { broker = {}, ...options } = {}) {
  const place = new Foreign();
  const scripted = await new Scripted(broker).listen();
  t.after(async () => { scripted.close(); await place.close(); });
  const device = place.addDevice();
  place.writeRoster();
  place.foreignPort = scripted.port;
  await place.startSubscriber(options);
  const topic = `ltc/v1/${device.id}/up/readings`;
  return { place, scripted, topic, texts: () => place.dump('subscriber').rows.map((row) => row.text) };
}
const ids = (packets) => packets.map(({ body }) => body.readUInt16BE(0));
const HELD_MS = 400;
// Every flush from the last one of the start on takes that long to begin.
async function holding(t) {
  const { place } = await meet(t, { wrapper: ['strace', '-D', '-f', '-qq', '-o', '/dev/stderr', '-e', 'signal=none', '-e', 'trace=fdatasync'] });
  const flushes = place.logOfStart().split('fdatasync(').length - 1;
  assert.ok(flushes > 3, `${flushes} flushes at the start`);
  return ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', 'signal=none', '-e', 'trace=fdatasync', '-e', `inject=fdatasync:delay_enter=${HELD_MS * 1000}:when=${flushes}+`];
}

const refusals = [
  ['a refused connection', { connack: packet(0x20, [0, 0x87, 0]) }, 'the broker refuses the connection: code 0x87'],
  ['a refused subscription', { suback: (_, id) => packet(0x90, id, [0, 0x87]) }, 'the broker refuses the subscription: code 0x87'],
  ['a subscription at QoS 0', { suback: (_, id) => packet(0x90, id, [0, 0]) }, 'grants QoS 0 only'],
  ['a message before the greeting', { connack: publish({ topic: 'x', id: 1 }) }, 'breaks the protocol'],
  ['no packet at all', { connack: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') }, 'breaks the protocol'],
  ['a greeting with nonsense in it', { connack: packet(0x20, [0, 0, 2, 0x21, 0]) }, 'breaks the protocol at its greeting'],
];

// Most of a test is waiting for a reconnection: three at a time.
describe('the subscriber door against a scripted broker', { concurrency: 3 }, () => {
  for (const [qos, answer] of [[1, 4], [2, 5]]) {
    test(`QoS ${qos}: while the commit is held open nothing is acknowledged; then all of the group in order`, async (t) => {
      const { scripted, topic, texts } = await meet(t, { wrapper: await holding(t), settings: { qos }, broker: { suback: (_, id) => packet(0x90, id, [0, qos]) } });
      const from = scripted.send(...Array.from({ length: 5 }, (_, i) => publish({ topic, qos, id: 10 + i, payload: `m${i}` })));
      const answers = await scripted.told(answer, 5);
      assert.ok(answers[0].at - from >= HELD_MS - 1, `acknowledged after ${answers[0].at - from} ms`);
      assert.deepEqual(ids(answers), [10, 11, 12, 13, 14]);
      assert.deepEqual(texts(), ['m0', 'm1', 'm2', 'm3', 'm4']);
      if (qos === 2) {
        scripted.send(...[10, 11, 77].map((id) => packet(0x62, [0, id]))); // 77: what a door that was killed knows nothing of
        assert.deepEqual(ids(await scripted.told(7, 3)), [10, 11, 77]);
      }
    });
  }

  test('what it says of itself: version 5, no clean start, session expiry, receive maximum, filter and its options', async (t) => {
    const { scripted } = await meet(t, { settings: { 'receive-maximum': 50, 'session-expiry': 3600, 'keep-alive': 30, user: 'house', share: 'group' } });
    const [{ body }] = scripted.ofType(1);
    assert.deepEqual([body.subarray(0, 10), body.subarray(10, 19)], [Buffer.from([0, 4, 77, 81, 84, 84, 5, 0x80, 0, 30]), Buffer.from([8, 0x11, 0, 0, 14, 16, 0x21, 0, 50])]);
    const subscribe = scripted.ofType(8)[0].body;
    assert.equal(subscribe.subarray(5, -1).toString(), '$share/group/ltc/v1/+/up/+');
    assert.equal(subscribe.at(-1), 0b00011001, 'QoS 1, retain as published, retained messages for a new subscription');
  });

  test('a broker without MQTT 5 is spoken to in 3.1.1', async (t) => {
    const { scripted, topic, texts } = await meet(t, { broker: { connack: (connection) => packet(0x20, [0, connection === 0 ? 1 : 0]), suback: (_, id) => packet(0x90, id, [1]) } });
    assert.deepEqual(scripted.ofType(1).map(({ body }) => body[6]), [5, 4]);
    assert.equal(scripted.ofType(1)[1].body[7] & 2, 0, 'no clean session');
    scripted.send(publish({ topic, id: 1, payload: 'older', properties: [] }));
    assert.deepEqual((await scripted.told(4)).map(({ body }) => [...body]), [[0, 1]]);
    assert.deepEqual(texts(), ['older']);
  });

  test('a broker that closes when it hears of version 5 is spoken to in 3.1.1, and so it stays', async (t) => {
    const connack = (connection) => (connection < 2 ? CLOSE : packet(0x20, [0, 0]));
    const { place, scripted, topic, texts } = await meet(t, { settings: { share: 'house' }, broker: { connack, suback: (_, id) => packet(0x90, id, [1]) } });
    assert.match(place.logOf('subscriber'), /closes instead of answering, trying 3\.1\.1[^]*whether the broker has shared subscriptions/);
    scripted.socket.destroy();
    await place.said('the broker sends', 2);
    assert.deepEqual(scripted.ofType(1).map(({ body }) => body[6]), [5, 5, 4, 4]);
    scripted.send(publish({ topic, id: 1, payload: 'older', properties: [] }));
    await scripted.told(4);
    assert.deepEqual(texts(), ['older']);
  });

  test('a broker that closes whatever it hears is tried in 5 again', async (t) => {
    const { scripted } = await meet(t, { broker: { connack: (connection) => (connection < 3 ? CLOSE : packet(0x20, [0, 0, 0])) } });
    assert.deepEqual(scripted.ofType(1).map(({ body }) => body[6]), [5, 5, 4, 5]);
  });

  test('what was not acknowledged comes again after a reconnection and is taken again; the session is not asked for twice', async (t) => {
    const { scripted, topic, texts } = await meet(t, { broker: { connack: (connection) => packet(0x20, [connection > 0 ? 1 : 0, 0, 0]) } });
    scripted.send(publish({ topic, id: 7, payload: 'one' }));
    await scripted.told(4);
    scripted.socket.destroy(); // our PUBACK may have been lost on the way
    await scripted.told(1, 2);
    await until(() => scripted.connections === 2, 'the second connection');
    scripted.send(publish({ topic, id: 7, dup: true, payload: 'one' }));
    await scripted.told(4, 2);
    assert.deepEqual(texts(), ['one', 'one']);
    assert.equal(scripted.ofType(8).length, 1);
  });

  test('receipts respect the receive maximum of the broker and go out again until they are answered', async (t) => {
    const connack = (connection) => packet(0x20, [connection > 0 ? 1 : 0, 0, 3, 0x21, 0, 2]);
    const { scripted, topic } = await meet(t, { settings: { receipts: 'yes' }, broker: { connack } });
    scripted.send(...[1, 2, 3].map((id) => publish({ topic, id, payload: `m${id}` })));
    const first = await scripted.told(3, 2);
    await pause(200);
    assert.equal(scripted.ofType(3).length, 2, 'the third waits');
    const idOf = ({ body }) => body.readUInt16BE(2 + body.readUInt16BE(0));
    assert.equal(first[0].first, 0x32);
    scripted.send(packet(0x40, [idOf(first[0]) >> 8, idOf(first[0]) & 255, 0x10, 0])); // nobody listens there: fine
    assert.equal((await scripted.told(3, 3)).length, 3);
    scripted.socket.destroy();
    const all = await scripted.told(3, 5);
    assert.deepEqual(all.slice(3).map((one) => [one.first, idOf(one)]), [[0x3a, idOf(first[1])], [0x3a, idOf(all[2])]]);
  });

  test('refusals and nonsense at the greeting are told and tried again, and the door goes on', async (t) => {
    await Promise.all(refusals.map(async ([what, broker, word]) => {
      const { place, scripted } = await meet(t, { broker, flowing: false });
      await place.said(word);
      await scripted.told(1, 2);
      assert.ok(!place.subscriber.gone, what);
    }));
  });

  test('nonsense among messages: what came before it is kept and answered, the connection begins anew', async (t) => {
    const { place, scripted, topic, texts } = await meet(t);
    const nonsense = [publish({ topic, id: 0, payload: 'no id' }), packet(0xf0, [0]), packet(0xe0, [0x8e])];
    for (const [at, one] of nonsense.entries()) {
      await place.said('the broker sends', at + 1);
      scripted.send(publish({ topic, id: at + 1, payload: `before ${at}` }), one);
    }
    await place.said('the broker sends', nonsense.length + 1);
    assert.deepEqual(texts(), nonsense.map((_, at) => `before ${at}`));
    await place.said('the broker ended the connection: code 0x8e');
  });

  test('a broker that falls silent is left, one that answers pings is not', async (t) => {
    const { place, scripted } = await meet(t, { settings: { 'keep-alive': 1 } });
    await scripted.told(12);
    await place.said('has gone silent');
    assert.ok(scripted.ofType(12).filter(({ connection }) => connection === 0).length <= 3, 'it asks about once in the keep-alive');
    await scripted.told(1, 2);
  });
});
