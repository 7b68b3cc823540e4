// SPDX-License-Identifier: EUPL-1.2
// Speed of the doors alone: no server runs beside them. Every figure stands beside the machine's limit in the same run (the
// peers: peers.test.mjs); nothing fails for being slow. The lines "evidence: …" go to docs/evidence.md.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Place, build } from '../doors/place.mjs';

const run = promisify(execFile);
const bench = (name) => `${build}/bench/${name}`;
const SECONDS = 5;
const MANY = 10000;
const NEWEST = Math.floor(Date.now() / 1000);
const wide = { maxBuffer: 2 ** 26 };

let place;
before(async () => {
  place = new Place();
  for (let at = 0; at < MANY; at++) place.addDevice();
  place.writeRoster();
  writeFileSync(place.path('passwords'), place.devices.map(({ id, password }) => `${id} ${password}\n`).join(''));
  writeFileSync(place.path('keys.txt'), place.devices.map(({ id, psk }) => `${id} ${psk}\n`).join(''));
});
after(() => place?.close());

const flushRate = (...words) => Number(execFileSync(bench('flush_rate'), [place.path('inbox'), '2', ...words], { encoding: 'utf8' }));
const memory = (part) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${part.child.pid}/status`, 'utf8'))[1]) / 1024;
const processorSeconds = (part) => {
  const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${part.child.pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(user) + Number(system)) / 100; // USER_HZ
};
const lastLine = (text) => JSON.parse(text.trim().split('\n').at(-1));
const mqttLoad = async (port, { ca = '-', clients, inFlight = 1, rate = 0, seconds = SECONDS, readings = 1, newest = NEWEST }) =>
  lastLine((await run(bench('mqtt_load'), [port, ca, place.path('passwords'), clients, inFlight, rate, seconds, readings, 1, newest].map(String), wide)).stdout);
const coapLoad = async ({ clients, messages = 0, seconds = SECONDS, newest = NEWEST }) =>
  lastLine((await run(bench('coap_load'), [place.coapPort, place.path('keys.txt'), clients, messages, seconds, newest].map(String), wide)).stdout);

// The door of a fresh place, so that no test pays for the rows of the one before.
async function withDoor(start, use) {
  const part = await start();
  try {
    return await use(part);
  } finally {
    await part.end();
    execFileSync('sh', ['-c', 'rm -f "$1"/"$2".inbox*', 'sh', place.path('inbox'), part.name === 'broker' ? 'mqtt' : 'coap']);
  }
}

test('custody alone: appends a second, each with its own flush, and in groups', async (t) => {
  writeFileSync(place.path('one'), `${place.devices[0].id}\n`);
  const append = async (messages, group) => {
    const { stdout } = await run(bench('inbox_fill'), [place.path('inbox', 'alone.inbox'), place.path('keys', 'server.pub'), place.path('one'), messages, 1, group, 1, NEWEST].map(String));
    return Number(stdout.split(' ')[0]);
  };
  const limit = flushRate();
  const single = await append(15000, 1);
  const grouped = await append(200000, 128);
  const again = flushRate();
  const over = flushRate('over');
  t.diagnostic(`evidence: custody alone: ${single.toFixed(0)} single appends/s = ${(single / ((limit + again) / 2)).toFixed(2)} × the disk's ${limit}…${again} flushes/s of a file that grows, ${(single / over).toFixed(2)} × its ${over} of one that is written over; in groups of 128: ${grouped.toFixed(0)}/s`);
  execFileSync('sh', ['-c', 'rm -f "$1"/*', 'sh', place.path('inbox')]);
});

test('one reading each over MQTT, and packs of 50', async (t) => {
  const limit = flushRate();
  const [one, half, fifty, seconds] = await withDoor(() => place.startBroker(), async (broker) => {
    const single = await mqttLoad(place.mqttPort, { clients: 64, inFlight: 2 });
    const calm = await mqttLoad(place.mqttPort, { clients: 64, rate: limit / 2, newest: NEWEST - 1e6 });
    const before = processorSeconds(broker);
    const packs = await mqttLoad(place.mqttPort, { clients: 64, inFlight: 2, readings: 50, newest: NEWEST - 2e6 });
    return [single, calm, packs, processorSeconds(broker) - before];
  });
  const secure = await withDoor(() => place.startBroker({ tls: true }), () => mqttLoad(place.mqttPort, { ca: place.path('tls', 'ca.crt'), clients: 64, inFlight: 2 }));
  const again = flushRate();
  const mean = (limit + again) / 2;
  assert.ok(one.acknowledged > 0 && half.acknowledged > 0 && fifty.acknowledged > 0 && secure.acknowledged > 0);
  t.diagnostic(`evidence: MQTT, one reading each, QoS 1, 64 devices with 2 in flight: ${one.rate} messages/s = ${(one.rate / mean).toFixed(2)} × the disk's ${limit}…${again} flushes/s, p50 ${one.p50} ms, p99 ${one.p99} ms; `
    + `over TLS ${secure.rate}/s = ${(secure.rate / mean).toFixed(2)} ×, p99 ${secure.p99} ms`);
  t.diagnostic(`evidence: MQTT at half of the flush rate (${half.rate}/s): acknowledged after p50 ${half.p50} ms, p99 ${half.p99} ms`);
  t.diagnostic(`evidence: MQTT in packs of 50: ${fifty.rate * 50} readings/s in ${fifty.rate} messages/s, p99 ${fifty.p99} ms, ${(seconds / (fifty.acknowledged * 50) * 1e5).toFixed(2)} CPU seconds of the broker for 100,000 readings`);
});

