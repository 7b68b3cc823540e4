// SPDX-License-Identifier: EUPL-1.2
// Speed as ratios against the machine's limit or a bare peer in the same run. Nothing here fails for being
// slow; the lines "evidence: …" go to docs/evidence.md.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import { source } from '../../server/loopback.mjs';
import { freePort } from '../ports.mjs';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, publish, staff } from '../api/story.mjs';

const run = promisify(execFile);
const SECONDS = 5;
let house;
before(async () => {
  house = await openHouse({ parts: ['broker', 'coap'], brokerWords: { RATE: '0' } }); // one device sends as much as hundreds
  // Thirty days of everybody's readings, and an alert for everybody with a cuff.
  await run(house.binary('sostegno-fleet'), ['--devices', house.path('devices.tsv'), '--mqtt', `127.0.0.1:${house.ports.mqtt}`, '--cafile', house.path('tls', 'ca.crt'),
    '--coap', `127.0.0.1:${house.ports.coap}`, '--seed', '1', '--days-back', '30', '--history-only'], { maxBuffer: 2 ** 28 });
  for (const { id, secret } of house.devices().filter(({ transport, condition }) => transport === 'mqtt' && condition === 'hypertension'))
    await publish(house, { device: id, secret }, bloodPressure(190));
  const operator = await staff(house, 'operator');
  await eventually(async () => (await operator.get('/api/v1/worklist')).body.counts.urgent > 5, 'the worklist is full');
});
after(() => house?.close());

const flushRate = () => Number(execFileSync(house.binary('bench/flush_rate'), [house.path('inbox'), '2'], { encoding: 'utf8' }));
const sqlite = (sql) => execFileSync('sqlite3', ['-readonly', '-separator', '\t', house.path('data', 'monitoring.db'), sql], { encoding: 'utf8' }).trim();
const megabytes = (part) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${house.pid(part)}/status`, 'utf8'))[1]) / 1024);

const connect = ({ id, secret }) => new Promise((resolve, reject) => {
  const client = mqtt.connect({ host: '127.0.0.1', port: house.ports.mqtt, protocol: 'mqtts', ca: readFileSync(house.path('tls', 'ca.crt')), servername: 'localhost',
    clientId: id, username: id, password: secret, reconnectPeriod: 0 });
  client.once('connect', () => resolve(client)).once('error', reject);
});

test('durable MQTT messages a second against the flush rate of the disk, with the server beside it', async (t) => {
  const senders = house.devices().filter(({ transport, condition }) => transport === 'mqtt' && condition === 'hypertension').slice(0, 12);
  writeFileSync(house.path('senders'), senders.map(({ id, secret }) => `${id} ${secret}\n`).join(''));
  const stored = () => Number(sqlite('SELECT count(*) FROM readings'));
  const before = stored();
  const limit = flushRate();
  const newest = Math.floor(Date.now() / 1000) - 90000;
  const { stdout } = await run(house.binary('bench/mqtt_load'), [house.ports.mqtt, house.path('tls', 'ca.crt'), house.path('senders'), senders.length, 8, 0, SECONDS, 1, 1, newest].map(String));
  const begin = Date.now();
  await house.caughtUp(['mqtt']);
  const late = Date.now() - begin;
  const again = flushRate();
  const { acknowledged, rate, p50, p99 } = JSON.parse(stdout.trim().split('\n').at(-1));
  assert.ok(acknowledged > 0 && stored() - before >= acknowledged, 'all are readings');
  t.diagnostic(`evidence: durable MQTT (QoS 1 over TLS, one reading each) while the server stores: ${rate} messages/s = ${(rate / ((limit + again) / 2)).toFixed(2)} × the disk's ${limit}…${again} flushes/s; `
    + `${senders.length} devices with 8 in flight each, acknowledged after p50 ${p50} ms, p99 ${p99} ms`);
  t.diagnostic(`evidence: the drain had stored all of them ${late} ms after the last acknowledgement`);
});

test('start-up until ready', async (t) => {
  const took = [];
  for (let time = 0; time < 5; time++) {
    await house.stop('server');
    const begin = performance.now();
    house.start('server');
    await house.ready();
    took.push(performance.now() - begin);
  }
  took.sort((a, b) => a - b);
  t.diagnostic(`evidence: the server is ready ${took[2].toFixed(0)} ms after its start (median of 5, polled every 50 ms)`);
});

