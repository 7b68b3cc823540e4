// SPDX-License-Identifier: EUPL-1.2
// Kills placed at system calls, with the oracle outside. A scripted device sends messages, writes down
// (flushed) what was acknowledged, keeps what was not and sends it again, as a real one does. A
// process is killed on entry to its k-th call of one kind (kill_at.c); then it is started again and the
// device goes on. Everything acknowledged must be there exactly as sent.
import assert from 'node:assert/strict';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import mqtt from 'mqtt';
import { SOAK, build, burst, pause, until } from '../doors/place.mjs';

export const MESSAGES = 100;
export const READY_MS = 2000;
const PATIENCE_MS = 120000; // for one round of sending: a door that neither answers nor ends is a fault, not a reason to wait

// The promise is for a machine that does nothing else. What a busy one adds is not the door's: in a short run half of the
// starts must keep it, in the long counts ninety-nine of a hundred, and none may take as long as somebody would notice.
// Gives the slowest of those that must. (What is slow after one kind of kill only is found by everyPoint.)
export function readyInTime(starts, limit = READY_MS) {
  const sorted = [...starts].sort((a, b) => a - b);
  assert.ok(sorted.at(-1) <= 10 * limit, `ready after ${sorted.join(', ')} ms`);
  const slow = sorted[Math.ceil(sorted.length * (SOAK ? 0.99 : 0.5)) - 1];
  assert.ok(slow <= limit, `ready after ${sorted.join(', ')} ms`);
  return slow;
}

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
    this.taken = new Map(); // sequence to text: what was read in the server's place before it was trimmed
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
// acknowledged, the connection is gone or PATIENCE_MS are over.
export async function sendMqtt({ port, device, oracle, messages, topic = `ltc/v1/${device.id}/up/readings`, login = true, each = () => {} }) {
  const known = oracle.acknowledged();
  const open = messages.filter((message) => !known.has(message));
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: device.id, ...(login ? { username: device.id, password: device.password } : {}), reconnectPeriod: 0, connectTimeout: 60000 });
  client.on('error', () => {});
  let gone = false;
  const patience = setTimeout(() => client.end(true), PATIENCE_MS);
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
  clearTimeout(patience);
  if (!gone) await Promise.race([client.endAsync(true), pause(1000)]);
}

export async function sendCoap({ place, device, oracle, messages }) {
  const known = oracle.acknowledged();
  const open = messages.filter((message) => !known.has(message));
  const ended = { gone: false };
  const watch = place.coap.ended.then(() => { ended.gone = true; });
  const running = burst(place, device, open, { oracle: oracle.file, seconds: PATIENCE_MS / 1000 });
  await Promise.race([running, watch]);
  if (ended.gone) running.child?.kill('SIGKILL');
  await running;
}

export const DOORS = {
  mqtt: {
    start: (place, options) => place.startBroker(options),
    send: (place, device, oracle, messages) => sendMqtt({ port: place.mqttPort, device, oracle, messages }),
  },
  coap: {
    start: (place, options) => place.startCoap(options),
    send: (place, device, oracle, messages) => sendCoap({ place, device, oracle, messages }),
  },
};

const quiet = ['strace', '-D', '-f', '-qq', '-e', 'signal=none'];

// A wrapper that holds the process on entry to its k-th call on a file, as a slow disk would; kill it
// meanwhile.
export const holdAt = (call, k, file, seconds) => [...quiet, '-o', '/dev/null', '-P', file, '-e', `trace=${call}`, '-e', `inject=${call}:delay_enter=${seconds * 1000000}:when=${k}`];

// A wrapper under which a program dies on entry to its k-th call of that name, counted over its
// threads; KILLED is the exit code that says so. The leak checker does not work under ptrace.
const probe = `${build}/probes/kill_at`;
export const killAt = (call, k) => [probe, call, String(k)];
// A wrapper under which that call fails instead, or writes half (EIO, ENOSPC, SHORT); the log then says FAULT_PLACED.
export const failAt = (fault, call, k) => [probe, 'fail', fault, call, String(k)];
export const FAULT_PLACED = 'kill_at: fault placed';
export const countTo = (file) => [probe, 'count', file];
export const readCounts = (file) => Object.fromEntries(readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' ')).map(([call, count]) => [call, Number(count)]));
export const KILLED = 99;

// The server's part: reads everything, keeps it, and lets the door trim.
async function takeOver(place, door, oracle, part) {
  const { rows } = place.dump(door);
  for (const { sequence, text } of rows) oracle.taken.set(sequence, text);
  if (rows.length === 0 || part.gone) return;
  try {
    place.trim(door, rows.at(-1).sequence);
  } catch (fault) {
    await pause(100); // it may have died meanwhile, and we are only about to hear of it
    if (part.gone) return;
    throw fault;
  }
  await until(() => part.gone || place.rowCount(door) === 0, `${door}: trimmed`);
}

// The scripted run: start, the messages, trimmed to empty by word of the server, clean end. Whatever
// kills it on the way ends it.
async function life(place, door, device, oracle, messages, wrapper) {
  const { start, send } = DOORS[door];
  const part = await start(place, { wrapper, mayDie: true });
  if (!part.gone) await send(place, device, oracle, messages);
  if (!part.gone && (wrapper.length === 0 || oracle.acknowledged().size === messages.length)) await takeOver(place, door, oracle, part);
  return { ready: part.ready, ...await part.end() };
}

// How often one scripted run makes each call, by name.
export async function countCalls(place, door, device, oracle, messages) {
  const { code } = await life(place, door, device, oracle, messages, countTo(place.path('calls')));
  assert.equal(code, 0, `${door}: the counted run ends well; ${place.logOf(door === 'mqtt' ? 'broker' : 'coap')}`);
  return readCounts(place.path('calls'));
}

