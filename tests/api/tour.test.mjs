// SPDX-License-Identifier: EUPL-1.2
// The README's tour of the API and the first steps of a new device, run as they stand, so that they never lie.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { source } from '../../server/loopback.mjs';
import { eventually } from './story.mjs';

let house;
before(async () => { house = await openHouse({ parts: ['broker', 'coap'] }); });
after(() => house?.close());

test('the tour of the README does what it says', async () => {
  const [, script] = /<!-- tour -->\n```sh\n([\s\S]*?)```/.exec(readFileSync(`${source}/README.md`, 'utf8'));
  mkdirSync(house.path('.demo'));
  house.writeTour(house.path('.demo', 'tour.env'));
  const blocks = script.split('\n\n');
  const curl = blocks.findIndex((block) => block.startsWith('curl'));
  const run = (part) => execFileSync('bash', ['-euc', part.join('\n')], {
    cwd: house.directory, encoding: 'utf8', env: { ...process.env, PASSWORD: house.password('operatore') } });
  // The doors learn of the devices within a second of the server's start.
  await eventually(() => { try { return run(blocks.slice(0, 2)) !== null; } catch { return false; } }, 'mosquitto_pub delivers');
  run([blocks[0], ...blocks.slice(1, curl)]);
  const seen = await eventually(() => {
    const printed = run([blocks[0], ...blocks.slice(curl)]);
    return /"v":\s*"142"/.test(printed) && /"v":\s*"94"/.test(printed) ? printed : null;
  }, 'curl shows both readings');
  assert.match(seen, /"username":\s*"operatore"/);
});

test('a new device gets to its first stored reading by the lines of the guide', async () => {
  const [, script] = /<!-- connect -->\n```sh\n([\s\S]*?)```/.exec(readFileSync(`${source}/docs/connect.md`, 'utf8'));
  const printed = execFileSync('bash', ['-euc', `${script}\necho; echo "device $DEVICE"`], {
    cwd: house.directory, encoding: 'utf8', timeout: 120000, env: { ...process.env, ADMIN_PASSWORD: house.password('amministratrice') } });
  const admin = await house.client('amministratrice');
  const receipt = await eventually(async () => (await admin.get(`/api/v1/devices/${/^device (.*)$/m.exec(printed)[1]}/receipts`)).body.items.find(({ readAt }) => readAt), 'the message is read', 60000);
  assert.deepEqual([receipt.stored, receipt.quarantined, receipt.parts.map(({ code, pointer }) => [code, pointer])], [1, 1, [['unknown-unit', '/readings/1/values/weight/u']]]);
});
