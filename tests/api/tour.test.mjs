// SPDX-License-Identifier: EUPL-1.2
// The README's tour of the API, run line by line, so that it never lies.
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