// Does the work for each of a list, `lanes` at a time.
export async function inLanes(lanes, list, work) {
  const queue = [...list];
  await Promise.all(Array.from({ length: lanes }, async () => { for (let next; (next = queue.shift()) !== undefined;) await work(next); }));
}

// Goes through the kill points of a scripted run: `wanted` of every call's, or with Infinity each of
// them, and then on until a run is over before its k-th call. `count()` makes one run and counts its
// calls, `run(call, k)` tells { hit, ready }: whether it was killed there, and after how long the next
// start was ready; `lanes` of them go at the same time.
// How often a call is made may differ from run to run (how messages fall into groups). So a point that was missed is tried
// again, then again alone; one that is still missed is an error, or the harness would show less than it says. But the last
// quarter of a count may be left out when runs counted anew do not come that far either; what is left out is named.
// A start that was not ready within `limit` each time after the same kill is slow by that kill, not by a busy machine.
export async function everyPoint({ count, wanted, run, lanes = 1, tries = 8, limit = Infinity }) {
  const counted = async (some = []) => { await inLanes(lanes, [1, 2, 3], async () => some.push(await count())); return some; };
  const least = (of, call) => Math.min(...of.map((one) => one[call] ?? 0));
  const counts = await counted();
  const calls = Object.keys(counts[0]).filter((call) => least(counts, call) > 0);
  const points = calls.flatMap((call) => sample(least(counts, call), wanted(call)).map((k) => ({ call, k })));
  const seen = { counts, points: points.length, hit: 0, beyond: 0, starts: [] };
  const slow = [];
  const once = async (call, k) => {
    const result = await run(call, k);
    seen.starts.push(result.ready);
    return result;
  };
  const isSlow = async (call, k) => {
    for (let t = 0; t < 3; t++) {
      const { hit, ready } = await once(call, k);
      if (!hit || ready <= limit) return false;
    }
    return true;
  };
  const attempt = async (call, k) => {
    for (let t = 0; t < tries; t++) {
      const { hit, ready } = await once(call, k);
      if (hit && ready > limit && await isSlow(call, k)) slow.push(`${call} ${k}`);
      if (hit) return true;
    }
    return false;
  };
  const missed = [];
  await inLanes(lanes, points, async ({ call, k }) => { if (await attempt(call, k)) seen.hit += 1; else missed.push({ call, k }); });
  const left = [];
  for (const { call, k } of missed) if (await attempt(call, k)) seen.hit += 1; else left.push({ call, k });
  const anew = left.length > 0 ? await counted() : [];
  const faults = left.filter(({ call, k }) => k <= least(anew, call) || k <= Math.ceil(0.75 * least(counts, call)));
  await inLanes(lanes, calls.filter((call) => wanted(call) === Infinity), async (call) => {
    for (let k = least(counts, call) + 1; (await once(call, k)).hit; k++) seen.beyond += 1;
  });
  const named = (some) => some.map(({ call, k }) => `${call} ${k}`).join(', ');
  assert.ok(faults.length === 0, `kill points that no run came to: ${named(faults)}`);
  assert.ok(slow.length === 0, `ready after more than ${limit} ms, four times of four, when killed at: ${slow.join(', ')}`);
  const text = `calls in one run: ${calls.map((call) => `${call} ${least(counts, call)}`).join(', ')}; ${seen.points} kill points, ${seen.hit} hit`
    + `${left.length > 0 ? ` (later runs do not come to ${named(left)})` : ''} (and ${seen.beyond} that only some runs have)`;
  return { ...seen, text };
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
  const all = new Map([...oracle.taken, ...rows.map((row) => [row.sequence, row.text])]);
  const stored = new Set(all.values());
  const lost = [...acknowledged].filter((message) => !stored.has(message));
  assert.deepEqual(lost, [], `${what}: ${lost.length} acknowledged messages lost`);
  const sent = new Set(messages);
  for (const [at, row] of rows.entries()) {
    const follows = at === 0 && oracle.taken.size > 0; // what was trimmed before it is not missing
    assert.ok(!row.damaged && (row.missing === 0 || follows), `${what}: row ${row.sequence} damaged or after a gap`);
    assert.ok(sent.has(row.text), `${what}: row ${row.sequence} is not what was sent`);
    assert.ok((oracle.taken.get(row.sequence) ?? row.text) === row.text, `${what}: row ${row.sequence} has changed since it was read`);
  }
  return { acknowledged: acknowledged.size, rows: all.size };
}

// One life that ends at the k-th call, one more life without harm.
export async function killedRun(place, door, device, oracle, messages, call, k) {
  const what = `${door}: killed at ${call} ${k}`;
  const first = await life(place, door, device, oracle, messages, killAt(call, k));
  assert.ok(first.code === KILLED || first.code === 0, `${what}: ended with ${first.code}; ${place.logOf(door === 'mqtt' ? 'broker' : 'coap')}`);
  if (existsSync(place.path('inbox', `${door}.inbox-shm`)) && oracle.acknowledged().size > 0) checkCustody(place, door, oracle, messages, `${what}, before the restart`);
  const second = await life(place, door, device, oracle, messages, []);
  assert.equal(second.code, 0, `${what}: ended with ${second.code} after the restart`);
  const result = checkCustody(place, door, oracle, messages, what);
  assert.equal(result.acknowledged, messages.length, `${what}: all acknowledged in the end`);
  assert.equal(place.integrity(door), 'ok', what);
  return { ...result, ready: second.ready, hit: first.code === KILLED };
}
