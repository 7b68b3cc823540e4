// SPDX-License-Identifier: EUPL-1.2
// The schema printed in docs/plan-file.md, the plan files and `sostegno plan check` agree; what is wrong with a plan file is
// named with its line, its place and a hint. tests/plans/faults holds one fault a row; `schema` says whether the schema sees it.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { sostegno, source } from './evaluating.mjs';

const page = readFileSync(join(source, 'docs/plan-file.md'), 'utf8');
const ajv = new Ajv.default({ strict: true, strictRequired: false });
addFormats.default(ajv);
const schema = JSON.parse(/```json schema\n([\s\S]*?)\n```/.exec(page)[1]);
const valid = ajv.compile(schema);
const folder = (name) => readdirSync(join(source, name)).filter((one) => one.endsWith('.json')).map((one) => join(source, name, one));
const plans = [...folder('scoring/plans'), ...folder('tests/plans')];
const faults = JSON.parse(readFileSync(join(source, 'tests/plans/faults/faults.json'), 'utf8'));

// The plan with one value set, or removed when `to` is not given.
function changed(plan, { change, to }) {
  const bad = structuredClone(plan);
  const steps = change.slice(1).split('/');
  const last = steps.pop();
  const parent = steps.reduce((value, step) => value[step], bad);
  if (to === undefined) delete parent[last];
  else parent[last] = to;
  return bad;
}

test('every plan file is good for the program and for the schema', () => {
  assert.ok(plans.length >= 14);
  for (const path of plans) {
    const { status, error, text } = sostegno(['plan', 'check', path]);
    assert.equal(status, 0, `${path}: ${error}`);
    assert.match(text, /version \d+ is a plan/);
    assert.ok(valid(JSON.parse(readFileSync(path, 'utf8'))), `${path}: ${ajv.errorsText(valid.errors)}`);
  }
});

test('one fault in a plan file is named with line, place, rule and hint, and seen by the schema where it can', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'plan-'));
  t.after(() => rmSync(place, { recursive: true }));
  const path = join(place, 'plan.json');
  for (const fault of faults) {
    const bad = changed(JSON.parse(readFileSync(join(source, `tests/plans/${fault.plan}.json`), 'utf8')), fault);
    const name = `${fault.why} (${fault.plan}${fault.change})`;
    writeFileSync(path, JSON.stringify(bad, null, 2));
    const { status, error } = sostegno(['plan', 'check', path]);
    assert.equal(status, 5, name);
    const [, line, code, pointer, hint] = /:(\d+):\d+: ([a-z-]+) at "(.*?)": (.+)\n$/.exec(error);
    assert.deepEqual([code, pointer], [fault.code, fault.at], `${name}: ${error}`);
    assert.ok(Number(line) > 0 && hint.length > 10, error);
    assert.equal(valid(bad), !fault.schema, `${name}: the schema`);
  }
});

// Every value that the schema allows in a list of words is one the program takes, and the other way round.
test('the words of the schema are the words of the program', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'plan-'));
  t.after(() => rmSync(place, { recursive: true }));
  const path = join(place, 'plan.json');
  const plan = JSON.parse(readFileSync(join(source, 'tests/plans/faschim.json'), 'utf8'));
  const hint = (bad) => {
    writeFileSync(path, JSON.stringify(bad));
    return sostegno(['plan', 'check', path]).error;
  };
  const words = (text) => /one of: (.*)\n/.exec(text)[1].split(' ');
  for (const [id, setting] of Object.entries(schema.properties.settings.properties)) {
    const told = words(hint({ ...plan, settings: { ...plan.settings, [id]: { value: 'no-such-word', source: 'x' } } }));
    assert.deepEqual(setting.properties.value.enum, told, id);
  }
  assert.deepEqual(Object.keys(schema.properties.settings.properties).sort(), Object.keys(plan.settings).sort());
  assert.deepEqual(schema.$defs.test.anyOf.map((one) => one.properties.kind.const).sort(), words(hint({ ...plan, test: { kind: 'no-such-word' } })).sort());
});
