// SPDX-License-Identifier: EUPL-1.2
// Builds scoring/ and its unit tests apart from the house, with flags of its own, and runs the programs.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const root = new URL('../../', import.meta.url).pathname;
export const scoring = join(root, 'scoring');
export const modules = readdirSync(scoring).filter((name) => name.endsWith('.c')).map((name) => name.slice(0, -2)).sort();
const unit = join(root, 'tests/unit');
const ours = readdirSync(unit).filter((name) => /^(scoring|vitals)_\w+\.c$/.test(name));
const programs = ours.filter((name) => name.endsWith('_test.c')).map((name) => name.slice(0, -2));
// What several programs share: plans, dates, seeded draws.
const companions = ours.filter((name) => !name.endsWith('_test.c'));

const strict = ['-std=c17', '-D_DEFAULT_SOURCE', '-D_POSIX_C_SOURCE=200809L'];
const run = promisify(execFile);

// A folder that goes when the process does.
export function workshop() {
  const folder = mkdtempSync(join(tmpdir(), 'proof-'));
  mkdirSync(join(folder, 'rooms'));
  symlinkSync(scoring, join(folder, 'rooms/scoring'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const gcc = (folder, words, options = {}) =>
  run('gcc', [...strict, '-I', join(folder, 'rooms'), ...words], { cwd: folder, maxBuffer: 2 ** 26, ...options });

// As many at a time as there are cores; results in the order of the list.
export async function each(list, work) {
  const results = Array(list.length);
  let next = 0;
  const worker = async (which) => { while (next < list.length) { const at = next++; results[at] = await work(list[at], which, at); } };
  await Promise.all(cpus().map((_, which) => worker(which)));
  return results;
}

// One shared object per module with `flags`, one library of all; `link` goes to it, `words` to the programs.
export async function buildAll(folder, flags, link = [], words = []) {
  await each(modules, (name) => gcc(folder, [...flags, '-fPIC', '-c', join(scoring, `${name}.c`), '-o', `${name}.o`]));
  await run('gcc', ['-shared', ...link, ...modules.map((name) => `${name}.o`), '-ljansson', '-o', 'libscoring.so'], { cwd: folder });
  const plain = ['-O1', ...words, `-DHOUSE_SOURCE_DIR="${root.slice(0, -1)}"`, '-I', unit];
  await each(companions, (name) => gcc(folder, [...plain, '-c', join(unit, name), '-o', `${name}.o`]));
  await each(programs, (name) => gcc(folder, [
    ...plain, join(unit, `${name}.c`), ...companions.map((one) => `${one}.o`), '-o', name, '-L.', '-lscoring', '-lcmocka', '-ljansson', '-lpthread', '-Wl,-rpath,$ORIGIN',
  ]));
  return programs;
}

// Runs a program with bounds on time and memory; resolves to what went wrong, '' when nothing did. A bound on its own
// work (`seconds` of the processor) is the same on a busy machine.
export function runProgram(folder, name, { preload = '', milliseconds = 60000, seconds = 600, megabytes = 2000, mutant = 0 } = {}) {
  return new Promise((resolve) => {
    // The shell itself has no use for the object: it may need data that only the program has.
    const child = spawn('sh', ['-c', `ulimit -v ${megabytes * 1024}; ulimit -c 0; ulimit -t ${seconds}; export LD_PRELOAD="${preload}"; exec ./${name}`], {
      cwd: folder, stdio: 'ignore', env: { ...process.env, HOUSE_MUTANT: `${mutant}` },
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(signal ?? (code === 0 ? '' : `exit ${code}`));
    });
  });
}

// The seconds of the processor that a program works.
export async function workOf(folder, name) {
  const { stdout } = await run('sh', ['-c', `./${name} >/dev/null 2>&1; times`], { cwd: folder });
  return [...stdout.split('\n')[1].matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + 60 * minutes + Number(seconds), 0);
}

// The functions of scoring that a program calls, by itself or through another: a look at the loader's bindings.
export async function callsOf(folder, name) {
  const { stdout, stderr } = await run(`./${name}`, { cwd: folder, env: { ...process.env, LD_DEBUG: 'bindings' }, maxBuffer: 2 ** 26 });
  return new Set([...`${stdout}${stderr}`.matchAll(/libscoring\.so \[0\]: normal symbol `(\w+)'/g)].map(([, symbol]) => symbol));
}

export const functionsOf = async (folder, module) => {
  const { stdout } = await run('nm', ['--defined-only', '-g', `${module}.o`], { cwd: folder });
  return stdout.split('\n').filter(Boolean).map((line) => line.split(' ').at(-1));
};
