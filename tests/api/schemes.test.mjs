// SPDX-License-Identifier: EUPL-1.2
// Schemes of other insurers as plan files under tests/plans, with what is published about them: the format carries the
// assessment of a plan nobody thought of, and names what it does not carry.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate, planPath, sostegno } from './evaluating.mjs';

const file = (name) => `tests/plans/${name}.json`;
const plan = (name) => JSON.parse(readFileSync(planPath(file(name)), 'utf8'));
// Every sheet of the plan, in order of its grades.
const sheets = (name) => plan(name).activities.reduce((list, { code, grades }) => list.flatMap((one) => grades.map((grade) => ({ ...one, [code]: grade.code }))), [{}]);
const scored = (name) => evaluate(file(name), sheets(name).map((answers, i) => ({ id: `${i}`, asOf: '2026-06-01', answers })));
const reached = (name) => scored(name).filter(({ score }) => score.outcome === 'reached').length;

test('3.3: FASCHIM: 415 of 729 sheets satisfy the double test, 435 reach 30 points', () => {
  const all = scored('faschim');
  assert.equal(all.length, 729);
  assert.equal(all.filter(({ score }) => score.outcome === 'reached').length, 415);
  assert.equal(all.filter(({ score }) => score.sum >= 30).length, 435);
  for (const { score } of all) assert.equal(score.outcome === 'reached', score.sum >= 30 && score.unable >= 4);
  const [short] = all.filter(({ score }) => score.sum === 30 && score.unable === 3);
  assert.deepEqual(short.score.tests.map(({ distance, holds }) => [distance, holds]), [[-1, false], [0, true]]);
});

test('3.4: three of six and four of six', () => {
  assert.equal(reached('three-of-six'), 42);
  assert.equal(reached('four-of-six'), 22);
});

test('3.4: three of four acts, or certified dementia alone', () => {
  const cases = sheets('dementia-branch');
  evaluate(file('dementia-branch'), cases.map((answers, i) => ({ id: `${i}`, asOf: '2026-06-01', answers }))).forEach(({ score }, i) => {
    const unable = Object.values(cases[i]).filter((grade) => grade === 'unable').length;
    assert.equal(score.outcome === 'reached', unable >= 3 || cases[i].dementia === 'certified');
  });
  assert.equal(reached('dementia-branch'), 16 + 5);
});

test('3.4: three of four acts, only when the state lasts 90 days', () => assert.equal(reached('ninety-days'), 5));

test('3.4: the certificate of a public body stands for the whole assessment', () => assert.equal(reached('external-certificate'), 1));

test('an annuity and whatever else the format does not carry is named and refused, not half built', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'scheme-'));
  t.after(() => rmSync(place, { recursive: true }));
  const refused = (change) => {
    const bad = plan('faschim');
    change(bad);
    const path = join(place, 'plan.json');
    writeFileSync(path, JSON.stringify(bad));
    const { status, error } = sostegno(['plan', 'check', path]);
    assert.equal(status, 5);
    return error.replace(/^.*?:\d+:\d+: /, '').trim();
  };
  assert.match(refused((bad) => { bad.forms.annuity.value = true; }), /^not-built at "\/forms\/annuity": annuities are not paid/);
  for (const key of ['capital_table', 'indexation', 'lump_sum', 'annuity']) assert.match(refused((bad) => { bad[key] = {}; }), new RegExp(`^not-built at "/${key}": `));
  assert.match(refused((bad) => { bad.colours = []; }), /^unknown-key at "\/colours": /);
  for (const key of ['profile', 'profiles']) assert.match(refused((bad) => { bad[key] = {}; }), new RegExp(`^not-built at "/${key}": profiles without a sum \\(Val.Graf`));
});
