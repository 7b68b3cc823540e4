// SPDX-License-Identifier: EUPL-1.2
// Failing storage under real doors (C5): a failed flush latches until restart, a full disk refuses and
// heals by itself, and in neither case is anything acknowledged that is not kept.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Place, SOAK, burst, pause } from '../doors/place.mjs';
import { DOORS, Oracle, checkCustody, inLanes, sample, script } from './harness.mjs';

const failing = (call, error, when) => ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', 'signal=none', '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`];

async function withDoor(door, wrapper, use) {
  const place = new Place();
  const device = place.addDevice();
  place.writeRoster();
  const oracle = new Oracle(place.path('oracle'));
  try {
    await use(place, device, oracle, await DOORS[door].start(place, { wrapper, mayDie: true }));
  } finally {
    oracle.close();
    await place.close();
  }
}

// How often a start makes a call, so that a fault can be placed among those of the messages.
async function callsOfStart(door, call) {
  const place = new Place();
  place.writeRoster();
  await DOORS[door].start(place, { wrapper: ['strace', '-D', '-f', '-qq', '-o', place.path('calls'), '-e', `trace=${call}`] });
  await pause(200);
  const count = readFileSync(place.path('calls'), 'utf8').split(`${call}(`).length - 1;
  await place.close();
  return count;
}

for (const [door, { start, send }] of Object.entries(DOORS)) {
  const messages = script('s', 20);

  test(`${door}: one failed flush, and nothing is acknowledged until restarted`, async () => {
    const flushes = await callsOfStart(door, 'fdatasync');
    await withDoor(door, failing('fdatasync', 'EIO', flushes + 2), async (place, device, oracle, part) => {
      assert.ok(!part.gone, place.logOf(door === 'mqtt' ? 'broker' : 'coap'));
      const giveUp = pause(3000);
      for (let i = 0; i < 3; i++) await Promise.race([send(place, device, oracle, messages), giveUp]);
      const acknowledged = oracle.acknowledged().size;
      assert.ok(acknowledged < messages.length, `${acknowledged} acknowledged`);
      assert.match(place.logOf(door === 'mqtt' ? 'broker' : 'coap'), /everything is refused until this process is restarted/);
      checkCustody(place, door, oracle, messages, 'latched');
      if (door === 'coap') assert.equal((await burst(place, device, ['refused'], { seconds: 5 })).refused, '5.03');
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
      for (let i = 0; i < 6 && oracle.acknowledged().size < messages.length; i++) await Promise.race([send(place, device, oracle, messages), pause(2500)]);
      assert.equal(checkCustody(place, door, oracle, messages, 'after the full disk').acknowledged, messages.length);
      assert.ok(!part.gone, 'the same process');
      assert.match(place.logOf(door === 'mqtt' ? 'broker' : 'coap'), /refused a message: no space left/);
      assert.doesNotMatch(place.logOf(door === 'mqtt' ? 'broker' : 'coap'), /until this process is restarted/);
      await part.end();
      assert.equal(place.integrity(door), 'ok');
    });
  });

  test(`${door}: EIO and ENOSPC at writes and flushes: no acknowledgement without a commit`, async (t) => {
    let runs = 0;
    for (const [call, error] of [['fdatasync', 'EIO'], ['pwrite64', 'EIO'], ['pwrite64', 'ENOSPC']]) {
      await inLanes(2, sample(call === 'fdatasync' ? 24 : 100, SOAK ? Infinity : 3), async (k) => {
        await withDoor(door, failing(call, error, k), async (place, device, oracle, part) => {
          if (!part.gone) await Promise.race([send(place, device, oracle, messages), pause(1500)]);
          await part.end('SIGKILL');
          await start(place, {});
          await send(place, device, oracle, messages);
          assert.equal(checkCustody(place, door, oracle, messages, `${call} ${k} ${error}`).acknowledged, messages.length);
          assert.equal(place.integrity(door), 'ok', `${call} ${k} ${error}`);
          runs += 1;
        });
      });
    }
    t.diagnostic(`evidence: ${door} door, failing storage: ${runs} runs with one failing flush or write each, nothing acknowledged without a commit`);
  });
}
