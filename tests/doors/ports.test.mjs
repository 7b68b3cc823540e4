// SPDX-License-Identifier: EUPL-1.2
// Two runs of the tests on one machine, and whatever else serves there, keep out of each other's way: no port is given
// twice, none on which somebody serves already.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { freePort } from '../ports.mjs';

const ports = new URL('../ports.mjs', import.meta.url).href;

// Another process that takes as many ports as it can get of some, tells them, and lives on until it is told to end.
function neighbour([first, last]) {
  const script = `import { freePort } from '${ports}';
    const got = [];
    for (let at = ${first}; at <= ${last}; at++) await freePort([at, at]).then((port) => got.push(port), () => {});
    console.log(JSON.stringify(got));
    process.stdin.resume();
    process.stdin.once('end', () => process.exit());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, got: once(child.stdout, 'data').then(([text]) => JSON.parse(text)) };
}

test('a port on which somebody serves is not given, whether TCP or UDP', async () => {
  const tcp = createServer();
  const udp = createSocket('udp4');
  await Promise.all([once(tcp.listen({ port: 0, host: '127.0.0.1' }), 'listening'), once(udp.bind(0, '127.0.0.1'), 'listening')]);
  const taken = [tcp, udp].map((one) => one.address().port);
  for (const port of taken) await assert.rejects(freePort([port, port]), /no free port/);
  await Promise.all([tcp, udp].map((one) => new Promise((done) => { one.close(done); })));
  assert.deepEqual(await Promise.all(taken.map((port) => freePort([port, port]))), taken, 'and is given when nobody serves there');
});

test('two runs beside each other and this one never get the same port, however few there are', async () => {
  const own = await freePort();
  const among = [own - 20, own + 20];
  const both = [neighbour(among), neighbour(among)];
  const [one, other] = await Promise.all(both.map(({ got }) => got));
  await assert.rejects(freePort([own, own]), /no free port/);
  for (const { child } of both) child.stdin.end();
  await Promise.all(both.map(({ child }) => once(child, 'exit')));
  const all = [own, ...one, ...other];
  assert.equal(new Set(all).size, all.length, all.join(' '));
  assert.ok(one.length + other.length > 20, `nearly all of the others are given to one of them: ${all.length}`);
});
