// SPDX-License-Identifier: EUPL-1.2
// scoring/ is pure: strict C17, no libc beyond a short list, no writable data, no floating point.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { root } from './rooms.mjs';

const folder = join(root, 'scoring');
const modules = readdirSync(folder).filter((name) => name.endsWith('.c') && !name.startsWith('plan_file'));
const allowed = new Set([
  'memcpy', 'memset', 'memcmp', 'memmove', 'strcmp', 'strncmp', 'strlen', 'memchr', 'strchr', '__stack_chk_fail',
  '__assert_fail', 'abort', 'strnlen',
]);

test('scoring compiles as strict C17 and imports nothing but memory and string compares', () => {
  const out = mkdtempSync(join(tmpdir(), 'purity-'));
  try {
    const rooms = join(out, 'rooms');
    execFileSync('mkdir', ['-p', rooms]);
    execFileSync('ln', ['-s', folder, join(rooms, 'scoring')]);
    const defined = new Set();
    const wanted = [];
    const writable = [];
    for (const name of modules) {
      const object = join(out, `${name}.o`);
      execFileSync('gcc', ['-std=c17', '-pedantic-errors', '-Wall', '-Wextra', '-Werror', '-O1', '-fno-pic', '-fno-pie', '-U_FORTIFY_SOURCE', '-I', rooms, '-c', join(folder, name), '-o', object]);
      for (const line of execFileSync('nm', [object], { encoding: 'utf8' }).split('\n')) {
        const [, kind, symbol] = /^[0-9a-f ]{16} ([A-Za-z]) (\S+)$/.exec(line) ?? [];
        if (!kind) continue;
        if (kind === 'U') wanted.push([name, symbol]);
        else if ('BbDdCG'.includes(kind)) writable.push(`${name}: ${symbol}`);
        else defined.add(symbol);
      }
    }
    assert.ok(modules.length > 10, 'the room has modules');
    assert.deepEqual(writable, [], 'writable data');
    assert.deepEqual(
      wanted.filter(([, symbol]) => !defined.has(symbol) && !allowed.has(symbol)).map(([name, symbol]) => `${name}: ${symbol}`), [],
      'imports');
  } finally {
    rmSync(out, { recursive: true });
  }
});

test('scoring uses no floating point', () => {
  const hits = execFileSync('grep', ['-nE', '\\b(float|double)\\b', '-r', folder, '--include=*.[ch]', '-h'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] , shell: false })
    .split('\n').filter((line) => line && !/^\d+:\s*(\/\/|\*)/.test(line));
  assert.deepEqual(hits, []);
});
