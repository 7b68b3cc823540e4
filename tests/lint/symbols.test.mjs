// SPDX-License-Identifier: EUPL-1.2
// Two rooms must not define the same global name: with static libraries the linker silently takes the first.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { root } from './rooms.mjs';

const build = process.env.HOUSE_BUILD ?? join(root, '.build/asan');

test('no global name is defined in two rooms', () => {
  const archives = execFileSync('find', [build, '-name', 'lib*.a'], { encoding: 'utf8' }).trim().split('\n');
  const homes = new Map();
  for (const archive of archives)
    for (const line of execFileSync('nm', ['--defined-only', '--extern-only', archive], { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\n')) {
      const [, symbol] = /^[0-9a-f]{16} [TDBRC] (\S+)$/.exec(line) ?? [];
      if (symbol && !symbol.startsWith('__')) homes.set(symbol, [...(homes.get(symbol) ?? []), archive.slice(build.length)]);
    }
  assert.ok(homes.size > 300);
  assert.deepEqual([...homes].filter(([, places]) => places.length > 1).map(([symbol, places]) => `${symbol}: ${places.join(' ')}`), []);
});
