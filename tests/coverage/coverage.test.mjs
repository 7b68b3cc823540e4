// SPDX-License-Identifier: EUPL-1.2
// Branch coverage of scoring/ from gcov, by its unit tests and by the tests of `sostegno evaluate` together:
// every branch of every file is taken, and a line of unreached.json names each one that cannot be, with the
// reason. HOUSE_COVER=money takes that file only, and HOUSE_COVER_UNIT=1 the unit tests alone.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { buildAll, each, modules, root, runProgram, scoring, workshop } from '../mutation/programs.mjs';

const wanted = process.env.HOUSE_COVER ? process.env.HOUSE_COVER.split(',').map((name) => basename(name, '.c')) : modules;
// { "file.c": [{ "line": "the line, trimmed", "branch": number of the branch on it, "why": "…" }] }
const unreached = JSON.parse(readFileSync(join(root, 'tests/coverage/unreached.json'), 'utf8'));
const folder = workshop();
const seen = {};
let driven = null; // how the tests of `sostegno evaluate` ended
const total = { branches: 0, taken: 0, lines: 0, run: 0 };

before(async () => {
  const names = await buildAll(folder, ['-O0', '--coverage'], ['--coverage']);
  const results = await each(names, (name) => runProgram(folder, name, { milliseconds: 300000 }));
  results.forEach((result, i) => assert.equal(result, '', names[i]));
  const house = process.env.HOUSE_COVER_UNIT ? null : runHouse();
  for (const module of modules) {
    seen[module] = counted(folder, module, `${module}.o`);
    if (house) add(seen[module], counted(house, module, `CMakeFiles/${module.startsWith('plan_file') ? 'plan_file' : 'scoring'}.dir/${module}.c.o`));
  }
});

function counted(where, module, object) {
  const text = execFileSync('gcov', ['--branch-probabilities', '--json-format', '--stdout', object], { cwd: where, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] });
  return JSON.parse(text).files.find((one) => one.file.endsWith(`/${module}.c`));
}

// The two builds differ in their flags, so the lines are matched by number; a line that only one knows keeps its count.
function add(to, from) {
  for (const line of from.lines) {
    const same = to.lines.find((one) => one.line_number === line.line_number && one.branches.length === line.branches.length);
    if (!same) continue;
    same.count += line.count;
    line.branches.forEach(({ count }, k) => { same.branches[k].count += count; });
  }
}

// Builds the program with counting rules and runs the tests that drive `sostegno evaluate` and `plan` with it.
function runHouse() {
  const build = join(root, '.build/coverage');
  const quiet = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('cmake', ['-S', '.', '-B', build, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release', '-DHOUSE_COVERAGE=ON'], quiet);
  execFileSync('ninja', ['-C', build, 'sostegno'], quiet);
  const objects = join(build, 'scoring');
  for (const name of readdirSync(objects, { recursive: true })) if (name.endsWith('.gcda')) rmSync(join(objects, name));
  const api = join(root, 'tests/api');
  // The properties repeat one way through the rules many times, the codes have a program of their own.
  const driving = readdirSync(api).filter((name) => name.endsWith('.test.mjs') && !['property.test.mjs', 'codes.test.mjs'].includes(name)
    && readFileSync(join(api, name), 'utf8').includes("'./evaluating.mjs'"));
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const run = spawnSync(process.execPath, ['--test', '--test-reporter=dot', ...driving.map((name) => join(api, name))], { env: { ...env, HOUSE_BUILD: build }, encoding: 'utf8' });
  driven = { status: run.status, text: run.stdout };
  return objects;
}

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

test('the tests that drive `sostegno evaluate` passed while they were counted', () => assert.equal(driven?.status ?? 0, 0, driven?.text));

test('the whole of scoring', (t) => {
  assert.deepEqual(Object.keys(unreached).filter((name) => !modules.includes(basename(name, '.c'))), [], 'listed files that are gone');
  t.diagnostic(`evidence: scoring: ${total.taken} of ${total.branches} branches taken (${(100 * total.taken / total.branches).toFixed(2)} %), ${total.run} of ${total.lines} lines run`);
});