test('CoAP: 128 clients in flight, and 10,000 devices that send at once', async (t) => {
  const limit = flushRate();
  const [many, seconds] = await withDoor(() => place.startCoap(), async (door) => {
    const before = processorSeconds(door);
    const result = await coapLoad({ clients: 128 });
    return [result, processorSeconds(door) - before];
  });
  const aim = Math.min(25000, 3 * limit);
  assert.equal(many.refused + many.givenUp, 0);
  t.diagnostic(`evidence: CoAP over DTLS, 128 clients in flight: ${many.rate} requests/s = ${(many.rate / limit).toFixed(2)} × the disk's ${limit} flushes/s (${(many.rate / aim).toFixed(2)} × the aim of ${aim}), p50 ${many.p50} ms, p99 ${many.p99} ms, `
    + `${many.repeated} repeated, ${(seconds / many.acknowledged * 1e5).toFixed(2)} CPU seconds of the door for 100,000 readings`);
  await withDoor(() => place.startCoap(), async (door) => {
    const idle = memory(door);
    const all = await coapLoad({ clients: MANY, messages: 1, seconds: 60 });
    t.diagnostic(`evidence: CoAP, ${MANY} devices send one reading at once: ${all.acknowledged} stored in ${all.seconds} s, ${all.repeated} (${(100 * all.repeated / MANY).toFixed(1)} %) sent again, p50 ${all.p50} ms, p99 ${all.p99} ms; the door's memory ${idle.toFixed(0)} MB idle, ${memory(door).toFixed(0)} MB with ${MANY} DTLS sessions`);
    assert.equal(all.acknowledged, MANY);
    assert.ok(place.rowCount('coap') >= MANY, 'all are in the inbox');
  });
});

test('memory with 10,000 connected MQTT devices', async (t) => {
  const coap = await withDoor(() => place.startCoap(), async (door) => memory(door));
  await withDoor(() => place.startBroker(), async (broker) => {
    const idle = memory(broker);
    // libmosquitto needs three descriptors for a connection, so two processes share the work.
    const halves = await Promise.all(['first', 'second'].map(async (half, at) => {
      writeFileSync(place.path(half), place.devices.slice(at * MANY / 2, (at + 1) * MANY / 2).map(({ id, password }) => `${id} ${password}\n`).join(''));
      const load = spawn(bench('mqtt_load'), [place.mqttPort, '-', place.path(half), MANY / 2, 0, 0, 600, 1, 1, NEWEST].map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((done) => { load.once('exit', done); });
      await new Promise((ready, fail) => { load.stdout.once('data', ready); load.once('exit', () => fail(new Error('not all connected'))); });
      return { load, ended };
    }));
    const full = memory(broker);
    for (const { load, ended } of halves) {
      load.kill('SIGKILL');
      await ended;
    }
    t.diagnostic(`evidence: memory without TLS: broker ${idle.toFixed(1)} MB idle, ${full.toFixed(1)} MB with ${MANY} MQTT devices connected; CoAP door ${coap.toFixed(1)} MB idle; together ${(full + coap).toFixed(1)} MB`);
  });
});

test('the simulated fleet plays 10,000 devices of both transports from one process', async (t) => {
  const conditions = ['hypertension', 'diabetes', 'copd'];
  writeFileSync(place.path('fleet'), place.devices.map(({ id, password, psk }, at) => `${id} ${at % 2 ? psk : password} ${at % 2 ? 'coap' : 'mqtt'} ${conditions[at % 3]} -\n`).join(''));
  await withDoor(() => place.startBroker(), () => withDoor(() => place.startCoap(), async () => {
    const begin = performance.now();
    const fleet = spawn(`${build}/sostegno-fleet`, ['--devices', place.path('fleet'), '--mqtt', `127.0.0.1:${place.mqttPort}`, '--coap', `127.0.0.1:${place.coapPort}`, '--days-back', '1', '--history-only', '--duration', '300'],
      { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    let peak = 0;
    fleet.stderr.on('data', (bytes) => { said += bytes; });
    const look = setInterval(() => {
      const file = `/proc/${fleet.pid}/status`;
      if (existsSync(file)) peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0));
    }, 50);
    const code = await new Promise((done) => { fleet.once('exit', done); });
    clearInterval(look);
    assert.equal(code, 0, said);
    t.diagnostic(`evidence: the simulated fleet: a day of ${MANY} devices of both transports sent and acknowledged in ${((performance.now() - begin) / 1000).toFixed(1)} s by one process of at most ${Math.round(peak / 1024)} MB (${/\d+ messages acknowledged/.exec(said)?.[0]})`);
  }));
});