test('memory idle and with 200 connected devices', async (t) => {
  const parts = ['server', 'broker', 'coap'];
  const idle = parts.map((part) => `${part} ${megabytes(part)} MB`).join(', ');
  const admin = await staff(house, 'admin');
  const devices = [];
  for (let at = 0; at < 200; at++) {
    const { device, secret } = (await admin.post('/api/v1/devices', { transport: 'mqtt', model: 'Bench' })).body;
    devices.push({ id: device.id, secret });
  }
  await eventually(() => connect(devices[199]).then((client) => client.endAsync().then(() => true), () => false), 'the broker knows the last device');
  const clients = await Promise.all(devices.map(connect));
  const busy = parts.map((part) => `${part} ${megabytes(part)} MB`).join(', ');
  await Promise.all(clients.map((client) => client.endAsync()));
  t.diagnostic(`evidence: memory idle: ${idle}; with 200 devices connected over TLS: ${busy}`);
});

const wrk = async (url, headers = []) => {
  const { stdout } = await run('wrk', ['-t1', '-c16', `-d${SECONDS}s`, '--latency', ...headers.flatMap((header) => ['-H', header]), url]);
  assert.doesNotMatch(stdout, /Non-2xx/, stdout);
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p99: /^\s+99%\s+(\S+)/m.exec(stdout)[1] };
};

// The statement of that name from the store's own tables, so that the peer runs the same SQL.
function statement(file, name) {
  const text = readFileSync(`${source}/server/store/${file}`, 'utf8');
  const found = new RegExp(`\\{"${name.replace('.', '\\.')}",\\s*SQL\\(((?:\\s*"(?:[^"\\\\]|\\\\.)*")+)\\)`).exec(text);
  assert.ok(found, `${name} in ${file}`);
  return [...found[1].matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part).join('');
}

async function againstBare(t, what, path, client, sql, binds, rows) {
  writeFileSync(house.path('bench.sql'), sql);
  writeFileSync(house.path('bench.binds'), binds.map((words) => words.join('\t')).join('\n') + '\n');
  const port = await freePort();
  const bare = spawn(house.binary('bench/bare_http'), [String(port), house.path('data', 'monitoring.db'), house.path('bench.sql'), house.path('bench.binds')], { stdio: 'inherit' });
  try {
    const theirRows = await eventually(() => fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text(), () => false), 'the bare server answers');
    assert.equal(theirRows.split('],[').length, rows((await client.get(path)).body), 'both read the same rows');
    const ours = [], theirs = [];
    for (let pair = 0; pair < 3; pair++) {
      ours.push(await wrk(house.url + path, [`Cookie: ${client.cookie}`]));
      theirs.push(await wrk(`http://127.0.0.1:${port}/`));
    }
    const pairs = ours.map((our, at) => ({ our, bare: theirs[at], ratio: our.rate / theirs[at].rate })).sort((a, b) => a.ratio - b.ratio);
    const { our, bare: peer, ratio } = pairs[1];
    t.diagnostic(`evidence: ${what}: ${our.rate.toFixed(0)} reads/s (p99 ${our.p99}) = ${ratio.toFixed(2)} × bare libmicrohttpd with the same SQL (${peer.rate.toFixed(0)}/s); 16 connections, the median of 3 pairs (${pairs[0].ratio.toFixed(2)} to ${pairs[2].ratio.toFixed(2)})`);
  } finally {
    bare.kill('SIGTERM');
  }
}

test('reads a second of a 30-day chart', async (t) => {
  const operator = await staff(house, 'operator');
  const { items } = (await operator.get('/api/v1/worklist')).body;
  const subject = items.find(({ conditions }) => conditions.includes('hypertension')).subject;
  const [from, to] = [instant(-30 * 86400), instant(0)];
  const us = (text) => new Date(text).getTime() * 1000;
  const key = sqlite(`SELECT id FROM subjects WHERE public_id = '${subject}'`);
  const sources = sqlite(`SELECT id FROM sources WHERE subject_id = ${key}`).split('\n');
  const binds = [];
  for (let date = Math.floor(us(from) / 864e8); date <= Math.floor(us(to) / 864e8); date++)
    for (const id of sources) binds.push([`i${date}`, `i${id}`, 'tblood-pressure', `i${us(from)}`, `i${us(to)}`]);
  await againstBare(t, '30-day chart', `/api/v1/patients/${subject}/readings?kind=blood-pressure&from=${from}&to=${to}`, operator, statement('readings.c', 'reading.day'), binds,
    ({ series }) => series.reduce((sum, { points }) => sum + points.length, 0));
});

test('reads a second of a worklist page', async (t) => {
  const operator = await staff(house, 'operator');
  const fund = sqlite('SELECT fund FROM worklist LIMIT 1');
  assert.ok(fund, 'the worklist has rows');
  await againstBare(t, 'worklist page of 50', '/api/v1/worklist', operator, statement('worklist.c', 'worklist.page'),
    [[`t${fund}`, 'i-1', 'i0', 't', 'n', 'n', 'i0', 'i0', 'i0', 'i0', 'i50']], ({ items }) => items.length);
});
