// SPDX-License-Identifier: EUPL-1.2
// Runs `sostegno evaluate` and holds every line against the schemas printed in docs/evaluate.md.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export const source = new URL('../../', import.meta.url).pathname;
const program = join(process.env.HOUSE_BUILD ?? join(source, '.build', 'asan'), 'sostegno');
const page = readFileSync(join(source, 'docs/evaluate.md'), 'utf8');
export const block = (name) => JSON.parse(new RegExp('```json ' + name + '\\n([\\s\\S]*?)\\n```').exec(page)[1]);

const ajv = new Ajv.default({ allErrors: true });
addFormats.default(ajv);
export const validInput = ajv.compile(block('input-schema'));
export const validOutput = ajv.compile(block('output-schema'));

export const planPath = (name) => (name.includes('/') ? join(source, name) : join(source, 'scoring/plans', `${name}-2026.json`));

// Raw bytes in, { status, text, error } out.
export function sostegno(words, input = '', env = {}) {
  const run = spawnSync(program, words, { input, maxBuffer: 2 ** 30, env: { ...process.env, ...env } });
  return { status: run.status, text: run.stdout.toString('utf8'), error: run.stderr.toString('utf8') };
}

// Cases in, results out, one for each; every result is held against the schema.
export function evaluate(plan, cases, words = []) {
  const { status, text, error } = sostegno(['evaluate', '--plan', planPath(plan), ...words], cases.map((one) => JSON.stringify(one)).join('\n'));
  assert.ok([0, 5].includes(status), `status ${status}: ${error}`);
  const results = text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  assert.equal(results.length, cases.length);
  const odd = results.find((result) => !validOutput(result));
  assert.equal(odd, undefined, odd && `${JSON.stringify(odd)} ${ajv.errorsText(validOutput(odd) || validOutput.errors)}`);
  return results;
}

const sheet = (codes, grade) => Object.fromEntries(codes.map((code) => [code, grade]));
export const ACTS = { permanent: ['washing', 'dressing', 'toilet', 'moving', 'continence', 'feeding'], temporary: ['hygiene', 'feeding', 'moving', 'dressing'] };

// Cases that are recognised; tests change what they are about.
export const permanent = (change = {}) => ({
  id: 'p', asOf: '2026-06-01', answers: sheet(ACTS.permanent, 'grade-3'), consolidated: 'yes', holder: 'yes',
  claim: { onset: '2025-12-20', received: '2026-01-10', complete: '2026-01-31' }, life: { aliveThrough: '2026-05-31' }, ...change,
});
export const temporary = (change = {}) => ({
  id: 't', asOf: '2026-06-01', answers: sheet(ACTS.temporary, 'unable'), consolidated: 'no', constantNeed: 'yes', holder: 'yes',
  claim: { onset: '2026-01-02', firstContact: '2026-01-05', sent: '2026-01-08', received: '2026-01-12', complete: '2026-02-10' }, ...change,
});
