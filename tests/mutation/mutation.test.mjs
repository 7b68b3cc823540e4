// SPDX-License-Identifier: EUPL-1.2
// Do the unit tests of scoring/ see a planted fault? An object with the mutants of a module replaces it under the test
// programs (LD_PRELOAD); who survives them all stands in docs/evidence-mutation.md with the reason, or is a gap.
// HOUSE_MUTATE=money,iban takes these files only.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { apply, mutantsOf } from './mutants.mjs';
import { buildAll, callsOf, each, functionsOf, gcc, modules, root, runProgram, scoring, workOf, workshop } from './programs.mjs';
import { buildSchema } from './schema.mjs';

const wanted = process.env.HOUSE_MUTATE ? process.env.HOUSE_MUTATE.split(',').map((name) => basename(name, '.c')) : modules;
const LEAST = 0.9; // killed, of those that the compiler does not call the same program
const folder = workshop();
// Whatever is undefined traps, as it stops the tests under ASan and UBSan.
const flags = ['-fPIC', '-fsanitize=undefined', '-fsanitize=bounds-strict', '-fsanitize-undefined-trap-on-error', '-Werror=return-type'];
const headers = readdirSync(scoring).filter((name) => name.endsWith('.h')).map((name) => readFileSync(join(scoring, name), 'utf8'));
const programs = []; // { name, work (seconds), calls }, the least work first
const total = { mutants: 0, killed: 0, same: 0, survivors: 0 };

// Known survivors: "- `line` · `was` → `text` · why" under "## file.c".
const page = readFileSync(join(root, 'docs/evidence-mutation.md'), 'utf8');
const explained = (file) => {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${file}\n`)) ?? '';
  return [...section.matchAll(/^- (`.*` · `.*` → `.*`(?: \(\d+\))?) · \S.*$/gm)].map(([, key]) => key);
};

before(async () => {
  // A program ends at its first failed assertion: the rest would tell nothing more.
  writeFileSync(join(folder, 'first.c'), '#include <unistd.h>\n_Noreturn void _fail(const char *file, int line) { (void)file; (void)line; _exit(1); }\n');
  await gcc(folder, ['-fPIC', '-shared', 'first.c', '-o', 'first.so']);
  // Damage at random asks for an answer, not for the right one: it costs most and tells least.
  const names = (await buildAll(folder, ['-O1', ...flags], [], ['-DHOUSE_SPARSE'])).filter((name) => !name.endsWith('_damage_test'));
  for (const name of names) {
    assert.equal(await runProgram(folder, name), '', `${name} passes before anything is changed`);
    programs.push({ name, work: await workOf(folder, name), calls: await callsOf(folder, name) });
  }
  programs.sort((a, b) => a.work - b.work);
});

const flat = (text) => text.replace(/\s+/g, ' ').trim();

// Names that stay when lines move: the line, the change, and which of several alike on that line.
function nameAll(source, mutants) {
  const lines = source.split('\n');
  const seen = new Map();
  for (const mutant of mutants) {
    const name = `\`${flat(lines[mutant.line - 1])}\` · \`${flat(mutant.was)}\` → \`${flat(mutant.text)}\``;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    mutant.name = seen.get(name) > 1 ? `${name} (${seen.get(name)})` : name;
  }
}

// Does a program see the fault? One that works four times as long as it should, and a second, hangs.
async function seen(own, preload, number) {
  for (const { name, work } of own) {
    const bounds = { seconds: Math.ceil(1 + 4 * work), milliseconds: 60000 + 60000 * work };
    if (await runProgram(folder, name, { preload: `./first.so ./${preload}`, mutant: number, ...bounds }) !== '') return true;
  }
  return false;
}

// Is the changed module the same program once it is compiled in earnest?
async function isSame(changed, plain) {
  const { stdout } = await gcc(folder, ['-O2', '-S', changed, '-o', '-']);
  return assembly(stdout) === plain;
}

