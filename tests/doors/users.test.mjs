// SPDX-License-Identifier: EUPL-1.2
// Doors and server under different users, groups and folder modes, as server/units lays them out: the
// server's user reads an inbox while its door runs, after it stopped cleanly and after it was killed, and
// can change nothing; another door can neither read it nor have it trimmed.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { accounts, folders } from './installed.mjs';
import { Foreign } from './foreign.mjs';
import { build, burst, until } from './place.mjs';

const { users, groups, all } = accounts();
// Numbers that nobody has: no account needs to be made.
const number = (name) => (name === 'root' ? 0 : 48101 + all.indexOf(name));
const as = (user) => {
  const [own, ...more] = groups[user] ?? ['stranger'];
  const id = user === 'stranger' ? 48100 : number(own);
  return ['setpriv', `--reuid=${id}`, `--regid=${id}`, ...(more.length ? [`--groups=${more.map(number).join()}`] : ['--clear-groups']), '--inh-caps=-all', '--bounding-set=-all', '--no-new-privs', 'sh', '-c', 'umask 0027; exec "$0" "$@"'];
};
const run = (wrapper, ...words) => spawnSync(wrapper[0], [...wrapper.slice(1), ...words], { encoding: 'utf8' });
const SERVER = as('sostegno');

function why() {
  if (process.getuid() !== 0) return 'needs root to become other users';
  if (run(as('stranger'), 'test', '-x', `${build}/sostegno-coap`).status !== 0) return 'the build folder is closed to other users';
  return false;
}

// The folders of tmpfiles.d, as a place has them.
function layOut(place) {
  const here = { '/var/lib/sostegno-doors': 'inbox', '/var/lib/sostegno-doors/mqtt': 'inbox/mqtt', '/var/lib/sostegno-doors/coap': 'inbox/coap', '/var/lib/sostegno-doors/subscriber': 'inbox/subscriber', '/run/sostegno': 'run', '/etc/sostegno/keys': 'keys', '/var/lib/sostegno': 'data' };
  const laid = folders().filter(({ path }) => here[path]);
  assert.equal(laid.length, Object.keys(here).length);
  const roster = folders().find(({ path }) => path === '/var/lib/sostegno-roster');
  for (const { path, mode, user, group } of laid) {
    const folder = place.path(here[path]);
    mkdirSync(folder, { recursive: true });
    chownSync(folder, number(user), number(group));
    chmodSync(folder, mode);
    // In a place the roster lies beside the wake socket: both folders are alike.
    if (path === '/run/sostegno') assert.deepEqual([mode, user, group], [roster.mode, roster.user, roster.group]);
  }
  chownSync(place.path('keys', 'door.key'), 0, number('sostegno-doors'));
  chmodSync(place.path('keys', 'door.key'), 0o640);
  chownSync(place.path('keys', 'server.key'), number('sostegno'), number('sostegno'));
  chownSync(place.path('run', 'devices.snapshot'), number('sostegno'), number('sostegno-doors'));
}

for (const door of ['mqtt', 'coap', 'subscriber']) {
  test(`${door}: the server's user reads what the door's user stored, and the other door cannot touch it`, { skip: why() }, async (t) => {
    const place = new Foreign({ apart: true });
    t.after(() => place.close());
    const device = place.addDevice();
    place.writeRoster();
    layOut(place);
    const own = `sostegno-${door}`;
    const other = as(users.find((name) => name !== own && name !== 'sostegno'));
    const start = () => ({ mqtt: () => place.startBroker({ wrapper: as(own) }), coap: () => place.startCoap({ wrapper: as(own) }), subscriber: () => place.startSubscriber({ wrapper: as(own) }) })[door]();
    if (door === 'subscriber') await place.startForeign();
    const inbox = place.inbox(door);
    const send = async (text) => {
      if (door === 'coap') assert.equal((await burst(place, device, [text])).code, 0);
      else execFileSync('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(door === 'mqtt' ? place.mqttPort : place.foreignPort), '-i', device.id, '-u', device.id, '-P', device.password, '-q', '1', '-t', `ltc/v1/${device.id}/up/readings`, '-m', text]);
      if (door === 'subscriber') await until(() => texts().includes(text), 'the row'); // a foreign broker acknowledges before us
    };
    const dumped = () => place.dumpWith(inbox, SERVER);
    const texts = () => dumped().rows.map((row) => row.text);
    const part = await start();
    assert.equal(statSync(inbox).uid, number(own));
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
      assert.equal(statSync(inbox + suffix).gid, number(own));
      assert.notEqual(run(SERVER, 'sh', '-c', `: >>"${inbox}${suffix}"`).status, 0);
      assert.notEqual(run(other, 'cat', inbox + suffix).status, 0);
    }
    assert.equal(run(SERVER, 'cat', inbox).status, 0);
    assert.notEqual(run(as('stranger'), 'cat', inbox).status, 0);
    for (const who of [SERVER, other]) assert.notEqual(run(who, 'touch', `${inbox}-journal`).status, 0, 'nobody else lays a file beside it');
    assert.notEqual(run(as(own), 'ls', place.path('data')).status, 0, 'a door does not see the databases');
    assert.notEqual(run(as(own), 'cat', place.path('keys', 'server.key')).status, 0);
    assert.notEqual(run(as(own), 'touch', place.path('run', 'devices.snapshot.new')).status, 0, 'a door writes no roster');

    // The server's user may say how far to trim; a stranger and the other door may not.
    const id = execFileSync('sqlite3', ['-readonly', inbox, 'SELECT lower(hex(id)) FROM inbox'], { encoding: 'utf8' }).trim();
    const trim = (wrapper) => run(wrapper, `${build}/probes/roster_make`, 'trim', `${inbox}.sock`, id, '1').status;
    assert.notEqual(trim(as('stranger')), 0);
    assert.notEqual(trim(other), 0);
    assert.equal(texts().length, 2);
    assert.equal(trim(SERVER), 0);
    await until(() => texts().length === 1, 'the trim');
  });
}
