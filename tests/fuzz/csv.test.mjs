// SPDX-License-Identifier: EUPL-1.2
// Fuzzes the reading of exports; what is found is printed with the bytes that show it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const seconds = process.env.SOSTEGNO_FUZZ_SECONDS ?? '60';

test('no bytes break a promise of the reading of exports', () => {
  const run = spawnSync(join(here, 'run'), [seconds, 'csv'], { encoding: 'utf8' });
  assert.equal(run.status, 0, `${run.stdout}${run.stderr}`);
  assert.match(run.stdout, /nothing found/);
});