// schema: the numbers of those that the object with all mutants holds; the others are compiled alone.
async function judge(module, source, mutant, number, schema, plain, own, which) {
  const changed = join(folder, `${module}.mutant.${which}.c`);
  let preload = `${module}.schema.so`;
  writeFileSync(changed, apply(source, mutant));
  if (!schema.has(number)) {
    preload = `${module}.mutant.${which}.so`;
    try {
      await gcc(folder, ['-O0', ...flags, '-shared', changed, '-o', preload], { timeout: 60000 });
    } catch {
      return 'unbuilt';
    }
  }
  if (await seen(own, preload, number)) return 'killed';
  return await isSame(changed, plain) ? 'same' : 'survived';
}
const assembly = (text) => text.replace(/^\s*\.file.*$/gm, '');

for (const module of wanted) {
  test(`${module}.c: the tests see the planted faults, every survivor is explained`, async (t) => {
    const path = join(scoring, `${module}.c`);
    const source = readFileSync(path, 'utf8');
    const mutants = mutantsOf(source, headers);
    nameAll(source, mutants);
    const plain = assembly((await gcc(folder, ['-O2', '-S', path, '-o', '-'])).stdout);
    const family = module.startsWith('plan_file') ? 'plan_file' : module;
    const first = (name) => name === `vitals_${module}_test` || name.startsWith(`scoring_${family}_`);
    const functions = await functionsOf(folder, module);
    const callers = programs.filter(({ calls }) => functions.some((name) => calls.has(name)));
    // Those that are made for the module, and what works little.
    const order = [...callers].sort((a, b) => first(b.name) - first(a.name) || a.work - b.work);
    const began = performance.now();
    const schema = await buildSchema(folder, gcc, flags, module, source, mutants);
    const compiled = performance.now();
    const unchanged = { at: 0, length: 0, text: '' };
    for (const together of [schema.add(0), new Set()]) {
      assert.equal(await judge(module, source, unchanged, 0, together, plain, order, 'none'), 'same', 'the unchanged module passes and is seen to be the same');
    }

    const verdicts = await each(mutants, (mutant, which, at) => judge(module, source, mutant, at + 1, schema, plain, order, which));
    t.diagnostic(`${mutants.length} mutants, ${schema.size - 1} of them in one object made in ${Math.round(compiled - began)} ms, judged in ${Math.round(performance.now() - compiled)} ms`);
    const count = (verdict) => verdicts.filter((one) => one === verdict).length;
    const survivors = mutants.filter((_, i) => verdicts[i] === 'survived');
    const killed = count('killed');
    const share = killed / Math.max(1, killed + survivors.length);
    t.diagnostic(`evidence: ${module}.c: ${killed} of ${killed + survivors.length} mutants killed (${(100 * share).toFixed(1)} %), ${survivors.length} survived, `
      + `${count('same')} compile to the same program, ${count('unbuilt')} do not compile`);
    total.mutants += killed + survivors.length;
    total.killed += killed;
    total.same += count('same');
    const known = explained(`${module}.c`);
    const unexplained = survivors.filter(({ name }) => !known.includes(name));
    assert.deepEqual(unexplained.map(({ line, name }) => `${line}: ${name}`), [], 'survivors without an explanation');
    assert.deepEqual(known.filter((name) => !survivors.some((one) => one.name === name)), [], 'explained, but no survivor any more');
    if (killed + survivors.length > 0) assert.ok(share >= LEAST, `${killed} killed, ${survivors.length} survived`);
  });
}

test('of all mutants together at least 90 % are killed', (t) => {
  t.diagnostic(`evidence: scoring: ${total.killed} of ${total.mutants} mutants killed (${(100 * total.killed / total.mutants).toFixed(1)} %), ${total.same} more compile to the same program`);
  assert.ok(total.killed >= LEAST * total.mutants);
});
