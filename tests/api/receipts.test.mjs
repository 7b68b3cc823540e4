// SPDX-License-Identifier: EUPL-1.2
// Receipts through both doors: staff look a message up, the device learns how far it is stored, and doors and database are reconciled.
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, monitoredPerson, registerFamily, staff } from './story.mjs';

const run = promisify(execFile);
let house;
let operator;
const people = {};

before(async () => {
  house = await openHouse({ parts: ['broker', 'coap'], seed: 'empty' });
  operator = await staff(house, 'operator');
  people.mqtt = await monitoredPerson(house, await registerFamily(house, 'mqtt'));
  people.coap = await monitoredPerson(house, await registerFamily(house, 'coap'), { transport: 'coap' });
});
after(() => house?.close());

const login = ({ device, secret }) => ['-h', '127.0.0.1', '-p', String(house.ports.mqtt), '--cafile', house.path('tls', 'ca.crt'), '-i', device, '-u', device, '-P', secret];
const publish = (person, message) => run('mosquitto_pub', [...login(person), '-q', '1', '-t', `ltc/v1/${person.device}/up/readings`, '-m', typeof message === 'string' ? message : JSON.stringify(message)], { timeout: 60000 });
const coap = (person, method, path, input) => new Promise((resolve, reject) => {
  const client = spawn('coap-client-openssl', ['-m', method, '-B', '30', '-v', '6', ...(input ? ['-t', '50', '-f', '-'] : []), '-u', person.device, '-k', person.secret, `coaps://127.0.0.1:${house.ports.coap}${path}`]);
  let seen = '';
  for (const stream of [client.stdout, client.stderr]) stream.on('data', (data) => { seen += data; });
  client.on('error', reject);
  client.on('close', () => resolve(seen));
  client.stdin.on('error', () => {}); // it may be gone before it was told anything
  client.stdin.end(input ?? '');
});
const receipts = async ({ device }) => (await operator.get(`/api/v1/devices/${device}/receipts`)).body;
const counted = (seq, value) => ({ ...bloodPressure(value, 80), seq, boot: 3 });

test('a message has a receipt that staff find by its number, with its own counting and what became of it', async () => {
  await eventually(() => publish(people.mqtt, counted(1, 121)).then(() => true, () => false), 'the door knows the device');
  const { items: [one] } = await eventually(async () => { const found = await receipts(people.mqtt); return found.items.length > 0 && found; }, 'the receipt is there');
  assert.deepEqual([one.door, one.state, one.seq, one.boot, one.stored, one.used, one.parts], ['mqtt', 'used', 1, 3, 1, 1, []]);
  const read = await operator.get(`/api/v1/receipts/${one.inbox}/${one.sequence}`);
  assert.deepEqual(read.body, one);
  assert.equal((await operator.get(`/api/v1/receipts/${one.inbox}/999999`)).body.code, 'receipt-unknown');
  assert.equal((await operator.get(`/api/v1/receipts/${one.inbox}/none`)).status, 404);
  assert.equal((await (await staff(house, 'operator', 'second')).get(`/api/v1/receipts/${one.inbox}/${one.sequence}`)).body.code, 'receipt-unknown');
});

test('case 10: half of a batch is invalid: the receipt names index and reason, and what the desk makes of it', async () => {
  const [good] = bloodPressure(122, 80).readings;
  await publish(people.mqtt, { ...bloodPressure(122, 80), seq: 2, boot: 3, readings: [good, { ...good, kind: 'mood' }, { ...good, values: { ...good.values, systolic: { v: 999, u: 'mm[Hg]' } } }] });
  const one = await eventually(async () => (await receipts(people.mqtt)).items.find(({ seq }) => seq === 2), 'the receipt is there');
  assert.deepEqual([one.state, one.stored, one.quarantined], ['used', 1, 2]);
  assert.deepEqual(one.parts.map(({ index, code, act }) => [index, code, act]), [[1, 'unknown-kind', null], [2, 'impossible-value', null]]);
  assert.equal((await operator.post(`/api/v1/quarantine/${one.parts[0].item}/decision`, { act: 'discard', reason: 'no reading' })).status, 200);
  assert.equal((await receipts(people.mqtt)).items.find(({ seq }) => seq === 2).parts[0].act, 'discarded');
  await publish(people.mqtt, '{"sent": ');
  const whole = await eventually(async () => (await receipts(people.mqtt)).items.find(({ state }) => state === 'quarantined'), 'a message refused as a whole');
  assert.deepEqual([whole.seq, whole.parts.length, whole.parts[0].index], [null, 1, null]);
});

