// SPDX-License-Identifier: EUPL-1.2
// The subscriber door is killed at every call by which it changes a file or tells somebody something, and
// its storage fails: nothing that the foreign broker acknowledged and kept is lost. The broker is stock
// mosquitto and stays up; the oracle is its acknowledgements, written down outside.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import mqtt from 'mqtt';
import { Foreign } from '../doors/foreign.mjs';
import { SOAK, pause, until } from '../doors/place.mjs';
import { KILLED, Oracle, FAULT_PLACED, checkCustody, countTo, everyPoint, failAt, inLanes, killAt, random, readCounts, sample, script, sendMqtt } from './harness.mjs';

const FEW = { pwrite64: 2, fdatasync: 2, sendto: 3 }; // of the others one
const wanted = (call) => (SOAK ? Infinity : FEW[call] ?? 1);
const CYCLES = SOAK ? 200 : 4;
const MESSAGES = 30;
const LANES = 2;
let rooms = 0;

// A session at the broker that the door will go on with, so that it keeps messages from the beginning.
async function reserve(port, clientId) {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { clientId, clean: false, protocolVersion: 5, properties: { sessionExpiryInterval: 3600 } });
  await client.subscribeAsync('ltc/v1/+/up/+', { qos: 1 });
  await client.endAsync();
}
const forget = async (port, clientId) => { await (await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { clientId, clean: true })).endAsync(); };

// One place after the other at a broker; each with a door, a device and a session of its own.
async function withDoor(broker, use) {
  const place = new Foreign();
  const device = place.addDevice();
  place.writeRoster();
  place.foreignPort = broker.foreignPort;
  const clientId = `door-${rooms++}`;
  const oracle = new Oracle(place.path('oracle'));
  const messages = script('m', MESSAGES);
  await reserve(broker.foreignPort, clientId);
  const bench = {
    place, oracle, messages,
    start: (more = {}) => place.startSubscriber({ settings: { 'client-id': clientId, 'receive-maximum': 5, receipts: 'yes' }, mayDie: true, ...more }),
    publish: (some = messages) => sendMqtt({ port: broker.foreignPort, device, oracle, messages: some, login: false }),
    stored: (some = messages) => { const have = new Set([...oracle.taken.values(), ...place.dump('subscriber').rows.map((row) => row.text)]); return some.every((message) => have.has(message)); },
  };
  try {
    return await use(bench);
  } finally {
    oracle.close();
    await place.close();
    await forget(broker.foreignPort, clientId);
  }
}

// start, all messages, what came trimmed away by word of the server, clean end; whatever kills it on the way ends it.
async function life({ place, oracle, start, publish, stored }, wrapper) {
  const part = await start({ wrapper });
  await publish();
  const over = (what, condition) => until(() => part.gone || condition(), what);
  if (!part.gone) await over('all stored', () => stored());
  if (!part.gone) {
    const { rows } = place.dump('subscriber');
    for (const { sequence, text } of rows) oracle.taken.set(sequence, text);
    try {
      place.trim('subscriber', rows.at(-1).sequence);
    } catch (fault) {
      await over(`gone, or ${fault}`, () => false);
    }
    await over('trimmed', () => place.rowCount('subscriber') === 0);
  }
  return part.end();
}

async function withBrokers(count, use) {
  const brokers = Array.from({ length: count }, () => new Foreign());
  try {
    await Promise.all(brokers.map((one) => one.startForeign()));
    return await use(brokers);
  } finally {
    await Promise.all(brokers.map((one) => one.close()));
  }
}

