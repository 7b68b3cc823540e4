// SPDX-License-Identifier: EUPL-1.2
// clang reads every file of the build without a warning; the build itself is the check by gcc.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from './rooms.mjs';

const build = process.env.HOUSE_BUILD ?? join(root, '.build/asan');

test('clang compiles every source file without a warning', () => {
  const commands = JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'));
  const faults = [];
  const batch = commands.map(({ command, file, directory }) => ({
    file, directory,
    words: command.split(' ').filter((word) => word && !/^-(fcf-protection|fstack-clash|fsanitize|fno-sanitize)/.test(word)),
  }));
  for (const { file, directory, words } of batch) {
    const from = words.findIndex((word) => /(^|\/)(cc|gcc)$/.test(word)) + 1;
    const flags = [];
    for (let at = from; at < words.length; at++) {
      if (words[at] === '-o' || words[at] === '-c') { at++; continue; }
      flags.push(words[at].replace(/\\"/g, '"'));
    }
    const run = spawnSync('clang', [...flags, '-Werror', '-fsyntax-only', file], { cwd: directory, encoding: 'utf8' });
    if (run.status !== 0) faults.push(run.stderr.split('\n').slice(0, 4).join('\n'));
  }
  assert.deepEqual(faults, []);
  assert.ok(batch.length > 50);
});
