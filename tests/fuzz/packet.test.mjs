// SPDX-License-Identifier: EUPL-1.2
// Fuzzes the packets of a foreign broker; what is found is printed with the stream that shows it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const seconds = process.env.SOSTEGNO_FUZZ_SECONDS ?? '60';

test('no stream of a broker breaks a promise of the subscriber door', () => {
  const run = spawnSync(join(here, 'run'), [seconds, 'packet'], { encoding: 'utf8' });
  assert.equal(run.status, 0, `${run.stdout}${run.stderr}`);
  assert.match(run.stdout, /nothing found/);
});