test(`subscriber: SIGKILL at flushes, writes, answers and file calls of a run of ${MESSAGES} messages`, { timeout: SOAK ? 3600000 : 900000 }, async (t) => {
  await withBrokers(LANES, async (brokers) => {
    const free = [...brokers];
    const atOne = async (use) => { const broker = free.pop(); try { return await withDoor(broker, use); } finally { free.push(broker); } };
    const count = () => atOne(async (bench) => {
      assert.equal((await life(bench, countTo(bench.place.path('calls')))).code, 0, bench.place.logOf('subscriber'));
      return readCounts(bench.place.path('calls'));
    });
    let repeats = 0;
    const seen = await everyPoint({ count, wanted, lanes: LANES, run: (call, k) => atOne(async (bench) => {
      const what = `killed at ${call} ${k}`;
      const first = await life(bench, killAt(call, k));
      assert.ok(first.code === KILLED || first.code === 0, `${what}: ended with ${first.code}; ${bench.place.logOf('subscriber')}`);
      assert.equal(bench.oracle.acknowledged().size, MESSAGES, 'the foreign broker was up all the time');
      const part = await bench.start();
      await until(() => bench.stored(), `${what}: all that the broker kept; ${bench.place.logOf('subscriber')}`);
      assert.equal((await part.end()).code, 0);
      const { rows } = checkCustody(bench.place, 'subscriber', bench.oracle, bench.messages, what);
      assert.equal(bench.place.integrity('subscriber'), 'ok', what);
      repeats += rows - MESSAGES;
      return { hit: first.code === KILLED, ready: part.ready };
    }) });
    for (const call of ['fdatasync', 'pwrite64', 'ftruncate', 'sendto']) assert.ok(seen.counts[0][call] > 0, `the probe sees ${call}`);
    t.diagnostic(`evidence: subscriber door: ${seen.text}, 0 messages lost that the foreign broker had acknowledged and kept, ${repeats} stored again`);
  });
});

test(`subscriber: ${CYCLES} random kills while a device keeps sending`, { timeout: SOAK ? 3600000 : 900000 }, async (t) => {
  await withBrokers(1, ([broker]) => withDoor(broker, async ({ place, oracle, start, publish, stored }) => {
    const all = [];
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const part = await start();
      const some = script(`c${cycle}-`, 40);
      all.push(...some);
      const sending = publish(some);
      await Promise.race([sending, pause(random(80))]);
      await part.end('SIGKILL');
      await sending;
    }
    const part = await start();
    await until(() => stored(all), `all; ${place.logOf('subscriber')}`);
    await part.end();
    const { acknowledged, rows } = checkCustody(place, 'subscriber', oracle, all, 'at the end');
    assert.equal(acknowledged, all.length);
    assert.equal(place.integrity('subscriber'), 'ok');
    t.diagnostic(`evidence: subscriber door, at random: ${CYCLES} kills, ${acknowledged} acknowledged by the foreign broker, ${rows} rows, seed ${process.env.HOUSE_SEED ?? 1}`);
  }));
});

