// SPDX-License-Identifier: EUPL-1.2
// server/demo as a newcomer meets it: it starts, says where and who, starts again without harm, names a taken port.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Loopback, source } from '../../server/loopback.mjs';
import { Client } from './contract.mjs';

const directory = mkdtempSync(join(tmpdir(), 'demo-'));
const port = 20000 + (process.pid % 20000);
const build = process.env.HOUSE_BUILD ?? join(source, '.build', 'asan');
const demo = (...words) =>
  spawnSync('node', [join(source, 'server', 'demo.mjs'), ...words], { encoding: 'utf8', env: { ...process.env, HOUSE_DEMO: directory, HOUSE_BUILD: build } });
const logins = (text) => [...text.matchAll(/^ {2}(\S+) +(\S+) +(family|operator|monitoring-clinician|claims-clinician|claims-handler|payments-officer|admin) +(http\S+)$/gm)]
  .map(([, username, password, role, url]) => ({ username, password, role, url }));
let first;

after(() => {
  demo('--down');
  rmSync(directory, { recursive: true, force: true });
});

test('the demo starts and prints addresses and a one-time password for each role', async () => {
  const run = demo('--port', String(port));
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.match(run.stdout, new RegExp(`http://127.0.0.1:${port}/staff/`));
  first = logins(run.stdout);
  assert.deepEqual([...new Set(first.map(({ role }) => role))].sort(),
    ['admin', 'claims-clinician', 'claims-handler', 'family', 'monitoring-clinician', 'operator', 'payments-officer']);
  for (const { username, password } of first) await new Client(`http://127.0.0.1:${port}`).login(username, password);
});

test('a process that only has the number of a dead one is left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const stranger = spawn('sleep', ['60']);
  mkdirSync(join(folder, 'pid'));
  for (const text of [`${stranger.pid}\n`, `${stranger.pid} 1\n`]) {
    writeFileSync(join(folder, 'pid', 'server'), text);
    const node = new Loopback({ directory: folder, build, www: '', ports: { http: 1, mqtt: 2, coap: 3 } });
    assert.equal(node.running('server'), false);
    await node.stop('server');
  }
  assert.equal(stranger.signalCode ?? stranger.exitCode, null);
  stranger.kill();
  rmSync(folder, { recursive: true });
});

test('a second start finds everything running and changes nothing', async () => {
  const before = readFileSync(join(directory, 'pid', 'server'), 'utf8');
  const run = demo();
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.equal(readFileSync(join(directory, 'pid', 'server'), 'utf8'), before);
  await new Client(`http://127.0.0.1:${port}`).login(first[0].username, first[0].password);
});

test('--logins makes new passwords and the old ones stop', async () => {
  const again = logins(demo('--logins').stdout);
  assert.equal(again.length, first.length);
  await new Client(`http://127.0.0.1:${port}`).login(again[0].username, again[0].password);
  const old = await new Client(`http://127.0.0.1:${port}`).post('/api/v1/session', { username: first[0].username, password: first[0].password });
  assert.equal(old.status, 401);
});

test('keys and databases are closed to others', () => {
  for (const name of ['keys/root.key', 'data/office.db', 'data/monitoring.db', 'devices.tsv', 'tour.env'])
    assert.equal(statSync(join(directory, name)).mode & 0o007, 0, name);
});

test('--down stops every part, and a taken port is named in one line', async () => {
  assert.equal(demo('--down').status, 0);
  const holder = createServer();
  await new Promise((resolve) => holder.listen(port + 1, '127.0.0.1', resolve));
  const run = demo();
  holder.close();
  assert.equal(run.status, 1);
  assert.match(run.stderr, new RegExp(`^server/demo: port ${port + 1} \\(mqtt\\) is taken by another program; choose others with --port N\n$`));
});

test('a taken port of the CoAP door is named, too', async () => {
  const holder = createSocket('udp4');
  await new Promise((resolve) => holder.bind(port + 2, '127.0.0.1', resolve));
  const run = demo();
  await new Promise((resolve) => holder.close(resolve));
  assert.equal(run.status, 1);
  assert.match(run.stderr, new RegExp(`^server/demo: port ${port + 2} \\(coap\\) is taken by another program; choose others with --port N\n$`));
});

test('--speed changes the pace at a start, without a jump of domain time, and says when it cannot', () => {
  const clock = () => readFileSync(join(directory, 'clock'), 'utf8').trim().split(' ').slice(2).map(Number);
  const [real, domain, speed] = clock();
  assert.equal(speed, 60000);
  const run = demo('--speed', '2');
  assert.equal(run.status, 0, run.stdout + run.stderr);
  const [real2, domain2, speed2] = clock();
  assert.equal(speed2, 2000);
  assert.ok(Math.abs(domain2 - (domain + (real2 - real) * 60)) < 2000, `${domain2 - domain} in ${real2 - real}`);
  const refused = demo('--speed', '3');
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^server\/demo: the pace of time is set at a start: .*\n$/);
  assert.equal(clock()[2], 2000);
});

test('a first start that was interrupted is made anew', () => {
  assert.equal(demo('--down').status, 0);
  rmSync(join(directory, 'devices.tsv'));
  const run = demo();
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.ok(logins(run.stdout).length > 0, 'the log-ins are shown, which nobody has seen');
});

test('an unknown option is refused', () => {
  assert.equal(demo('--fast').status, 1);
});
