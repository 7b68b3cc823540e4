// SPDX-License-Identifier: EUPL-1.2
// A backup taken under load restores on a clean folder and verifies, including the audit chains;
// a backup or an audit chain that was touched is found.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, monitoredPerson, publish, registerFamily } from './story.mjs';

let house;
let patient;
before(async () => {
  house = await openHouse({ parts: ['broker'], seed: 'empty' });
  patient = await monitoredPerson(house, await registerFamily(house, 'backup'));
  await eventually(() => publish(house, patient, bloodPressure(120)).then(() => true, () => false), 'the broker knows the device');
});
after(() => house?.close());

const sqlite = (file, sql) => spawnSync('sqlite3', [file, sql], { encoding: 'utf8' }).stdout.trim();

test('a backup under load restores into a clean folder and verifies', async () => {
  let sent = 0;
  let loading = true;
  const load = (async () => {
    while (loading) {
      await publish(house, patient, bloodPressure(100 + (sent % 50), 70, { t: instant(-100 - sent * 60) }));
      sent++;
    }
  })();
  await eventually(() => sent > 3, 'the load runs');
  house.sostegno(['backup', house.path('backup')]);
  const atBackup = sent;
  await eventually(() => sent > atBackup + 3, 'the load goes on');
  loading = false;
  await load;
  const said = house.sostegno(['restore', '--verify', house.path('backup'), '--into', house.path('restored')]);
  assert.match(said, /those revoked since are revoked again when the server starts/);
  assert.match(said, /disable again who was disabled since/);
  assert.deepEqual(readdirSync(house.path('restored')).filter((name) => name.endsWith('.db')).sort(), ['monitoring.db', 'office.db']);
  for (const name of ['monitoring.db', 'office.db']) assert.equal(sqlite(house.path('restored', name), 'PRAGMA integrity_check'), 'ok');
  assert.ok(Number(sqlite(house.path('restored', 'monitoring.db'), 'SELECT count(*) FROM readings')) >= 3);
  house.sostegno(['audit', 'verify'], { env: { ...process.env, SOSTEGNO_CONFIG: house.config, SOSTEGNO_DATA_DIRECTORY: house.path('restored') } });
});

test('a backup with one changed byte is refused', () => {
  cpSync(house.path('backup'), house.path('touched'), { recursive: true });
  const file = house.path('touched', 'office.db');
  const bytes = readFileSync(file);
  bytes[bytes.length - 100] ^= 1;
  writeFileSync(file, bytes);
  const run = spawnSync(house.binary('sostegno'), ['restore', '--verify', house.path('touched'), '--into', house.path('never')],
    { encoding: 'utf8', env: { ...process.env, SOSTEGNO_CONFIG: house.config } });
  assert.notEqual(run.status, 0);
  assert.ok(!existsSync(house.path('never', 'office.db')));
});

test('the audit chain of the running server verifies, and one changed entry is found', () => {
  house.sostegno(['audit', 'verify']);
  cpSync(house.path('restored'), house.path('forged'), { recursive: true });
  // The triggers that protect the table are no obstacle for somebody with the file in hand.
  const names = sqlite(house.path('forged', 'office.db'), "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'");
  for (const name of names.split('\n').filter(Boolean)) sqlite(house.path('forged', 'office.db'), `DROP TRIGGER ${name}`);
  sqlite(house.path('forged', 'office.db'), "UPDATE audit SET actor = 'nobody' WHERE seq = (SELECT max(seq) - 2 FROM audit)");
  assert.equal(sqlite(house.path('forged', 'office.db'), "SELECT count(*) FROM audit WHERE actor = 'nobody'"), '1');
  const run = spawnSync(house.binary('sostegno'), ['audit', 'verify'],
    { encoding: 'utf8', env: { ...process.env, SOSTEGNO_CONFIG: house.config, SOSTEGNO_DATA_DIRECTORY: house.path('forged') } });
  assert.notEqual(run.status, 0, run.stdout);
});
