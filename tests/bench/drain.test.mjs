// SPDX-License-Identifier: EUPL-1.2
// Speed of the server's part: what doors took while the server was down, the same with a hundred thousand, a
// million and ten million readings stored, and how soon a reading can be read. Nothing here fails for being slow; the lines "evidence: …" go to
// docs/evidence.md.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, monitoredPerson, publish, registerFamily, staff } from '../api/story.mjs';

const run = promisify(execFile);
const DEVICES = 10000;
const NOW = Math.floor(Date.now() / 1000);
const DAY = 86400;
let house;
let patient;

before(async () => {
  house = await openHouse({ parts: ['broker'], seed: 'empty', brokerWords: { RATE: '0' } });
  patient = await monitoredPerson(house, await registerFamily(house, 'bench'));
  await eventually(() => publish(house, patient, bloodPressure(120)).then(() => true, () => false), 'the broker knows the device');
  await eventually(() => Number(sqlite('SELECT count(*) FROM readings')) > 0, 'the first reading is stored');
});
after(() => {
  rmSync(house.path('log', 'server.log'), { force: true }); // it blames us for ten thousand secrets that do not open
  return house.close();
});

const database = () => house.path('data', 'monitoring.db');
const sqlite = (sql) => execFileSync('sqlite3', ['-readonly', database(), sql], { encoding: 'utf8' }).trim();
const processorSeconds = (part) => {
  const fields = readFileSync(`/proc/${house.pid(part)}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100; // USER_HZ
};
const percentile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];

test('how soon a reading is acknowledged and can be read', async (t) => {
  const operator = await staff(house, 'operator');
  const client = await mqtt.connectAsync({ host: '127.0.0.1', port: house.ports.mqtt, protocol: 'mqtts', ca: readFileSync(house.path('tls', 'ca.crt')), servername: 'localhost',
    clientId: patient.device, username: patient.device, password: patient.secret, reconnectPeriod: 0 });
  const [acknowledged, queryable] = [[], []];
  for (let at = 0; at < 200; at++) {
    const time = instant(-2000 + at * 5);
    const systolic = 100 + at % 100;
    const readable = async () => (await operator.get(`/api/v1/patients/${patient.subject}/readings?kind=blood-pressure&from=${time}&to=${instant(60)}`)).body.series.some(({ points }) => points.some(({ v }) => v === String(systolic)));
    const begin = performance.now();
    await client.publishAsync(`ltc/v1/${patient.device}/up/readings`, JSON.stringify(bloodPressure(systolic, 70, { t: time })), { qos: 1 });
    acknowledged.push(performance.now() - begin);
    for (const end = Date.now() + 60000; !await readable();) {
      assert.ok(Date.now() < end, 'the reading can be read');
      await pause(2);
    }
    queryable.push(performance.now() - begin);
  }
  await client.endAsync();
  t.diagnostic(`evidence: one reading over TLS: acknowledged after p50 ${percentile(acknowledged, 0.5).toFixed(1)} ms, p99 ${percentile(acknowledged, 0.99).toFixed(1)} ms; readable over the API after p50 ${percentile(queryable, 0.5).toFixed(1)} ms, p99 ${percentile(queryable, 0.99).toFixed(1)} ms (looked for every 2 ms)`);
});

// Members with a device and the care limits of their condition, as many as DEVICES: put into the tables, since
// enrolling ten thousand over the API is no part of what is measured. No door lets them in: they have no secrets.
function enrolMany() {
  const since = BigInt(NOW - 400 * DAY) * 1000000n;
  execFileSync('sqlite3', ['-bail', database()], { input: `BEGIN;
CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${DEVICES}) SELECT i FROM n;
CREATE TEMP TABLE first AS SELECT * FROM subjects LIMIT 1;
INSERT INTO subjects (public_id, fund, diabetes, hypertension, copd, key, enrolled_us, silent_after_us, silence_due_us)
  SELECT printf('%032x', 1000000 + i), fund, 0, 1, 0, key, ${since}, 400 * 86400000000, ${since} + 4000 * 86400000000 FROM n, first;
INSERT INTO devices (public_id, fund, transport, model, secret, registered_us)
  SELECT printf('%032x', 2000000 + i), fund, 'mqtt', 'Bench', x'00', ${since} FROM n, first;
INSERT INTO assignments (device_id, subject_id, from_us, recorded_us, recorded_by)
  SELECT d.id, s.id, ${since}, ${since}, printf('%032x', 1) FROM n JOIN devices d ON d.public_id = printf('%032x', 2000000 + i) JOIN subjects s ON s.public_id = printf('%032x', 1000000 + i);
INSERT INTO care_limits (public_id, subject_id, quantity, alert_low, warn_low, warn_high, alert_high, from_us, recorded_us)
  SELECT lower(hex(randomblob(16))), s.id, quantity, alert_low, warn_low, warn_high, alert_high, from_us, recorded_us
  FROM care_limits, subjects s WHERE subject_id = (SELECT id FROM first) AND s.public_id LIKE '0000%' AND set_by IS NULL;
COMMIT;` });
}

// Takes messages into custody while the server is down, starts it, and waits until they are stored.
async function drained(inbox, devices, { messages, readings, step, newest }) {
  writeFileSync(house.path('bench.devices'), Array.from({ length: devices }, (_, i) => `${(2000001 + i).toString(16).padStart(32, '0')}\n`).join(''));
  const { stdout } = await run(house.binary('bench/inbox_fill'), [house.path('inbox', inbox), house.path('keys', 'server.pub'), house.path('bench.devices'), messages, readings, 256, step, newest].map(String));
  const last = Number(stdout.split(' ')[1]);
  execFileSync('sync'); // what the preparation has left to be written is none of the drain's work
  const before = Number(sqlite('SELECT count(*) FROM quarantine'));
  const begin = performance.now();
  house.start('server');
  await eventually(() => Number(sqlite(`SELECT coalesce(max(sequence), 0) FROM inbox_cursors WHERE inbox = '${id(inbox)}'`)) >= last, 'everything is stored', 600000);
  const seconds = (performance.now() - begin) / 1000;
  const processor = processorSeconds('server');
  await house.ready();
  await house.stop('server');
  assert.equal(Number(sqlite('SELECT count(*) FROM quarantine')), before, 'nothing went to quarantine');
  return { seconds, processor, count: devices * messages * readings };
}
const id = (inbox) => execFileSync('sqlite3', ['-readonly', house.path('inbox', inbox), 'SELECT lower(hex(id)) FROM inbox'], { encoding: 'utf8' }).trim();
// Readings of one value, a thousand of each meter that is known, in the order of the table.
const STORED = 1e7;
function storeMany() {
  const day = Math.floor(NOW / DAY) - 300;
  execFileSync('sqlite3', ['-bail', database()], { input: `PRAGMA synchronous = OFF; PRAGMA cache_size = -64000; BEGIN;
CREATE TEMP TABLE meters AS SELECT MIN(id) AS id FROM sources GROUP BY subject_id ORDER BY 1 LIMIT ${DEVICES};
WITH RECURSIVE days(day) AS (SELECT ${day} UNION ALL SELECT day + 1 FROM days WHERE day < ${day + STORED / DEVICES / 10 - 1}),
     hours(hour) AS (SELECT 0 UNION ALL SELECT hour + 1 FROM hours WHERE hour < 9)
INSERT INTO readings (day, source_id, quantity, time_us, digest, kind, device_id, value, sent, unit, level, origin, flags, received_us)
  SELECT day, m.id, 'weight', (day * 86400 + hour * 3600) * 1000000, randomblob(16), 'weight', (SELECT MIN(id) FROM devices), 70000, '70.0', 'kg', 'normal', 'device', 0,
         (day * 86400 + hour * 3600) * 1000000 FROM days CROSS JOIN meters m CROSS JOIN hours;
COMMIT;` });
}
const storedTimes = () => Number(sqlite("SELECT count(*) FROM readings WHERE quantity = 'systolic'"));

test('a backlog of 24 hours of 10,000 devices, and the drain with up to ten million readings stored', async (t) => {
  await house.stop('server');
  enrolMany();
  const had = storedTimes();
  const backlog = await drained('backlog.inbox', DEVICES, { messages: 16, readings: 1, step: 5400, newest: NOW - 60 });
  assert.equal(storedTimes() - had, backlog.count, 'each is stored once');
  t.diagnostic(`evidence: backlog of 24 hours of ${DEVICES} devices, ${backlog.count} readings in as many messages: stored ${backlog.seconds.toFixed(2)} s after the server's start (${(backlog.count / backlog.seconds).toFixed(0)}/s), ${(backlog.processor / backlog.count * 1e5).toFixed(2)} CPU seconds of the server for 100,000 readings`);
  // Packs of 50; each segment lies in days of its own.
  const segment = (devices, messages, days) => drained('packs.inbox', devices, { messages, readings: 50, step: 1200, newest: NOW - days * DAY });
  const small = await segment(2000, 1, 3);
  const bulk = await segment(7000, 2, 6);
  const large = await segment(2000, 1, 12);
  const rate = ({ count, seconds }) => count / seconds;
  const cost = ({ count, processor }) => (processor / count * 1e5).toFixed(2);
  const stored = had + backlog.count + small.count + bulk.count;
  t.diagnostic(`evidence: the drain in packs of 50: ${rate(small).toFixed(0)} readings/s with ${had + backlog.count} stored, ${rate(bulk).toFixed(0)}/s over the next ${bulk.count}, ${rate(large).toFixed(0)}/s with ${stored} stored = ${(rate(large) / rate(small)).toFixed(2)} × the first; ${cost(small)}, ${cost(bulk)} and ${cost(large)} CPU seconds of the server for 100,000 readings; start of the server included`);
  storeMany();
  const huge = await segment(2000, 1, 18);
  t.diagnostic(`evidence: the same with ${stored + large.count + STORED} stored: ${rate(huge).toFixed(0)} readings/s = ${(rate(huge) / rate(small)).toFixed(2)} × the first, ${cost(huge)} CPU seconds for 100,000 = ${(huge.processor / small.processor).toFixed(2)} × the first`);
  house.start('server');
  await house.ready();
});
