// SPDX-License-Identifier: EUPL-1.2
// Failing storage under real doors (C5): a failed flush latches until restart, a full disk refuses and
// heals by itself, and in neither case is anything acknowledged that is not kept.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Place, SOAK, burst, pause, until } from '../doors/place.mjs';
import { DOORS, FAULT_PLACED, Oracle, checkCustody, countCalls, failAt, inLanes, random, script } from './harness.mjs';

// Call, what becomes of it, and how many places of it the quick run takes; the soak takes all.
const FAULTS = [['fdatasync', 'EIO', 2], ['pwrite64', 'EIO', 2], ['pwrite64', 'ENOSPC', 2], ['pwrite64', 'SHORT', 1], ['fsync', 'EIO', 0], ['ftruncate', 'EIO', 1], ['fallocate', 'ENOSPC', 1],
  ['unlink', 'EIO', 0], ['write', 'EIO', 0], ['write', 'SHORT', 0], ['sendto', 'EIO', 1], ['sendmsg', 'EIO', 0]];

const failing = (call, error, when) => ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', 'signal=none', '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`];

async function withFresh(use) {
  const place = new Place();
  const device = place.addDevice();
  place.writeRoster();
  const oracle = new Oracle(place.path('oracle'));
  try {
    return await use(place, device, oracle);
  } finally {
    oracle.close();
    await place.close();
  }
}
const withDoor = (door, wrapper, use) => withFresh(async (place, device, oracle) => use(place, device, oracle, await DOORS[door].start(place, { wrapper, mayDie: true })));

// Kills the door, not the probe around it, which ends when the door is gone: a dying door still holds its inbox.
async function killInside(part) {
  if (!part.gone) for (const pid of readFileSync(`/proc/${part.child.pid}/task/${part.child.pid}/children`, 'utf8').trim().split(' ').filter(Boolean)) process.kill(Number(pid), 'SIGKILL');
  await part.ended;
}

// How often a start makes a call, so that a fault can be placed among those of the messages.
async function callsOfStart(door, call) {
  const place = new Place();
  place.writeRoster();
  await DOORS[door].start(place, { wrapper: ['strace', '-D', '-f', '-qq', '-o', place.path('calls'), '-e', `trace=${call}`] });
  await pause(200); // what a start leaves for afterwards
  await place[door === 'mqtt' ? 'broker' : 'coap'].end('SIGKILL');
  const calls = () => readFileSync(place.path('calls'), 'utf8');
  await until(() => calls().trimEnd().endsWith('+++'), 'the end of the trace');
  const count = calls().split(`${call}(`).length - 1;
  await place.close();
  return count;
}

for (const [door, { start, send }] of Object.entries(DOORS)) {
  const messages = script('s', 20);

  test(`${door}: one failed flush, and nothing is acknowledged until restarted`, async () => {
    const flushes = await callsOfStart(door, 'fdatasync');
    await withDoor(door, failing('fdatasync', 'EIO', flushes + 2), async (place, device, oracle, part) => {
      assert.ok(!part.gone, place.logOf(door === 'mqtt' ? 'broker' : 'coap'));
      const latched = until(() => /everything is refused until this process is restarted/.test(place.logOf(door === 'mqtt' ? 'broker' : 'coap')), 'the door says that it takes nothing any more');
      for (let i = 0; i < 3; i++) await Promise.race([send(place, device, oracle, messages), latched]);
      await latched;
      const acknowledged = oracle.acknowledged().size;
      assert.ok(acknowledged < messages.length, `${acknowledged} acknowledged`);
      checkCustody(place, door, oracle, messages, 'latched');
      if (door === 'coap') assert.equal((await burst(place, device, ['refused'])).refused, '5.03');
      await part.end();
      await start(place, {});
      await send(place, device, oracle, messages);
      assert.equal(checkCustody(place, door, oracle, messages, 'restarted').acknowledged, messages.length);
      assert.equal(place.integrity(door), 'ok');
    });
  });

  test(`${door}: a disk that is full for a while refuses, then goes on without a restart`, async () => {
    const writes = await callsOfStart(door, 'pwrite64');
    await withDoor(door, failing('pwrite64', 'ENOSPC', `${writes + 2}..${writes + 6}`), async (place, device, oracle, part) => {
      assert.ok(!part.gone);
      for (const end = Date.now() + 60000; oracle.acknowledged().size < messages.length && Date.now() < end;) await Promise.race([send(place, device, oracle, messages), pause(5000)]);
      assert.equal(checkCustody(place, door, oracle, messages, 'after the full disk').acknowledged, messages.length);
      assert.ok(!part.gone, 'the same process');
      assert.match(place.logOf(door === 'mqtt' ? 'broker' : 'coap'), /refused a message: no space left/);
      assert.doesNotMatch(place.logOf(door === 'mqtt' ? 'broker' : 'coap'), /until this process is restarted/);
      await part.end();
      assert.equal(place.integrity(door), 'ok');
    });
  });

  test(`${door}: EIO, ENOSPC and short writes at every kind of call: no acknowledgement without a commit`, { skip: process.arch !== 'x64' && 'the probe changes calls on x86-64 only', timeout: SOAK ? 3600000 : 900000 }, async (t) => {
    const few = script('f', 12);
    const counts = await withFresh((place, device, oracle) => countCalls(place, door, device, oracle, few));
    let runs = 0;
    let placed = 0;
    const met = new Set();
    const points = FAULTS.filter(([call, , quick]) => counts[call] && (SOAK || quick) && !(door === 'coap' && call === 'write')) // its one write says that it is ready
      .flatMap(([call, fault, quick]) => Array.from({ length: SOAK ? counts[call] : quick }, (_, at) => ({ call, fault, k: SOAK ? at + 1 : 1 + random(counts[call]) })));
    const one = async ({ call, fault, k }) => {
      const what = `${call} ${k} ${fault}`;
      await withDoor(door, failAt(fault, call, k), async (place, device, oracle, part) => {
        if (!part.gone) await send(place, device, oracle, few);
        await killInside(part);
        if (place.logOf(door === 'mqtt' ? 'broker' : 'coap').includes(FAULT_PLACED)) {
          placed += 1;
          met.add(`${call} ${fault}`);
        }
        await start(place, {});
        await send(place, device, oracle, few);
        assert.equal(checkCustody(place, door, oracle, few, what).acknowledged, few.length, what);
        assert.equal(place.integrity(door), 'ok', what);
        runs += 1;
      });
    };
    await inLanes(2, points, one);
    // A run may be shorter than the one that was counted: what no run has met, one must meet earlier.
    const left = points.filter(({ call, fault }) => !met.has(`${call} ${fault}`));
    for (const { call, fault, k } of left) for (let at = k >> 1; at >= 1 && !met.has(`${call} ${fault}`); at >>= 1) await one({ call, fault, k: at });
    assert.deepEqual(points.filter(({ call, fault }) => !met.has(`${call} ${fault}`)), [], 'every kind of fault was met');
    t.diagnostic(`evidence: ${door} door, failing storage: ${runs} runs with one call each that failed (EIO, ENOSPC) or wrote half, ${placed} met it, nothing acknowledged without a commit`);
  });
}
