// SPDX-License-Identifier: EUPL-1.2
// Kills placed at system calls, with the oracle outside. A scripted device sends messages, writes down
// (flushed) what was acknowledged, keeps what was not and sends it again, as a real one does. A
// process is killed on entry to its k-th call of one kind; then it is started again and the device
// goes on. Everything acknowledged must be there exactly as sent.
import assert from 'node:assert/strict';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import mqtt from 'mqtt';
import { burst, pause } from '../doors/place.mjs';

export const MESSAGES = 60;
export const READY_MS = 2000;

// A sequence that can be repeated: HOUSE_SEED=n.
let seed = Number(process.env.HOUSE_SEED ?? 1);
export function random(below) {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}

// What was acknowledged, on disk before the next step, so that it outlives everything.
export class Oracle {
  constructor(folder) {
    mkdirSync(folder, { recursive: true });
    this.file = `${folder}/acknowledged`;
    this.out = openSync(this.file, 'a');
  }

  note(id) {
    writeSync(this.out, `${id}\n`);
    fsyncSync(this.out);
  }

  acknowledged() { return new Set(existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n').filter(Boolean) : []); }
  close() { closeSync(this.out); }
}

export const script = (prefix = 'm', count = MESSAGES) => Array.from({ length: count }, (_, i) => `{"id":"${prefix}${i}","v":${120 + (i % 40)},"pad":"${'x'.repeat((i * 37) % 300)}"}`);

// Sends what is not acknowledged yet, five in flight, every fourth with QoS 2; returns when all is
// acknowledged or the connection is gone.
export async function sendMqtt({ port, device, oracle, messages, topic = `ltc/v1/${device.id}/up/readings`, login = true, each = () => {} }) {
  const known = oracle.acknowledged();
  const open = messages.filter((message) => !known.has(message));
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: device.id, ...(login ? { username: device.id, password: device.password } : {}), reconnectPeriod: 0, connectTimeout: 5000 });
  client.on('error', () => {});
  let gone = false;
  const closed = new Promise((done) => { client.once('close', () => { gone = true; done(); }); });
  await Promise.race([closed, new Promise((done) => { client.once('connect', done); })]);
  let next = 0;
  const lane = async () => {
    while (!gone && next < open.length) {
      const at = next++;
      const sent = new Promise((done) => { client.publish(topic, open[at], { qos: at % 4 === 3 ? 2 : 1 }, (fault) => done(!fault)); });
      if (await Promise.race([sent, closed.then(() => false)])) {
        oracle.note(open[at]);
        await each(at);
      }
    }
  };
  await Promise.all(Array.from({ length: 5 }, lane));
  await Promise.race([client.endAsync(true), pause(1000)]);
}

export async function sendCoap({ place, device, oracle, messages }) {
  const known = oracle.acknowledged();
  const open = messages.filter((message) => !known.has(message));
  const ended = { gone: false };
  const watch = place.coap.ended.then(() => { ended.gone = true; });
  const running = burst(place, device, open, { oracle: oracle.file, seconds: 20 });
  await Promise.race([running, watch]);
  if (ended.gone) running.child?.kill('SIGKILL');
  await running;
}

export const DOORS = {
  mqtt: {
    start: (place, options) => place.startBroker(options),
    send: (place, device, oracle, messages) => sendMqtt({ port: place.mqttPort, device, oracle, messages }),
    calls: ['fdatasync', 'pwrite64', 'write', 'sendto'],
  },
  coap: {
    start: (place, options) => place.startCoap(options),
    send: (place, device, oracle, messages) => sendCoap({ place, device, oracle, messages }),
    calls: ['fdatasync', 'pwrite64', 'write', 'sendmsg'],
  },
};

const quiet = ['strace', '-D', '-f', '-qq', '-e', 'signal=none'];

// A wrapper under which the process dies on entry to its k-th call of that name.
export const killAt = (call, k) => [...quiet, '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${k}`];

// A wrapper that holds the process on entry to its k-th call on a file, as a slow disk would; kill it
// meanwhile.
export const holdAt = (call, k, file, seconds) => [...quiet, '-o', '/dev/null', '-P', file, '-e', `trace=${call}`, '-e', `inject=${call}:delay_enter=${seconds * 1000000}:when=${k}`];

// How often one scripted run makes each call, by name.
export async function countCalls(place, door, device, oracle, messages) {
  const { start, send, calls } = DOORS[door];
  const log = place.path('calls');
  const part = await start(place, { wrapper: [...quiet, '-o', log, '-e', `trace=${calls.join()}`] });
  await send(place, device, oracle, messages);
  await part.end();
  await pause(200);
  const text = readFileSync(log, 'utf8');
  return Object.fromEntries(calls.map((call) => [call, (text.match(new RegExp(`\\b${call}\\(`, 'g')) ?? []).length]));
}

// Some points of 1 to count: the first and last ones, and an even spread with a random offset.
export function sample(count, wanted) {
  if (wanted >= count) return Array.from({ length: count }, (_, i) => i + 1);
  const points = new Set([1, count]);
  const step = count / wanted;
  const offset = random(Math.max(1, Math.floor(step)));
  for (let i = 0; points.size < wanted && i < count; i++) points.add(Math.min(count, 1 + Math.floor(i * step) + offset));
  return [...points].sort((a, b) => a - b);
}

// What must hold after a crash and a restart. Rows that were stored but not acknowledged, and repeats,
// are in order: the database takes each reading once.
export function checkCustody(place, door, oracle, messages, what) {
  const { rows } = place.dump(door);
  const acknowledged = oracle.acknowledged();
  const stored = new Set(rows.map((row) => row.text));
  const lost = [...acknowledged].filter((message) => !stored.has(message));
  assert.deepEqual(lost, [], `${what}: ${lost.length} acknowledged messages lost`);
  const sent = new Set(messages);
  for (const row of rows) {
    assert.ok(!row.damaged && row.missing === 0, `${what}: row ${row.sequence} damaged or after a gap`);
    assert.ok(sent.has(row.text), `${what}: row ${row.sequence} is not what was sent`);
  }
  return { acknowledged: acknowledged.size, rows: rows.length };
}

// One life that ends at the k-th call, one more life without harm.
export async function killedRun(place, door, device, oracle, messages, call, k) {
  const what = `${door}: killed at ${call} ${k}`;
  const { start, send } = DOORS[door];
  const first = await start(place, { wrapper: killAt(call, k), mayDie: true });
  if (!first.gone) await send(place, device, oracle, messages);
  const died = first.gone || await Promise.race([first.ended.then(() => true), pause(50).then(() => false)]);
  await first.end('SIGKILL');
  if (existsSync(place.path('inbox', `${door}.inbox-shm`)) && oracle.acknowledged().size > 0) checkCustody(place, door, oracle, messages, `${what}, before the restart`);
  const second = await start(place, {});
  assert.ok(second.ready <= READY_MS, `${what}: ready again after ${second.ready} ms`);
  await send(place, device, oracle, messages);
  await second.end();
  const result = checkCustody(place, door, oracle, messages, what);
  assert.equal(result.acknowledged, messages.length, `${what}: all acknowledged in the end`);
  assert.equal(place.integrity(door), 'ok', what);
  return { ...result, died };
}
