// SPDX-License-Identifier: EUPL-1.2
// docs/rules.md: every id of the rule book is there once, with a function and tests that exist, or with a reason.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from './rooms.mjs';

const span = (letter, from, to) => Array.from({ length: to - from + 1 }, (_, i) => `${letter}-${String(from + i).padStart(2, '0')}`);
const IDS = [
  ...span('A', 1, 24), 'A-11a', 'A-11b', 'A-11c', 'A-11d', ...span('A', 30, 39), ...span('B', 1, 16), ...span('B', 20, 27), ...span('M', 1, 8),
  'X-16', 'X-17', ...span('K', 1, 4), ...span('L', 1, 12), ...span('S', 1, 35), 'S-02b', 'S-02c',
];

const page = readFileSync(join(root, 'docs/rules.md'), 'utf8');
const rows = [...page.matchAll(/^\| ([A-Z]-\d\d[a-d]?) \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(([, id, rule, by, why]) => ({ id, rule, by, why }));
const headers = ['scoring', 'server/service'].flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.h')).map((name) => readFileSync(join(root, folder, name), 'utf8'))).join('\n');

test('every id of the rule book stands in docs/rules.md once', () => {
  assert.deepEqual(rows.map(({ id }) => id).sort(), [...IDS].sort());
});

test('every id has a function of the engine and tests that exist, or a reason', () => {
  const faults = rows.flatMap(({ id, by, why }) => {
    if (['human', 'other part', 'open'].includes(by)) return why.length > 8 ? [] : [`${id}: no reason`];
    const name = /^`(\w+)`$/.exec(by)?.[1];
    if (!name || !new RegExp(`\\b${name}\\(`).test(headers)) return [`${id}: no function ${by}`];
    const tests = [...why.matchAll(/`([^`]+)`: ([^;]+?)(?=; `|$)/g)];
    if (tests.length === 0) return [`${id}: no test`];
    return tests.flatMap(([, file, title]) => {
      if (!existsSync(join(root, file))) return [`${id}: no file ${file}`];
      const text = readFileSync(join(root, file), 'utf8');
      const known = file.endsWith('.c') ? new RegExp(`^static void ${title}\\(`, 'm').test(text)
        : [...text.matchAll(/\b(?:test|always|paired)\(\s*(['`])(.*?)(?<!\\)\1/g)].some(([, , name_]) => name_.replace(/\\'/g, "'").replace('${plan}', /^(permanent|temporary)(?=:)/.exec(title)?.[0] ?? '').startsWith(title));
      return known ? [] : [`${id}: no test "${title}" in ${file}`];
    });
  });
  assert.deepEqual(faults, []);
});

test('the page says truly how many rules are open', () => {
  const [, open, all] = /\((?:[^()]*?); (\d+) of (\d+)\)/.exec(page);
  assert.deepEqual([Number(open), Number(all)], [rows.filter(({ by }) => by === 'open').length, rows.length]);
});
