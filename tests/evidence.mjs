// SPDX-License-Identifier: EUPL-1.2
// Writes what a soak, bench, coverage or mutation run saw into docs/evidence.md: every "evidence: …" line that a test reported,
// with date, commit and machine. The section of the run is replaced, the others stay.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { basename } from 'node:path';

const [log] = process.argv.slice(2);
const name = basename(log, '.tap');
const target = new URL('../docs/evidence.md', import.meta.url).pathname;
const tap = readFileSync(log, 'utf8');
const seen = [...tap.matchAll(/^\s*# evidence: (.*)$/gm)].map(([, line]) => `- ${line}`);
// Counted from the verdicts, so that a run that was cut short tells the truth, too.
const verdicts = (word) => [...tap.matchAll(new RegExp(`^${word} \\d+`, 'gm'))].length;
const counts = `${verdicts('ok')} passed, ${verdicts('not ok')} failed`;
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`;
const section = `## ${name}\n\n${new Date().toISOString().slice(0, 16)}Z, commit ${commit}, ${machine}: ${counts}.\n\n${seen.join('\n')}\n`;

const head = '# Evidence\n\nWhat the long runs saw, written by `tests/run soak`, `bench`, `coverage` and `mutation`.\n';
const old = existsSync(target) ? readFileSync(target, 'utf8') : head;
const sections = old.split(/^(?=## )/m);
const kept = sections.filter((part) => !part.startsWith(`## ${name}\n`));
writeFileSync(target, `${kept.map((part) => part.trimEnd()).join('\n\n')}\n\n${section}`);
console.log(section);
