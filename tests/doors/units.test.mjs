// SPDX-License-Identifier: EUPL-1.2
// What `cmake --install` lays out, checked without a running systemd: units, users, folders, examples.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { Loopback } from '../../server/loopback.mjs';
import { freePort } from '../ports.mjs';
import { accounts, folders, services, settings, values } from './installed.mjs';
import { Foreign } from './foreign.mjs';
import { build, burst, until } from './place.mjs';

const root = mkdtempSync(join(tmpdir(), 'sostegno-install-'));
chmodSync(root, 0o755);
after(() => rmSync(root, { recursive: true, force: true }));
const at = (path) => join(root, path);
const read = (path) => readFileSync(at(path), 'utf8');
execFileSync('cmake', ['--install', build, '--prefix', '/usr'], { env: { ...process.env, DESTDIR: root }, stdio: ['ignore', 'ignore', 'inherit'] });

const unitFolder = '/usr/lib/systemd/system';
const units = services(at(unitFolder));
const sysusers = accounts(read('/usr/lib/sysusers.d/sostegno.conf'));
const tmpfiles = folders(read('/usr/lib/tmpfiles.d/sostegno.conf'));
const example = settings(read('/usr/share/sostegno/etc/sostegno.conf'));
const broker = read('/usr/share/sostegno/etc/mosquitto.conf');
const foreign = settings(read('/usr/share/sostegno/etc/subscriber.conf'));
const options = (unit) => Object.fromEntries([...values(units[unit], 'ExecStart')[0].matchAll(/--([a-z-]+) (\S+)/g)].map(([, name, value]) => [name, value]));
const isRoot = process.getuid() === 0;

