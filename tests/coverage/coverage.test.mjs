// SPDX-License-Identifier: EUPL-1.2
// Branch coverage of scoring/ by its unit tests, from gcov: every branch of every file is taken, and a line
// of unreached.json names each one that cannot be, with the reason. HOUSE_COVER=money takes that file only.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { buildAll, each, modules, root, runProgram, scoring, workshop } from '../mutation/programs.mjs';

const wanted = process.env.HOUSE_COVER ? process.env.HOUSE_COVER.split(',').map((name) => basename(name, '.c')) : modules;
// { "file.c": [{ "line": "the line, trimmed", "branch": number of the branch on it, "why": "…" }] }
const unreached = JSON.parse(readFileSync(join(root, 'tests/coverage/unreached.json'), 'utf8'));
const folder = workshop();
const seen = {};
const total = { branches: 0, taken: 0, lines: 0, run: 0 };

before(async () => {
  const names = await buildAll(folder, ['-O0', '--coverage'], ['--coverage']);
  const results = await each(names, (name) => runProgram(folder, name, { milliseconds: 300000 }));
  results.forEach((result, i) => assert.equal(result, '', names[i]));
  for (const module of modules) {
    const [file] = JSON.parse(execFileSync('gcov', ['--branch-probabilities', '--json-format', '--stdout', `${module}.o`], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 })).files
      .filter((one) => one.file.endsWith(`/${module}.c`));
    seen[module] = file;
  }
});

for (const module of wanted) {
  test(`${module}.c: every branch is taken, or listed with its reason`, (t) => {
    const source = readFileSync(join(scoring, `${module}.c`), 'utf8').split('\n');
    const listed = unreached[`${module}.c`] ?? [];
    const missed = [];
    let branches = 0;
    for (const { line_number: line, branches: ways, count } of seen[module].lines) {
      total.lines++;
      if (count > 0) total.run++;
      else missed.push({ line, branch: 'never run', text: source[line - 1].trim() });
      ways.forEach((way, branch) => {
        branches++;
        if (way.count === 0 && count > 0) missed.push({ line, branch, text: source[line - 1].trim() });
      });
    }
    const untaken = seen[module].lines.flatMap(({ branches: ways }) => ways).filter(({ count }) => count === 0).length;
    total.branches += branches;
    total.taken += branches - untaken;
    t.diagnostic(`evidence: ${module}.c: ${branches - untaken} of ${branches} branches taken`);
    const known = (one) => listed.some(({ line, branch }) => line === one.text && branch === one.branch);
    assert.deepEqual(missed.filter((one) => !known(one)).map(({ line, branch, text }) => `${line}: ${text} [${branch}]`), [], 'branches that no test takes');
    assert.deepEqual(listed.filter(({ line, branch, why }) => !why || !missed.some((one) => one.text === line && one.branch === branch)), [], 'listed, but taken or gone');
  });
}

test('the whole of scoring', (t) => {
  assert.deepEqual(Object.keys(unreached).filter((name) => !modules.includes(basename(name, '.c'))), [], 'listed files that are gone');
  t.diagnostic(`evidence: scoring: ${total.taken} of ${total.branches} branches taken (${(100 * total.taken / total.branches).toFixed(2)} %), ${total.run} of ${total.lines} lines run`);
});
