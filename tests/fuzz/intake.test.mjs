// SPDX-License-Identifier: EUPL-1.2
// Fuzzes commit and acknowledgement of the subscriber door; what is found is printed with the script that shows it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const seconds = process.env.SOSTEGNO_FUZZ_SECONDS ?? '60';

test('no broker and no storage bring the subscriber door to acknowledge what is not stored', () => {
  const run = spawnSync(join(here, 'run'), [seconds, 'intake'], { encoding: 'utf8' });
  assert.equal(run.status, 0, `${run.stdout}${run.stderr}`);
  assert.match(run.stdout, /nothing found/);
});
