// SPDX-License-Identifier: EUPL-1.2
// The fleet plays tests/scenarios, all at once, over MQTT 3.1.1, MQTT 5 and CoAP with DTLS, through real doors to the
// database: what each says must come of it came of it, and of nobody else's.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { source } from '../../server/loopback.mjs';
import { openHouse } from '../house.mjs';
import { codiceFiscale, eventually, instant, staff } from './story.mjs';

const run = promisify(execFile);
const folder = `${source}/tests/scenarios`;
const scenarios = readdirSync(folder).filter((name) => name.endsWith('.txt')).sort().map((name) => {
  const lines = readFileSync(`${folder}/${name}`, 'utf8').split('\n').map((line) => line.split(' '));
  const of = (word) => lines.filter(([first]) => first === word).map(([, ...rest]) => rest);
  return { name, title: of('title')[0].join(' '), over: of('over')[0], expected: of('expect'), nobody: of('holder').length > 0, devices: Math.max(1, ...of('device').map(([n]) => Number(n))) };
});
const parts = scenarios.flatMap((scenario) => scenario.over.map((transport) => ({ scenario, transport })));

let house;
let problem; // what the fleet said, when it did not end well
before(async () => {
  house = await openHouse({ parts: ['broker', 'coap'], seed: 'empty', brokerWords: { RATE: '0' } });
  const handler = await staff(house, 'claims-handler');
  const admin = await staff(house, 'admin');
  const ok = ({ status, body }) => { assert.ok(status < 300, JSON.stringify(body)); return body; };
  let number = 0;
  const enrol = async (part) => {
    const at = number++;
    const surname = `Sc${String.fromCharCode(97 + Math.floor(at / 676), 97 + (Math.floor(at / 26) % 26), 97 + (at % 26))}`;
    const birthDate = `195${at % 9}-0${1 + (at % 9)}-1${at % 10}`;
    const person = ok(await handler.post('/api/v1/persons', { firstName: 'Maria', lastName: surname, birthDate, codiceFiscale: codiceFiscale(surname.slice(2), birthDate, true), covers: [{ plan: 'temporary-2026', from: '2020-01-01' }] }));
    part.subject = ok(await handler.post(`/api/v1/persons/${person.id}/monitoring`, { conditions: ['hypertension', 'diabetes'] })).monitoring.subject;
    part.devices = [];
    for (let device = 0; device < part.scenario.devices; device++) {
      const made = ok(await admin.post('/api/v1/devices', { transport: part.transport === 'coap' ? 'coap' : 'mqtt', model: 'Scenario' }));
      part.devices.push({ id: made.device.id, secret: made.secret });
      if (part.scenario.nobody) continue;
      await eventually(async () => (await admin.post(`/api/v1/devices/${made.device.id}/assignments`, { subject: part.subject, from: instant(-30 * 86400) })).status === 201, 'the enrolment reached the monitoring side', 60000);
    }
  };
  const queue = [...parts];
  await Promise.all(Array.from({ length: 4 }, async () => { for (let part; (part = queue.shift());) await enrol(part); }));
  // Every second line of the list speaks MQTT 5, so each protocol has its lines.
  const lines = { even: [], odd: [] };
  for (const { transport, devices } of parts)
    for (const { id, secret } of devices) (transport === 'mqtt5' || (transport === 'coap' && lines.odd.length < lines.even.length) ? lines.odd : lines.even).push(`${id} ${secret} ${transport === 'coap' ? 'coap' : 'mqtt'} hypertension -`);
  const filler = (at) => `${at.toString(16).padStart(32, 'f')} ${'0'.repeat(64)} coap hypertension -`; // has no part
  const list = Array.from({ length: Math.max(lines.even.length, lines.odd.length) }, (_, at) => [lines.even[at] ?? filler(2 * at), lines.odd[at] ?? filler(2 * at + 1)]).flat();
  writeFileSync(house.path('scenarios.devices'), list.join('\n') + '\n');
  writeFileSync(house.path('scenarios.play'), parts.map(({ scenario, devices }) => [`${folder}/${scenario.name}`, ...devices.map(({ id }) => id)].join(' ')).join('\n') + '\n');
  await run(house.binary('sostegno-fleet'), ['--devices', house.path('scenarios.devices'), '--mqtt', `127.0.0.1:${house.ports.mqtt}`, '--cafile', house.path('tls', 'ca.crt'), '--coap', `127.0.0.1:${house.ports.coap}`,
    '--play', house.path('scenarios.play'), '--duration', '300'], { maxBuffer: 2 ** 26 }).catch((fault) => { problem = `exit ${fault.code}: ${fault.stderr}`; });
  await eventually(() => ['mqtt', 'coap'].every(drained), 'the drain has everything', 120000);
});
after(() => house?.close());

const query = (file, sql) => execFileSync('sqlite3', ['-readonly', file, sql], { encoding: 'utf8' }).trim();
const sqlite = (sql) => query(house.path('data', 'monitoring.db'), sql);
function drained(door) {
  const [id, last] = query(house.path('inbox', `${door}.inbox`), "SELECT lower(hex(id)), (SELECT seq FROM sqlite_sequence WHERE name = 'message') FROM inbox").split('|');
  return Number(sqlite(`SELECT coalesce(max(sequence), 0) FROM inbox_cursors WHERE inbox = '${id}'`)) >= Number(last);
}

// What is there of one part, by the words of its scenario.
const found = ({ subject, devices }, [what, code]) => {
  const own = devices.map(({ id }) => `'${id}'`).join(', ');
  const rows = `FROM readings r JOIN devices d ON d.id = r.device_id WHERE d.public_id IN (${own})`;
  return Number(sqlite({
    stored: `SELECT count(*) FROM (SELECT DISTINCT r.source_id, r.time_us, r.digest ${rows})`,
    // A device that is not answered in time sends again, and what is not read has no identity: told apart by place and size.
    quarantined: `SELECT count(DISTINCT pointer || ' ' || bytes) FROM quarantine WHERE device IN (${own}) AND code = '${code}'`,
    duplicates: `SELECT sum(duplicates) FROM devices WHERE public_id IN (${own})`,
    alerts: `SELECT count(*) FROM alerts a JOIN subjects s ON s.id = a.subject_id WHERE s.public_id = '${subject}' AND a.severity = '${code}' AND a.state <> 'closed'`,
  }[what]));
};

test('the fleet has played every scenario to its end: all acknowledged that must be, all refused that must be', () => assert.equal(problem, undefined));

for (const scenario of scenarios) {
  test(`scenario ${scenario.name}: ${scenario.title}`, () => {
    for (const part of parts.filter((one) => one.scenario === scenario)) {
      for (const words of scenario.expected) {
        const [wanted, there] = [Number(words.at(-1)), found(part, words)];
        assert.ok(words[0] === 'duplicates' ? there >= wanted : there === wanted, `${part.transport}: ${words.join(' ')}, and there are ${there}`);
      }
    }
  });
}
