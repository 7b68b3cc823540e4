// SPDX-License-Identifier: EUPL-1.2
// A really full disk under real doors: a small file system of their own. They refuse, are trimmed on
// the full disk, start on it, give space back, and go on by themselves when there is space again;
// nothing is acknowledged that is not kept.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync, statfsSync, writeSync } from 'node:fs';
import { test } from 'node:test';
import { Place, pause, until } from '../doors/place.mjs';
import { DOORS, Oracle, checkCustody, script } from './harness.mjs';

const MIB = 1024 * 1024;
const RESERVE = 16 * MIB;

class SmallPlace extends Place {
  mount() { execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${RESERVE + 12 * MIB}`, 'tmpfs', this.path('inbox')], { stdio: 'pipe' }); }

  async close() {
    for (const part of this.parts) await part.end();
    execFileSync('umount', [this.path('inbox')]);
    await super.close();
  }

  // Somebody else's data, until only `left` bytes are free.
  fill(left) {
    const out = openSync(this.path('inbox', 'filler'), 'a');
    const block = Buffer.alloc(4096, 'f');
    try {
      while (this.free() > left) writeSync(out, block);
    } catch (fault) {
      if (fault.code !== 'ENOSPC') throw fault;
    } finally {
      closeSync(out);
    }
  }

  free() {
    const { bavail, bsize } = statfsSync(this.path('inbox'));
    return bavail * bsize;
  }

  size(name) {
    return statSync(this.path('inbox', name)).blocks * 512;
  }
}

const cannot = () => {
  const place = new Place();
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place.path('inbox')], { stdio: 'pipe' });
    execFileSync('umount', [place.path('inbox')]);
    return false;
  } catch {
    return 'a small file system can only be mounted by root';
  } finally {
    rmSync(place.folder, { recursive: true });
  }
};
const skip = cannot();

for (const [door, { start, send }] of Object.entries(DOORS)) {
  test(`${door}: on a full disk it refuses, is trimmed, starts, gives space back and goes on by itself`, { skip, timeout: 900000 }, async () => {
    const place = new SmallPlace();
    place.mount();
    const device = place.addDevice();
    place.writeRoster();
    const oracle = new Oracle(place.path('oracle'));
    const log = () => place.logOf(door === 'mqtt' ? 'broker' : 'coap');
    const all = [];
    // Sends more until something is refused.
    const sendUntilRefused = async (prefix) => {
      for (let round = 0; round < 40; round++) {
        const more = script(`${prefix}${round}-`, 100).map((text) => text.replace(/}$/, `,"more":"${'y'.repeat(600)}"}`));
        all.push(...more);
        await send(place, device, oracle, more);
        if (more.some((message) => !oracle.acknowledged().has(message))) return;
      }
      assert.fail('the disk never became full');
    };
    const trimAll = async () => {
      const { rows } = place.dump(door);
      for (const { sequence, text } of rows) oracle.taken.set(sequence, text);
      place.trim(door, rows.at(-1).sequence);
      await until(() => place.rowCount(door) === 0, `trimmed on the full disk; free ${place.free()}; ${log()}`);
    };
    const sendAll = async (what) => {
      for (let i = 0; i < 20 && oracle.acknowledged().size < all.length; i++) {
        await send(place, device, oracle, all);
        await pause(100);
      }
      assert.equal(checkCustody(place, door, oracle, all, what).acknowledged, all.length, `${what}: all acknowledged; ${log()}`);
    };
    try {
      let part = await start(place, {});
      assert.equal(place.size(`${door}.inbox.reserve`), RESERVE);

      place.fill(2 * MIB); // the inbox itself takes the rest
      await sendUntilRefused('own');
      assert.match(log(), /refused a message: no space left/);
      checkCustody(place, door, oracle, all, 'full');
      await trimAll();
      await until(() => place.size(`${door}.inbox.reserve`) === RESERVE && place.size(`${door}.inbox`) < MIB / 2, `space is given back; free ${place.free()}`);
      await sendAll('after the server had read, and nobody had freed anything');

      await part.end();
      part = await start(place, {});
      place.fill(0); // others take everything
      await sendUntilRefused('others');
      checkCustody(place, door, oracle, all, 'full again');
      await part.end('SIGKILL');
      part = await start(place, {});
      await trimAll();
      checkCustody(place, door, oracle, all, 'trimmed after a start on the full disk');
      assert.ok(!part.gone);

      rmSync(place.path('inbox', 'filler'));
      await sendAll('when there is space again');
      assert.ok(!part.gone, 'the same process');
      assert.equal(place.size(`${door}.inbox.reserve`), RESERVE);
      assert.doesNotMatch(log(), /until this process is restarted/);
      await part.end();
      assert.equal(place.integrity(door), 'ok');
    } finally {
      oracle.close();
      await place.close();
    }
  });
}
