// SPDX-License-Identifier: EUPL-1.2
// A device at a broker that is not ours, from its publish to the page: the third door beside the others for the drain, the
// worklist and the quarantine. The broker is a stock mosquitto.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import mqtt from 'mqtt';
import { openHouse } from '../house.mjs';
import { freePort } from '../ports.mjs';
import { bloodPressure, eventually, instant, monitoredPerson, registerFamily } from './story.mjs';

let house;
let patient;
let operator;
let port;
const running = {};

function run(name, command, words) {
  const log = openSync(house.path('log', `${name}.log`), 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...words], { stdio: ['ignore', log, log] });
  closeSync(log);
  running[name] = { child, ended: new Promise((done) => { child.once('exit', (code, signal) => { delete running[name]; done({ code, signal }); }); }) };
}
async function stop(name, signal = 'SIGTERM') {
  const part = running[name];
  part?.child.kill(signal);
  return part?.ended;
}
const startDoor = () => run('subscriber', house.binary('sostegno-subscriber'), ['--config', house.path('subscriber.conf')]);

before(async () => {
  house = await openHouse({ seed: 'empty' });
  port = await freePort();
  writeFileSync(house.path('foreign.conf'), `listener ${port} 127.0.0.1\nallow_anonymous true\nuser root\npersistence false\n`);
  writeFileSync(house.path('subscriber.conf'), `[subscriber]\nbroker = mqtt://127.0.0.1:${port}\nclient-id = house\nreceipts = yes\ninbox = ${house.path('inbox', 'subscriber.inbox')}\nroster = ${house.path('run', 'devices.snapshot')}\n`
    + `door-key = ${house.path('keys', 'door.key')}\nserver-key = ${house.path('keys', 'server.pub')}\nwake-socket = ${house.path('run', 'drain.sock')}\n`);
  startDoor(); // its broker does not run yet: the first test waits for what that leads to
  patient = await monitoredPerson(house, await registerFamily(house, 'holder'));
  operator = await house.client('operatore');
});
after(async () => {
  const ended = await stop('subscriber');
  await stop('foreign');
  const report = house?.logTail('subscriber', 1e6) ?? '';
  await house?.close();
  assert.deepEqual([ended?.code, /Sanitizer|runtime error:/.test(report)], [0, false], report);
});

async function publish(device, message, kind = 'readings') {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
  await client.publishAsync(`ltc/v1/${device}/up/${kind}`, typeof message === 'string' ? message : JSON.stringify(message), { qos: 1 });
  await client.endAsync();
}
const points = async () => (await operator.get(`/api/v1/patients/${patient.subject}/readings?kind=blood-pressure&from=${instant(-7200)}&to=${instant(600)}`)).body.series[0]?.points ?? [];
const doorAlerts = async () => (await operator.get('/api/v1/worklist')).body.custodyAlerts.filter(({ kind }) => kind === 'door').map(({ rule }) => rule);

test('a door without its broker is told to the staff, and forgotten when it has it', async () => {
  await eventually(async () => JSON.stringify(await doorAlerts()) === '["door-away/1"]', 'the alert', 60000);
  run('foreign', 'mosquitto', ['-c', house.path('foreign.conf')]);
  assert.equal((await stop('subscriber')).code, 0); // started anew it need not wait for its next try
  startDoor();
  await eventually(() => /the broker sends/.test(house.logTail('subscriber')), 'the door is connected', 60000);
  await eventually(async () => (await doorAlerts()).length === 0, 'the end of the alert', 30000);
});

test('a reading is on the page once, sent twice; what is above the limit is an alert', async () => {
  const message = bloodPressure(190, 80, { seq: 1 });
  await publish(patient.device, message);
  await publish(patient.device, message);
  await publish(patient.device, bloodPressure(121, 81, { seq: 2, t: instant(-60) }));
  await eventually(async () => (await points()).length === 2, 'both readings', 20000);
  await eventually(async () => (await operator.get('/api/v1/worklist')).body.items.some((item) => item.subject === patient.subject), 'the alert', 20000);
  assert.equal((await points()).length, 2);
});

test('a device is told what is in custody and how far its numbers are stored', async () => {
  const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
  const told = [];
  device.on('message', (topic, bytes) => told.push(`${topic.split('/down/')[1]} ${bytes}`));
  await device.subscribeAsync(`ltc/v1/${patient.device}/down/#`, { qos: 1 });
  const message = JSON.stringify({ ...bloodPressure(123, 82, { seq: 3, t: instant(-120) }), boot: 9 });
  await device.publishAsync(`ltc/v1/${patient.device}/up/readings`, message, { qos: 1 });
  for (const word of ['ack {"boot":9,"from":3,"upto":3,"newest":3}', `receipt {"sha256":"${createHash('sha256').update(message).digest('hex')}"}`]) await eventually(() => told.includes(word), `${word} among ${told}`, 30000);
  await device.endAsync();
  const receipt = (await operator.get(`/api/v1/devices/${patient.device}/receipts`)).body.items.find(({ boot }) => boot === 9);
  assert.deepEqual([receipt.door, receipt.state, receipt.seq], ['subscriber', 'used', 3]);
});

test('what is malformed waits in quarantine; what the door refuses is counted for its device', async () => {
  await publish(patient.device, '{"readings":');
  await publish(patient.device, 'x'.repeat(65537));
  const admin = await house.client('amministratrice');
  await eventually(async () => (await operator.get('/api/v1/quarantine')).body.items.some((item) => item.transport === 'mqtt' && item.code === 'malformed'), 'the malformed one', 20000);
  await eventually(async () => JSON.stringify((await admin.get(`/api/v1/devices/${patient.device}`)).body.refused).includes('oversize'), 'the refusal', 20000);
});
