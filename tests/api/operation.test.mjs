// SPDX-License-Identifier: EUPL-1.2
// The command line as an operator meets it: exit codes, one-line complaints, users, keys, audit — with and without a server.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { Client } from './contract.mjs';
import { within } from './story.mjs';

let house;
let folder;
let program;
const path = (...names) => join(folder, ...names);

before(async () => {
  house = await openHouse({ seed: 'empty' });
  program = house.binary('sostegno');
  folder = mkdtempSync(join(tmpdir(), 'operation-'));
  mkdirSync(path('data'));
  writeFileSync(path('sostegno.conf'), configuration());
  assert.equal(sostegno('key', 'init', path('keys')).status, 0);
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house?.close();
});

function configuration(extra = '') {
  return `[data]\ndirectory = data\n[keys]\nroot = keys/root.key\n[plans]\ndirectory = ${new URL('../../scoring/plans', import.meta.url).pathname}\n`
    + `[demo]\nenabled = yes\n[log]\nlevel = error\n${extra}`;
}

// Runs the program beside the house, on a data folder of its own and without a server.
function sostegno(...words) {
  const env = { ...process.env, SOSTEGNO_CONFIG: path('sostegno.conf') };
  return spawnSync(program, words, { encoding: 'utf8', cwd: folder, env });
}

const fundName = () => house.sostegno(['fund', 'list']).split('\n')[0].slice(33);

