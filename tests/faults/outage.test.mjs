// SPDX-License-Identifier: EUPL-1.2
// The server is down for more than a day of its domain clock while everybody goes on measuring (cases 9 and 48): all
// that was acknowledged is there afterwards, nobody is called silent who was not, and old reds are no burst of urgent
// alerts.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { eventually } from '../api/story.mjs';
import { openHouse } from '../house.mjs';

const run = promisify(execFile);
const HOUR = 3600n * 1000000n;
const DOWN = 50n * HOUR; // longer than two days, after which a member of the demo is called silent
let house;
before(async () => { house = await openHouse({ parts: ['broker', 'coap'] }); });
after(() => house?.close());

const rows = (sql) => house.rows(house.path('data', 'monitoring.db'), sql);
const domainNow = () => {
  const [, , real, domain, speed] = readFileSync(house.path('clock'), 'utf8').trim().split(' ').map((word) => (/^\d+$/.test(word) ? BigInt(word) : 0n));
  return domain + ((BigInt(Date.now()) * 1000n - real) * speed) / 1000n;
};

// What the fleet measured in the last days of the domain clock, sent in batches and acknowledged; [device, instant].
async function play(days, name, devices = house.path('devices.tsv')) {
  const oracle = house.path(name);
  await run(house.binary('sostegno-fleet'), ['--devices', devices, '--mqtt', `127.0.0.1:${house.ports.mqtt}`, '--cafile', house.path('tls', 'ca.crt'), '--coap', `127.0.0.1:${house.ports.coap}`,
    '--clock', house.path('clock'), '--seed', '1', '--days-back', String(days), '--history-only', '--duration', '300', '--oracle', oracle], { maxBuffer: 2 ** 28 });
  assert.ok(existsSync(oracle));
  return readFileSync(oracle, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
    .flatMap(({ device, message }) => message.readings.map(({ t }) => `${device} ${new Date(t).getTime() * 1000}`));
}
const stored = () => new Set(rows('SELECT DISTINCT d.public_id, r.time_us FROM readings r JOIN devices d ON d.id = r.device_id'));
const quarantined = () => Number(rows('SELECT count(*) FROM quarantine')[0]);
// The list of devices without those of one member, who falls silent: the devices of that member, and the file.
function hush() {
  const mates = (id) => rows(`SELECT d.public_id FROM devices d JOIN assignments a ON a.device_id = d.id WHERE a.subject_id IN (SELECT s.subject_id FROM assignments s JOIN devices e ON e.id = s.device_id WHERE e.public_id = '${id}')`);
  const quiet = mates(house.devices()[0].id);
  const rest = house.path('rest.tsv');
  writeFileSync(rest, readFileSync(house.path('devices.tsv'), 'utf8').split('\n').filter((line) => !quiet.some((id) => line.startsWith(id))).join('\n'));
  return { quiet, rest };
}
// Who has a device, and is called silent.
const silent = () => new Set(rows("SELECT DISTINCT d.public_id FROM alerts a JOIN assignments s ON s.subject_id = a.subject_id JOIN devices d ON d.id = s.device_id WHERE a.kind = 'silence'"));

test('case 48, case 9: a server that was down for more than a day', { timeout: 900000 }, async (t) => {
  await play(3, 'before');
  await house.caughtUp();
  const silentBefore = silent();
  const strange = quarantined();

  await house.stop('server');
  house.writeClock(domainNow() + DOWN);
  const { quiet, rest } = hush();
  const acknowledged = await play(2, 'meanwhile', rest);
  const spoke = new Set(acknowledged.map((one) => one.split(' ')[0]));
  house.start('server');
  await house.ready();
  const back = domainNow();
  await house.caughtUp();

  const there = stored();
  assert.deepEqual(acknowledged.filter((one) => !there.has(one)), [], 'every acknowledged reading is stored');
  assert.equal(quarantined(), strange, 'none was set aside');
  assert.ok(quiet.length > 0 && quiet.every((id) => !spoke.has(id)), 'somebody really is silent');
  await eventually(() => quiet.every((id) => silent().has(id)), 'who is silent is called so', 60000);
  assert.deepEqual([...silent()].filter((id) => spoke.has(id) && !silentBefore.has(id)), [], 'and nobody else');
  const urgent = rows(`SELECT subject_id, quantity, measured_us FROM alerts WHERE severity = 'urgent' AND state <> 'closed' AND raised_us >= ${back - HOUR}`).map((row) => row.split(' '));
  assert.deepEqual(urgent.filter(([, , measured]) => BigInt(measured) < back - 25n * HOUR), [], 'nothing of longer ago than a day became urgent');
  assert.equal(new Set(urgent.map(([subject, quantity]) => `${subject} ${quantity}`)).size, urgent.length, 'one open alert for each matter');
  t.diagnostic(`evidence: server down for ${DOWN / HOUR} h of the domain clock: ${acknowledged.length} readings of ${spoke.size} devices acknowledged meanwhile, all stored, the one silent member called so, no other; ${urgent.length} new urgent alerts, none of longer ago than a day`);
});
