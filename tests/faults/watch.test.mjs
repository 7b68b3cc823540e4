// SPDX-License-Identifier: EUPL-1.2
// A door that takes no messages is seen by the staff: latched after a failed flush, full, or not running.
// When it is well again the alert goes by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, monitoredPerson, publish, registerFamily } from '../api/story.mjs';

let house;
let patient;
let operator;

before(async () => {
  house = await openHouse({ parts: ['broker'], seed: 'empty' });
  patient = await monitoredPerson(house, await registerFamily(house, 'watch'));
  operator = await house.client('operatore');
  await eventually(() => publish(house, patient, bloodPressure(120)).then(() => true, () => false), 'the broker knows the device');
});
after(() => house?.close());

const doorAlerts = async () => (await operator.get('/api/v1/worklist')).body.custodyAlerts.filter(({ kind }) => kind === 'door').map(({ rule }) => rule);
// Within what the staff is promised; that something is over again may take what it takes.
const seen = (expected, within = 120000) => eventually(async () => JSON.stringify(await doorAlerts()) === JSON.stringify(expected), `door alerts ${JSON.stringify(expected)}`, within);

async function restartBroker(wrapper) {
  await house.stop('broker');
  house.start('broker', wrapper);
  await house.brokerReady();
}

async function sendUntil(said) {
  for (let i = 0; i < 20 && !said.test(house.logTail('broker', 1000)); i++) await publish(house, patient, bloodPressure(121 + i)).catch(() => {});
  assert.match(house.logTail('broker', 1000), said);
}

const failing = (call, error, when) => ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', 'signal=none', '-P', house.path('inbox', 'mqtt.inbox-wal'), '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`];

test('a door that latched after a failed flush is told within 10 s, and forgotten when it was restarted', async () => {
  assert.deepEqual(await doorAlerts(), []);
  await restartBroker(failing('fdatasync', 'EIO', '8+'));
  await sendUntil(/everything is refused until this process is restarted/);
  await seen(['door-latched/1'], 10000);
  await restartBroker();
  await seen([]);
});

test('a door whose disk is full is told within 20 s', async () => {
  await restartBroker(failing('pwrite64', 'ENOSPC', '30+'));
  await sendUntil(/refused a message: no space left/);
  await seen(['door-full/1'], 20000);
  await restartBroker();
  await seen([]);
});

test('a door that does not run is told within 30 s, once, also across a restart of the server', async () => {
  await house.stop('broker', 'SIGKILL');
  await seen(['door-silent/1'], 30000);
  await house.stop('server');
  house.start('server');
  await house.ready();
  await seen(['door-silent/1']);
  house.start('broker');
  await house.brokerReady();
  await seen([]);
});
