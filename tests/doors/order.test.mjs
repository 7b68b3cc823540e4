// SPDX-License-Identifier: EUPL-1.2
// No acknowledgement precedes its commit: the order of system calls of the real doors over 1,000
// messages each. What is on the wire before fdatasync returned 0 would be a promise not kept.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import mqtt from 'mqtt';
import { Place, SOAK, burst, pause } from './place.mjs';

const MESSAGES = SOAK ? 10000 : 1000;
const strace = (place) => ['strace', '-D', '-f', '-y', '-s', '16', '-o', place.path('trace'), '-e', 'trace=pwrite64,fdatasync,fsync,write,writev,sendto,sendmsg,recvfrom,recvmsg,read'];
// strace writes its last block only when the door is gone: the file is whole when it ends with that and grows no more.
async function trace(place) {
  for (let size = -1, text = ''; ; await pause(200)) {
    text = readFileSync(place.path('trace'), 'utf8');
    if (text.length === size && text.trimEnd().endsWith('+++')) return text.split('\n');
    size = text.length;
  }
}
const isFlush = (line, door) => /f(data)?sync\(\d+<[^>]*>\) += 0$/.test(line) && line.includes(`${door}.inbox-wal>`);
const isWrite = (line, door) => line.includes('pwrite64(') && line.includes(`${door}.inbox-wal>`);

// The trace writes the length 2 as \2, or as \002 where the number of the message begins with a byte that is a digit's.
for (const [qos, first] of [[1, '@\\\\(00)?[23]'], [2, 'P\\\\(00)?[23]']]) {
  test(`MQTT QoS ${qos}: ${MESSAGES} messages, each acknowledged after its own commit`, async () => {
    const place = new Place();
    const device = place.addDevice();
    place.writeRoster();
    await place.startBroker({ wrapper: strace(place) });
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${place.mqttPort}`, { clientId: device.id, username: device.id, password: device.password, reconnectPeriod: 0 });
    await Promise.all(Array.from({ length: MESSAGES }, (_, i) => client.publishAsync(`ltc/v1/${device.id}/up/readings`, String(i), { qos })));
    await client.endAsync();
    const rows = place.dump('mqtt').rows.map((row) => Number(row.text));
    await place.broker.end();
    const answer = new RegExp(`(sendto|write)\\(\\d+<[^>]*>, "${first}`);
    let answers = 0;
    let written = false;
    let committed = 0;
    for (const line of await trace(place)) {
      if (isWrite(line, 'mqtt')) written = true;
      else if (isFlush(line, 'mqtt')) {
        if (written) committed += 1;
        written = false;
      } else if (answer.test(line)) {
        answers += 1;
        assert.ok(!written && committed > 0, `answer ${answers} before the flush of its write: ${line}`);
        committed = 0; // each answer needs a commit of its own, the plugin has no group
      }
    }
    assert.equal(answers, MESSAGES);
    assert.deepEqual(rows, Array.from({ length: MESSAGES }, (_, i) => i));
    await place.close();
  });
}

test(`CoAP: ${MESSAGES} messages, each answered after the group commit that holds it`, async () => {
  const place = new Place();
  const device = place.addDevice();
  place.writeRoster();
  await place.startCoap({ wrapper: strace(place) });
  const lines = Array.from({ length: MESSAGES }, (_, i) => String(i));
  const result = await burst(place, device, lines, { seconds: 60 });
  assert.equal(result.code, 0, result.error);
  assert.equal(place.dump('coap').rows.length, MESSAGES);
  await place.coap.end();
  // DTLS records of content type 23 (application data) are requests in and answers out.
  let received = 0;
  let committed = 0;
  let answers = 0;
  let written = false;
  let flushes = 0;
  for (const line of await trace(place)) {
    if (/recv(msg|from)\(.*"\\27\\376\\375/.test(line)) received += 1;
    else if (isWrite(line, 'coap')) written = true;
    else if (isFlush(line, 'coap')) {
      if (written) { committed = received; flushes += 1; }
      written = false;
    } else if (/send(msg|to)\(.*"\\27\\376\\375/.test(line)) {
      answers += 1;
      assert.ok(!written && answers <= committed, `answer ${answers} of ${received} received before the flush: ${line}`);
    }
  }
  assert.ok(received >= MESSAGES && answers >= MESSAGES, `${received} received, ${answers} answered`);
  assert.ok(flushes < MESSAGES, `${flushes} flushes: the group commit groups`);
  await place.close();
});