const failing = (call, error, when) => ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', 'signal=none', '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`];

// How often a start makes a call, so that a fault can be placed among those of the messages.
const callsOfStart = (broker, call) => withDoor(broker, async ({ place, start }) => {
  await start({ wrapper: ['strace', '-D', '-f', '-qq', '-o', '/dev/stderr', '-e', 'signal=none', '-e', `trace=${call}`] });
  return place.logOfStart().split(`${call}(`).length - 1;
});

test('subscriber: one failed flush, and nothing is taken or acknowledged until restarted; then all of it', async () => {
  await withBrokers(1, async ([broker]) => {
    const flushes = await callsOfStart(broker, 'fdatasync');
    await withDoor(broker, async ({ place, oracle, messages, start, publish, stored }) => {
      const part = await start({ wrapper: failing('fdatasync', 'EIO', flushes + 2) });
      await publish();
      await place.said('everything is refused until this process is restarted');
      const then = place.rowCount('subscriber');
      await pause(1000); // longer than the pause before a reconnection
      assert.ok(!part.gone && place.rowCount('subscriber') === then && then < MESSAGES, `${then} rows`);
      await part.end();
      await start();
      await until(() => stored(), 'all of it');
      checkCustody(place, 'subscriber', oracle, messages, 'restarted');
    });
  });
});

test('subscriber: a disk that is full for a while refuses, then goes on without a restart', async () => {
  await withBrokers(1, async ([broker]) => {
    const writes = await callsOfStart(broker, 'pwrite64');
    await withDoor(broker, async ({ place, oracle, messages, start, publish, stored }) => {
      const part = await start({ wrapper: failing('pwrite64', 'ENOSPC', `${writes + 2}..${writes + 3}`) });
      await publish();
      await until(() => stored(), `all of it; ${place.logOf('subscriber')}`);
      assert.ok(!part.gone, 'the same process');
      assert.match(place.logOf('subscriber'), /refused a message: no space left/);
      checkCustody(place, 'subscriber', oracle, messages, 'after the full disk');
    });
  });
});

// Half a page written, half an acknowledgement sent: the rest must follow, as often as it takes.
test('subscriber: a write of the inbox and an answer to the broker that are cut short: all of it is kept, once, without a restart', { timeout: SOAK ? 3600000 : 120000 }, async (t) => {
  await withBrokers(LANES, async (brokers) => {
    const free = [...brokers];
    const starts = { pwrite64: await callsOfStart(free[0], 'pwrite64'), sendto: await callsOfStart(free[0], 'sendto') };
    const points = Object.entries(starts).flatMap(([call, start]) => (SOAK ? Array.from({ length: 60 }, (_, at) => at + 1) : [start + 3]).map((k) => ({ call, k })));
    let placed = 0;
    await inLanes(LANES, points, async ({ call, k }) => {
      const broker = free.pop();
      await withDoor(broker, async ({ place, oracle, messages, start, publish, stored }) => {
        const what = `${call} ${k} cut short`;
        const part = await start({ wrapper: failAt('SHORT', call, k) });
        await publish();
        await until(() => stored(), `${what}: all of it; ${place.logOf('subscriber')}`, 30000);
        const there = place.logOf('subscriber').includes(FAULT_PLACED) || place.logOfStart().includes(FAULT_PLACED);
        assert.ok(there || SOAK, `${what}: the run was long enough`);
        placed += there ? 1 : 0;
        assert.ok(!part.gone, `${what}: the same process`);
        assert.equal((await part.end()).code, 0, what);
        const { rows } = checkCustody(place, 'subscriber', oracle, messages, what);
        assert.equal(rows, MESSAGES, `${what}: each once`);
        assert.equal(place.integrity('subscriber'), 'ok', what);
      });
      free.push(broker);
    });
    t.diagnostic(`evidence: subscriber door, cut short: ${placed} of ${points.length} writes and answers cut in half, nothing lost, nothing doubled`);
  });
});

// A message that was acknowledged without its commit would be gone from the broker, too.
test('subscriber: EIO and ENOSPC at writes and flushes: no acknowledgement without a commit', { timeout: SOAK ? 3600000 : 900000 }, async (t) => {
  const points = [['fdatasync', 'EIO', 26], ['pwrite64', 'EIO', 110], ['pwrite64', 'ENOSPC', 110]].flatMap(([call, error, count]) => sample(count, SOAK ? Infinity : 1).map((k) => ({ call, error, k })));
  await withBrokers(LANES, async (brokers) => {
    const free = [...brokers];
    await inLanes(LANES, points, async ({ call, error, k }) => {
      const broker = free.pop();
      await withDoor(broker, async ({ place, oracle, messages, start, publish, stored }) => {
        const what = `${call} ${k} ${error}`;
        const part = await start({ wrapper: failing(call, error, k) });
        await publish();
        await pause(random(400));
        await part.end('SIGKILL');
        await start();
        await until(() => stored(), `${what}: all of it; ${place.logOf('subscriber')}`);
        checkCustody(place, 'subscriber', oracle, messages, what);
        assert.equal(place.integrity('subscriber'), 'ok', what);
      });
      free.push(broker);
    });
  });
  t.diagnostic(`evidence: subscriber door, failing storage: ${points.length} runs with one failing flush or write each, nothing acknowledged without a commit`);
});