test('install: programs, plugin, plans, web application and documents lie where they belong', () => {
  assert.deepEqual(Object.keys(units).sort(), ['sostegno-coap.service', 'sostegno-mqtt.service', 'sostegno-subscriber.service', 'sostegno.service']);
  for (const program of ['sostegno', 'sostegno-coap', 'sostegno-subscriber']) assert.equal(statSync(at(`/usr/bin/${program}`)).mode & 0o777, 0o755);
  for (const file of ['plans/permanent-2026.json', 'www/index.html', 'www/staff/index.html']) assert.ok(existsSync(at(`/usr/share/sostegno/${file}`)), file);
  assert.ok(existsSync(at(/^plugin (\S+)$/m.exec(broker)[1])));
  assert.ok(!existsSync(at('/etc')), 'what stands in /etc is the operator\'s');
  assert.doesNotMatch(broker.replace(/^#.*$/gm, ''), /@/, 'every word of the template is replaced');
});

test('install: another prefix stands in units and examples', () => {
  const other = mkdtempSync(join(tmpdir(), 'sostegno-install-'));
  execFileSync('cmake', ['--install', build, '--prefix', '/usr/local'], { env: { ...process.env, DESTDIR: other }, stdio: ['ignore', 'ignore', 'inherit'] });
  const unit = services(join(other, 'usr/local/lib/systemd/system'))['sostegno.service'];
  assert.match(values(unit, 'ExecStart')[0], /^\/usr\/local\/bin\/sostegno /);
  assert.equal(settings(readFileSync(join(other, 'usr/local/share/sostegno/etc/sostegno.conf'), 'utf8'))['http.www'], '/usr/local/share/sostegno/www');
  rmSync(other, { recursive: true });
});

// A path is there when it was installed, is the platform's, or lies in a folder that tmpfiles.d makes.
test('every path that units and examples name exists or has its folder made', () => {
  const made = new Set(tmpfiles.map(({ path }) => path));
  const known = (path) => existsSync(at(path)) || made.has(path) || made.has(dirname(path)) || /^\/(usr\/sbin\/mosquitto|bin\/kill|run\/credentials\/.*)$/.test(path);
  const named = Object.entries(units).flatMap(([name, unit]) => unit.flatMap(([key, value]) => [...value.matchAll(/(?:^|[\s:=-])(\/[^\s:]+)/g)].map(([, path]) => `${name} ${key} ${path.replace(/^\/\//, '/')}`)));
  const examples = [...Object.entries(example).map(([key, value]) => `sostegno.conf ${key} ${value}`), ...Object.entries(foreign).map(([key, value]) => `subscriber.conf ${key} ${value}`), ...broker.split('\n').filter((line) => /^[a-z_]+ \//.test(line)).map((line) => `mosquitto.conf ${line}`)];
  const all = [...named, ...examples].filter((line) => line.split(' ').at(-1).startsWith('/'));
  assert.ok(all.length > 35, `${all.length} paths`);
  assert.deepEqual(all.filter((line) => !known(line.split(' ').at(-1))), []);
  for (const { from } of tmpfiles.filter(({ kind }) => kind === 'C')) assert.ok(existsSync(at(from)), from);
});

test('users: each unit has one of its own, and no door is in the group of another', () => {
  const users = Object.values(units).map((unit) => values(unit, 'User')[0]);
  assert.deepEqual([...users].sort(), [...sysusers.users].sort());
  assert.equal(new Set(users).size, users.length);
  for (const unit of Object.values(units)) assert.deepEqual(values(unit, 'Group'), values(unit, 'User'));
  for (const door of ['sostegno-mqtt', 'sostegno-coap', 'sostegno-subscriber']) {
    assert.deepEqual(sysusers.groups[door], [door, 'sostegno-doors']);
    assert.ok(sysusers.groups.sostegno.includes(door), 'the server reads its inbox');
  }
  for (const { user, group } of tmpfiles) for (const name of [user, group]) assert.ok(name === 'root' || sysusers.all.includes(name), name);
});

test('folders: a unit writes only what its user owns, and owns all that it writes', () => {
  for (const unit of Object.values(units)) {
    const own = tmpfiles.filter(({ user }) => user === values(unit, 'User')[0]).map(({ path }) => path);
    assert.deepEqual(values(unit, 'ReadWritePaths').join(' ').split(' ').sort(), own.sort());
  }
  for (const { path, mode } of tmpfiles) assert.equal(mode & 0o022, 0, `${path} is closed to the writing of group and others`);
});

test('doors and server agree on inboxes, roster, keys and wake socket', () => {
  const coap = options('sostegno-coap.service');
  const mqtt = Object.fromEntries([...broker.matchAll(/^plugin_opt_(\S+) (\S+)$/gm)].map(([, name, value]) => [name.replaceAll('_', '-'), value]));
  const subscriber = Object.fromEntries(Object.entries(foreign).map(([name, value]) => [name.replace('subscriber.', ''), value]));
  for (const door of [coap, mqtt, subscriber]) {
    assert.equal(dirname(dirname(door.inbox)), example['doors.inboxes'], 'each door has a folder of its own there');
    assert.equal(door.roster, example['doors.roster']);
    assert.equal(door['wake-socket'], example['doors.wake']);
    assert.deepEqual([door['door-key'], door['server-key']], [coap['door-key'], coap['server-key']]);
  }
  assert.equal(new Set([coap, mqtt, subscriber].map(({ inbox }) => dirname(inbox))).size, 3);
  assert.equal(options('sostegno-subscriber.service').config, tmpfiles.find(({ from }) => from?.endsWith('/subscriber.conf')).path);
  assert.equal(example['keys.root'], `/run/credentials/sostegno.service/${values(units['sostegno.service'], 'LoadCredentialEncrypted')[0].split(':')[0]}`);
});

test('sysusers.d and tmpfiles.d are taken by systemd, and copy an example only once', { skip: isRoot ? false : 'needs root to make owners' }, () => {
  mkdirSync(at('/etc'));
  execFileSync('systemd-sysusers', [`--root=${root}`], { stdio: 'ignore' });
  const group = Object.fromEntries(read('/etc/group').trim().split('\n').map((line) => line.split(':')).map(([name, , , members]) => [name, members.split(',').filter(Boolean).sort()]));
  for (const name of sysusers.all) assert.deepEqual(group[name], sysusers.users.filter((user) => user !== name && sysusers.groups[user].includes(name)).sort(), name);
  const lay = () => assert.equal(spawnSync('systemd-tmpfiles', [`--root=${root}`, '--create', 'sostegno.conf'], { encoding: 'utf8' }).status, 0);
  lay();
  const ids = (file) => Object.fromEntries(read(file).trim().split('\n').map((line) => line.split(':')).map(([name, , id]) => [Number(id), name]));
  const [userOf, groupOf] = [ids('/etc/passwd'), ids('/etc/group')];
  for (const { path, mode, user, group: its } of tmpfiles) {
    const facts = statSync(at(path));
    assert.deepEqual([facts.mode & 0o7777, userOf[facts.uid] ?? 'root', groupOf[facts.gid] ?? 'root'], [mode, user, its], path);
  }
  execFileSync('sh', ['-c', 'echo "# ours" >>"$0"', at('/etc/sostegno/mosquitto.conf')]);
  lay();
  assert.match(read('/etc/sostegno/mosquitto.conf'), /# ours\n$/);
});

test('the settings of the example are taken by the program', () => {
  const run = spawnSync(at('/usr/bin/sostegno'), ['--check-config', '--config', at('/usr/share/sostegno/etc/sostegno.conf')], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
});

test('the settings of the subscriber\'s example are taken by the door', () => {
  const run = spawnSync(at('/usr/bin/sostegno-subscriber'), ['--config', at('/usr/share/sostegno/etc/subscriber.conf'), '--check'], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
});

test('systemd-analyze verify has nothing to say', () => {
  // The units that ours stand on, and the two programs that come from Debian.
  cpSync('/lib/systemd/system', at('/lib/systemd/system'), { recursive: true, verbatimSymlinks: true });
  for (const program of ['/usr/sbin/mosquitto', '/bin/kill']) {
    mkdirSync(dirname(at(program)), { recursive: true });
    copyFileSync(program, at(program));
  }
  const run = spawnSync('systemd-analyze', ['verify', '--man=no', `--root=${root}`, ...Object.keys(units)], { encoding: 'utf8' });
  const ours = `${run.stdout}${run.stderr}`.split('\n').filter((line) => /sostegno/.test(line));
  assert.deepEqual([run.status, ours], [0, []], run.stderr);
});

for (const unit of Object.keys(units)) {
  test(`systemd-analyze security: ${unit} stays at or below 1.5`, () => {
    const run = spawnSync('systemd-analyze', ['security', '--no-pager', '--offline=true', '--threshold=15', at(`${unitFolder}/${unit}`)], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout.split('\n').filter((line) => /✗|Overall/.test(line)).join('\n') + run.stderr);
  });
}

// The calls that a unit's SystemCallFilter leaves, by systemd's own tables.
function allowed(unit) {
  const sets = {};
  let name;
  for (const line of execFileSync('systemd-analyze', ['syscall-filter', '--no-pager'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')) {
    if (line.startsWith('@')) sets[name = line.trim()] = [];
    else if (name && /^ {4}[@a-z_]/.test(line)) sets[name].push(line.trim());
  }
  const expand = (word) => (word.startsWith('@') ? sets[word].flatMap(expand) : [word]);
  const calls = new Set(expand('@default'));
  for (const line of values(units[unit], 'SystemCallFilter')) {
    for (const word of line.replace(/^~/, '').split(' ').flatMap(expand)) calls[line.startsWith('~') ? 'delete' : 'add'](word);
  }
  return calls;
}

// A filter that a program runs into would be seen on the operator's machine only.
function checkTrace(file, unit) {
  const text = readFileSync(file, 'utf8');
  const calls = new Set([...text.matchAll(/^\d+ +([a-z_0-9]+)\(/gm)].map(([, call]) => call));
  const may = allowed(unit);
  assert.ok(calls.size > 20 && calls.has('fdatasync'), `${calls.size} calls`);
  if (isRoot) may.add('fchown'); // SQLite calls it for root alone, and no unit runs as root
  assert.deepEqual([...calls].filter((call) => !may.has(call)), []);
  const families = values(units[unit], 'RestrictAddressFamilies')[0].split(' ');
  const opened = new Set([...text.matchAll(/ socket\((AF_\w+),/g)].map(([, family]) => family));
  if (unit === 'sostegno-subscriber.service') opened.delete('AF_NETLINK'); // the C library orders the addresses of a name with it, and does without
  assert.deepEqual([...opened].filter((family) => !families.includes(family)), []);
  assert.match(text, /"READY=1/);
  assert.doesNotMatch(text, /PROT_WRITE\|PROT_EXEC|PROT_READ\|PROT_WRITE\|PROT_EXEC/, 'MemoryDenyWriteExecute');
}
const strace = (file) => ['strace', '-D', '-f', '-qq', '-s', '16', '-o', file, '-E', 'NOTIFY_SOCKET=/nonexistent/notify'];

for (const door of ['mqtt', 'coap', 'subscriber']) {
  test(`${door}: the door lives within the calls and families that its unit leaves it, and says when it is ready`, async (t) => {
    const place = new Foreign();
    t.after(() => place.close());
    const device = place.addDevice();
    place.writeRoster();
    const trace = place.path('trace');
    const publish = (port, ...login) => execFileSync('mosquitto_pub', ['-h', 'localhost', '-p', String(port), '--cafile', place.path('tls', 'ca.crt'), ...login, '-q', '1', '-t', `ltc/v1/${device.id}/up/readings`, '-m', 'one']);
    let part;
    if (door === 'coap') {
      part = await place.startCoap({ wrapper: strace(trace) });
      assert.equal((await burst(place, device, ['one'])).code, 0);
    } else if (door === 'mqtt') {
      part = await place.startBroker({ tls: true, wrapper: strace(trace) });
      publish(place.mqttPort, '-i', device.id, '-u', device.id, '-P', device.password);
    } else {
      await place.startForeign({ tls: true });
      part = await place.startSubscriber({ wrapper: strace(trace), settings: { broker: `mqtts://localhost:${place.foreignPort}`, ca: place.path('tls', 'ca.crt'), receipts: 'yes' } });
      publish(place.foreignPort);
      await until(() => place.rowCount(door) === 1, 'the row');
    }
    place.trim(door, 1);
    await part.end();
    checkTrace(trace, `sostegno-${door}.service`);
  });
}

test('the server lives within the calls and families that its unit leaves it, and says when it is ready', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'sostegno-node-'));
  const [http, mqtt, coap] = [await freePort(), await freePort(), await freePort()];
  const node = new Loopback({ directory, build, www: at(example['http.www']), ports: { http, mqtt, coap, mqttCertificate: mqtt, mqttPsk: mqtt }, settings: { plans: { directory: at(example['plans.directory']) } }, demo: false });
  t.after(async () => { await node.stop('server'); rmSync(directory, { recursive: true }); });
  node.prepare();
  const trace = join(directory, 'trace');
  node.start('server', [...strace(trace), '-E', 'ASAN_OPTIONS=detect_leaks=0']);
  await until(() => fetch(`${node.url}/healthz`).then((answer) => answer.ok, () => false), 'the server', 60000);
  node.sostegno(['fund', 'add', 'Fondo']);
  node.sostegno(['user', 'add', 'anna', '--role', 'operator', '--fund', 'Fondo', '--display', 'Anna']);
  node.sostegno(['backup', join(directory, 'backup')]);
  assert.ok(readdirSync(join(directory, 'backup')).length > 0);
  assert.equal(await node.stop('server', 'SIGTERM', 30000), 'ended');
  checkTrace(trace, 'sostegno.service');
});