const sqlite = (file, sql) => {
  const run = spawnSync('sqlite3', [file, sql], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trim();
};

test('help goes to standard output, wrong use to standard error with code 2', () => {
  const help = sostegno('--help');
  assert.equal(help.status, 0);
  for (const name of ['serve', 'user add', 'backup', 'restore', 'audit verify', 'key init']) assert.ok(help.stdout.includes(`  ${name}`), name);
  assert.equal(sostegno('--version').stdout.split(' ')[0], 'sostegno');
  for (const words of [['nonsense'], ['user', 'add'], ['user', 'add', 'anna', '--role', 'king'], ['user', 'add', 'Anna', '--role', 'admin'],
    ['backup'], ['restore', 'x'], ['fund', 'add']]) {
    const run = sostegno(...words);
    assert.equal(run.status, 2, `${words.join(' ')}: ${run.stdout}${run.stderr}`);
    assert.equal(run.stdout, '');
    assert.match(run.stderr, /^sostegno: [^\n]+\n$/);
  }
});

test('a misspelt option is refused, not passed over', () => {
  for (const words of [['restore', '--verify', 'x', '--int', 'y'], ['user', 'list', '--jsn'], ['user', 'add', 'anna', '--role', 'operator', '--fnd', 'x'],
    ['audit', 'verify', '--again', 'kept.txt'], ['serve', '--config'], ['fund', 'list', '--'], ['fund', 'list', '--j']]) {
    const run = sostegno(...words);
    assert.equal(run.status, 2, `${words.join(' ')}: ${run.stdout}${run.stderr}`);
    assert.match(run.stderr, /^sostegno: [a-z ]+ takes no option '--[a-z]*'\n$/);
  }
  assert.equal(sostegno('fund', 'add', ...Array.from({ length: 70 }, () => 'x')).status, 2);
});

test('a mistake in the settings is named with file and line, code 78', () => {
  writeFileSync(path('sostegno.conf'), configuration('[http]\nlisten = 127.0.0.1:1\n\nsecure-cookie = no\n'));
  const lines = readFileSync(path('sostegno.conf'), 'utf8').split('\n').indexOf('secure-cookie = no') + 1;
  const wrong = sostegno('--check-config');
  writeFileSync(path('sostegno.conf'), configuration());
  assert.equal(wrong.status, 78);
  assert.equal(wrong.stderr, `sostegno: ${path('sostegno.conf')}:${lines}: unknown key 'http.secure-cookie'; did you mean 'http.secure-cookies'?\n`);
  const misspelt = spawnSync(program, ['--check-config'], { encoding: 'utf8', env: { ...process.env, SOSTEGNO_LGO_LEVEL: 'info' } });
  assert.equal(misspelt.status, 78);
  assert.match(misspelt.stderr, /SOSTEGNO_LGO_LEVEL names no setting/);
  assert.equal(sostegno('--check-config').status, 0);
  const printed = sostegno('--print-config').stdout;
  assert.match(printed, /\[data\]\n# [^\n]+\ndirectory = /);
  assert.ok(printed.includes(path('keys', 'root.key')), 'a relative path starts at the file');
});

test('keys are private, never replaced, and refused when others may read them', () => {
  const key = readFileSync(path('keys', 'root.key'));
  assert.equal(statSync(path('keys', 'root.key')).mode & 0o777, 0o600);
  assert.equal(sostegno('key', 'init', path('keys')).status, 4);
  assert.deepEqual(readFileSync(path('keys', 'root.key')), key);
  chmodSync(path('keys', 'root.key'), 0o644);
  const open = sostegno('user', 'list');
  chmodSync(path('keys', 'root.key'), 0o600);
  assert.equal(open.status, 5);
  assert.equal(open.stderr, 'sostegno: root-key-open\n');
});

test('whatever holds keys leaves no core file, the command line like the server', () => {
  for (const words of [['audit', 'verify'], ['user', 'list'], ['key', 'init', path('other-keys')]]) {
    const env = { ...process.env, SOSTEGNO_CONFIG: path('sostegno.conf'), SOSTEGNO_DEMO_ENABLED: 'no', ASAN_OPTIONS: 'detect_leaks=0' };
    const run = spawnSync('strace', ['-f', '-e', 'trace=prctl,openat,open', '-o', path('trace.txt'), program, ...words], { encoding: 'utf8', cwd: folder, env });
    assert.equal(run.status, 0, run.stderr);
    const trace = readFileSync(path('trace.txt'), 'utf8');
    const hidden = trace.indexOf('PR_SET_DUMPABLE, SUID_DUMP_DISABLE');
    assert.ok(hidden > 0 && hidden < trace.indexOf('root.key'), `${words.join(' ')}: before the key is read`);
  }
});

test('a user is added once, listed, disabled and enabled; each failure has its code', () => {
  const early = sostegno('user', 'add', 'anna', '--role', 'operator');
  assert.deepEqual([early.status, early.stderr], [5, 'sostegno: no-fund-yet\n']);
  assert.equal(sostegno('fund', 'add', 'Fondo Uno').status, 0);
  assert.equal(sostegno('fund', 'add', 'Fondo Uno').status, 4);
  const added = sostegno('user', 'add', 'anna', '--role', 'operator', '--display', 'Anna Neri');
  assert.equal(added.status, 0, added.stderr);
  assert.match(added.stdout, /^user anna\nid [0-9a-f]{32}\none-time password ([a-z2-9]{4}-){4}[a-z2-9]{4}\n$/);
  assert.deepEqual([sostegno('user', 'add', 'anna', '--role', 'admin').status, sostegno('user', 'disable', 'bruno').status], [4, 3]);
  assert.equal(sostegno('user', 'add', 'carla', '--role', 'admin', '--fund', 'Fondo Due').status, 3);
  assert.equal(sostegno('fund', 'add', 'Fondo Due').status, 0);
  assert.equal(sostegno('user', 'add', 'carla', '--role', 'admin').stderr, 'sostegno: which-fund\n');
  const state = () => JSON.parse(sostegno('user', 'list', '--json').stdout).map((user) => `${user.username} ${user.role} ${user.disabled}`);
  assert.deepEqual(state(), ['anna operator false']);
  assert.equal(sostegno('user', 'disable', 'anna').status, 0);
  assert.deepEqual(state(), ['anna operator true']);
  assert.equal(sostegno('user', 'enable', 'anna').status, 0);
  assert.deepEqual(state(), ['anna operator false']);
  const hash = () => sqlite(path('data', 'office.db'), "SELECT password_hash FROM users WHERE username = 'anna'");
  const old = hash();
  const password = /one-time password (\S+)/.exec(sostegno('user', 'password', 'anna').stdout)[1];
  assert.notEqual(hash(), old);
  assert.ok(!readFileSync(path('data', 'office.db')).includes(password), 'the password is nowhere in the file');
});

test('what the command line changed is in the audit chain, and a kept checkpoint finds a cut', () => {
  const actions = sqlite(path('data', 'office.db'), "SELECT DISTINCT actor || ' ' || action FROM audit ORDER BY action").split('\n');
  assert.deepEqual(actions, ['operator fund.add', 'operator user.add', 'operator user.disable', 'operator user.enable', 'operator user.password']);
  const kept = sostegno('audit', 'checkpoint');
  assert.equal(kept.status, 0);
  writeFileSync(path('kept.txt'), kept.stdout);
  const whole = sostegno('audit', 'verify', '--against', 'kept.txt');
  assert.equal(whole.status, 0, whole.stderr);
  assert.match(whole.stdout, /audit is whole\n$/);
  for (const name of ['monitoring.db', 'office.db']) {
    sqlite(path('data', name), 'DELETE FROM audit_checkpoints; DROP TRIGGER audit_is_append_only_delete; DELETE FROM audit WHERE seq > 3');
  }
  assert.equal(sostegno('audit', 'verify').status, 0, 'nothing inside can know');
  const cut = sostegno('audit', 'verify', '--against', 'kept.txt');
  assert.equal(cut.status, 4);
  assert.equal(cut.stderr, 'sostegno: office: entry 4: missing, a signed checkpoint has seen it\n');
  const altered = sostegno('user', 'list');
  assert.equal(altered.status, 4);
  assert.match(altered.stderr, /sostegno: store-altered\n$/);
});

test('a running server signs both heads and writes them to its log, from where they can be kept elsewhere', () => {
  house.sostegno(['fund', 'list']);
  const signed = readFileSync(house.path('log', 'server.log'), 'utf8').split('\n').filter((line) => line.includes('"audit.checkpoint"'));
  assert.ok(signed.length > 0, 'the first one at the start');
  writeFileSync(path('log.txt'), signed.map((line) => JSON.parse(line.slice(3)).text).join(''));
  assert.match(house.sostegno(['audit', 'verify', '--against', path('log.txt')]), /audit is whole\n$/);
  for (const name of ['monitoring.db', 'office.db']) assert.ok(Number(sqlite(house.path('data', name), 'SELECT count(*) FROM audit_checkpoints')) >= signed.length);
});

test('beside a running server commands run inside it: a new user logs in, a disabled one is out at once', async () => {
  const made = house.sostegno(['user', 'add', 'dario', '--fund', fundName(), '--role', 'operator', '--display', 'Dario Verdi']);
  const password = /one-time password (\S+)/.exec(made)[1];
  const client = new Client(house.url);
  assert.equal((await client.post('/api/v1/session', { username: 'dario', password })).status, 200);
  const cookie = client.cookie;
  house.sostegno(['user', 'disable', 'dario']);
  const late = new Client(house.url);
  late.cookie = cookie;
  assert.equal((await late.get('/api/v1/session')).status, 401);
  assert.equal((await new Client(house.url).post('/api/v1/session', { username: 'dario', password })).status, 401);
});

test('commands at the same time beside a running server all succeed once', async () => {
  const run = (name) => new Promise((resolve) => {
    const child = spawn(program, ['user', 'add', name, '--role', 'operator', '--fund', fundName()], { env: { ...process.env, SOSTEGNO_CONFIG: house.config }, stdio: 'ignore' });
    child.on('exit', resolve);
  });
  const names = Array.from({ length: 8 }, (_, at) => `parallelo${at >> 1}`);
  const codes = await Promise.all(names.map(run));
  assert.deepEqual([...codes].sort(), [0, 0, 0, 0, 4, 4, 4, 4]);
});

const knock = () => new Promise((resolve, reject) => {
  const peer = connect(house.path('data', 'control.sock'), () => resolve(peer));
  peer.on('error', reject);
});
const seconds = async (work) => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};

test('a word that is no UTF-8 is refused, and the others do not move into its place', () => {
  house.sostegno(['user', 'add', 'innocente', '--role', 'operator', '--fund', fundName()]);
  const run = spawnSync('bash', ['-c', `"${house.binary('sostegno')}" user disable $'colpevole\\xff' innocente`], { encoding: 'utf8', env: { ...process.env, SOSTEGNO_CONFIG: house.config } });
  assert.deepEqual([run.status, run.stderr], [2, 'sostegno: a word of the command is not UTF-8\n']);
  assert.match(house.sostegno(['user', 'list']), /innocente +operator +enabled/);
});

test('a peer of the control socket that says nothing, too much or too slowly holds up nobody', async () => {
  await within(3, async () => {
    const silent = await Promise.all(Array.from({ length: 12 }, knock));
    const took = await seconds(() => house.sostegno(['fund', 'list']));
    for (const peer of silent) peer.destroy();
    return took;
  });
  const huge = await knock();
  huge.on('error', () => {}); // cut off in the middle of it
  huge.end(Buffer.alloc(1 << 20, '['));
  const slow = await knock();
  slow.on('error', () => {});
  const drip = setInterval(() => slow.write(' '), 100);
  assert.ok(await seconds(() => new Promise((resolve) => { slow.on('close', resolve); slow.resume(); })) < 30, 'all of a request has five seconds');
  clearInterval(drip);
  assert.ok(house.sostegno(['fund', 'list']).length > 33);
});

test('a server stops at once although peers of its control socket say nothing', async () => {
  await within(3, async () => {
    const silent = await Promise.all(Array.from({ length: 20 }, knock));
    for (const peer of silent) peer.on('error', () => {});
    const took = await seconds(() => house.stop('server'));
    for (const peer of silent) peer.destroy();
    house.start('server');
    await house.ready();
    return took;
  });
});

test('a second server on the same data is refused and harms nothing', async () => {
  const second = spawnSync(program, ['serve', '--config', house.config], { encoding: 'utf8', env: { ...process.env, SOSTEGNO_HTTP_LISTEN: '127.0.0.1:0' } });
  assert.equal(second.status, 4);
  assert.match(second.stderr, /store-locked/);
  assert.equal((await fetch(`${house.url}/healthz`)).status, 200);
  assert.equal(JSON.parse(house.sostegno(['user', 'list', '--json'])).filter(({ username }) => username === 'dario').length, 1);
});
