// SPDX-License-Identifier: EUPL-1.2
// Doors and server under different users, as installed: the server's user reads the inbox while the
// door runs, after it stopped cleanly and after it was killed, and can change nothing.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { Place, build, burst, until } from './place.mjs';

// Numbers that nobody has: no account needs to be made.
const DOOR = 48101;
const SERVER = 48102;
const STRANGER = 48103;
const GROUP = 48110;
const as = (user, groups = [GROUP]) => ['setpriv', `--reuid=${user}`, `--regid=${user}`, ...(groups.length ? [`--groups=${groups.join()}`] : ['--clear-groups']), '--inh-caps=-all', '--bounding-set=-all', 'sh', '-c', 'umask 0027; exec "$0" "$@"'];
const run = (wrapper, ...words) => spawnSync(wrapper[0], [...wrapper.slice(1), ...words], { encoding: 'utf8' });

function why() {
  if (process.getuid() !== 0) return 'needs root to become two other users';
  if (run(as(DOOR), 'test', '-x', `${build}/sostegno-coap`).status !== 0) return 'the build folder is closed to other users';
  return false;
}

for (const door of ['mqtt', 'coap']) {
  test(`${door}: the server's user reads what the door's user stored`, { skip: why() }, async () => {
    const place = new Place();
    const device = place.addDevice();
    place.writeRoster();
    chownSync(place.path('inbox'), DOOR, GROUP);
    chmodSync(place.path('inbox'), 0o2750);
    for (const file of [place.path('keys', 'door.key'), place.path('run', 'devices.snapshot')]) chownSync(file, SERVER, GROUP);
    chownSync(place.path('keys', 'server.key'), SERVER, SERVER);
    const start = () => (door === 'mqtt' ? place.startBroker({ wrapper: as(DOOR) }) : place.startCoap({ wrapper: as(DOOR) }));
    const inbox = place.path('inbox', `${door}.inbox`);
    const send = async (text) => {
      if (door === 'coap') assert.equal((await burst(place, device, [text])).code, 0);
      else execFileSync('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(place.mqttPort), '-i', device.id, '-u', device.id, '-P', device.password, '-q', '1', '-t', `ltc/v1/${device.id}/up/readings`, '-m', text]);
    };
    const texts = () => place.dumpWith(inbox, as(SERVER)).rows.map((row) => row.text);
    const part = await start();
    assert.equal(statSync(inbox).uid, DOOR);
    await send('while it runs');
    assert.deepEqual(texts(), ['while it runs']);
    await part.end();
    assert.deepEqual(texts(), ['while it runs']);
    const second = await start();
    await send('before the kill');
    await second.end('SIGKILL');
    assert.deepEqual(texts(), ['while it runs', 'before the kill']);
    await start();
    assert.deepEqual(texts(), ['while it runs', 'before the kill']);

    for (const suffix of ['', '-wal', '-shm', '.lock']) {
      assert.equal(statSync(inbox + suffix).mode & 0o027, 0, `${suffix} is closed to group writing and to others`);
      assert.equal(statSync(inbox + suffix).gid, GROUP);
      assert.notEqual(run(as(SERVER), 'sh', '-c', `: >>"${inbox}${suffix}"`).status, 0);
    }
    assert.notEqual(run(as(STRANGER, []), 'cat', inbox).status, 0);
    assert.notEqual(run(as(DOOR), 'cat', place.path('keys', 'server.key')).status, 0);

    // The server's user may say how far to trim; a stranger may not.
    const id = execFileSync('sqlite3', ['-readonly', inbox, 'SELECT lower(hex(id)) FROM inbox'], { encoding: 'utf8' }).trim();
    const trim = (wrapper) => run(wrapper, `${build}/probes/roster_make`, 'trim', `${inbox}.sock`, id, '1').status;
    assert.notEqual(trim(as(STRANGER, [])), 0);
    assert.equal(trim(as(SERVER)), 0);
    await until(() => texts().length === 1, 'the trim');
    await place.close();
  });
}