test('an MQTT device that listens on its own branch is told how far its numbers are stored, once and without retain', async () => {
  const person = people.mqtt;
  const { device } = person;
  // mosquitto_rr sends and listens on one connection, as a device does.
  const told = async (seq, value) => {
    const { stdout } = await run('mosquitto_rr', [...login(person), '-q', '1', '-t', `ltc/v1/${device}/up/readings`, '-e', `ltc/v1/${device}/down/ack`, '-F', '%r %t %p', '-W', '30', '-m', JSON.stringify(counted(seq, value))], { timeout: 60000 });
    return stdout.trim();
  };
  assert.equal(await told(4, 123), `0 ltc/v1/${device}/down/ack {"boot":3,"from":1,"upto":2,"newest":4}`);
  assert.equal(await told(3, 124), `0 ltc/v1/${device}/down/ack {"boot":3,"from":1,"upto":4,"newest":4}`);
  assert.deepEqual((await receipts(person)).counted, { boot: 3, from: 1, upto: 4, newest: 4 });
});

test('GET /v1/ack tells a CoAP device the same, and grows when the hole is filled', async () => {
  const person = people.coap;
  await eventually(async () => /2\.04/.test(await coap(person, 'post', '/v1/r', JSON.stringify(counted(7, 125)))), 'the door knows the device');
  await coap(person, 'post', '/v1/r', JSON.stringify(counted(9, 126)));
  await eventually(async () => /\{"from":7,"upto":7,"newest":9,"boot":3\}/.test(await coap(person, 'get', '/v1/ack')), 'told up to the hole');
  await coap(person, 'post', '/v1/r', JSON.stringify(counted(8, 127)));
  await eventually(async () => /\{"from":7,"upto":9,"newest":9,"boot":3\}/.test(await coap(person, 'get', '/v1/ack')), 'told behind it');
});

test('after a restart the CoAP door asks the server what it does not know', async () => {
  await house.stop('coap');
  house.start('coap');
  await eventually(async () => /"upto":9/.test(await coap(people.coap, 'get', '/v1/ack')), 'known again without a message');
});

test('sostegno reconcile: doors and database agree by door and day; a receipt that went is a difference, on the page and as an alert', async () => {
  const agreed = house.sostegno(['reconcile']);
  assert.match(agreed, /doors and database agree/);
  assert.match(agreed, /mqtt .* given [1-9]\d* read [1-9]/);
  const days = (await operator.get('/api/v1/reconciliation')).body.items;
  assert.deepEqual([...new Set(days.map(({ door }) => door))].sort(), ['coap', 'mqtt']);
  for (const day of days) assert.deepEqual([day.missing, day.mismatched, day.given], [0, 0, day.read + day.inCustody], JSON.stringify(day));
  const [{ inbox, sequence }] = (await receipts(people.mqtt)).items;
  const sql = (text) => spawnSync('sqlite3', ['-cmd', '.timeout 5000', house.path('data', 'monitoring.db'), text], { encoding: 'utf8' });
  await house.stop('server'); // the file has one writer
  assert.equal(sql(`DELETE FROM receipts WHERE sequence = ${sequence} AND book_id = (SELECT id FROM receipt_books WHERE inbox = '${inbox}')`).status, 0);
  house.start('server');
  await house.ready();
  const differs = spawnSync(house.binary('sostegno'), ['reconcile'], { encoding: 'utf8', env: { ...process.env, SOSTEGNO_CONFIG: house.config } });
  assert.equal(differs.status, 4);
  assert.match(differs.stderr, /doors and database differ on 1 days/);
  operator = await staff(house, 'operator');
  const [day] = (await operator.get('/api/v1/reconciliation')).body.items.filter((one) => one.missing > 0);
  assert.deepEqual([day.door, day.missing], ['mqtt', 1]);
  const { custodyAlerts } = (await operator.get('/api/v1/worklist')).body;
  assert.ok(custodyAlerts.some(({ rule }) => rule === 'reconciliation/1'), JSON.stringify(custodyAlerts));
});
