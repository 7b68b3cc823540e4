// SPDX-License-Identifier: EUPL-1.2
// Schemes of other insurers and public bodies as plan files under tests/plans, with their published cases as data under
// tests/plans/cases: the format carries the assessment of a plan nobody thought of, and names what it does not carry.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate, planPath, sostegno, source } from './evaluating.mjs';

const file = (name) => `tests/plans/${name}.json`;
const plan = (name) => JSON.parse(readFileSync(planPath(file(name)), 'utf8'));
const grades = (of, item) => (typeof item.grades === 'string' ? of.grade_lists.find(({ code }) => code === item.grades).grades : item.grades);
// Every sheet of a plan that is answered by grades alone, in order of its grades.
const sheets = (name) => plan(name).activities.reduce((list, item) => list.flatMap((one) => grades(plan(name), item).map((grade) => ({ ...one, [item.code]: grade.code }))), [{}]);
const scored = (name, cases = sheets(name)) => evaluate(file(name), cases.map((answers, i) => ({ id: `${i}`, asOf: '2026-06-01', answers })));
const reached = (name) => scored(name).filter(({ score }) => score.outcome === 'reached').length;

// From "best" (or "worst") in every graded item, with the points of some groups, to answers.
function answersOf(of, { start, sums = {}, answers = {} }) {
  const made = {};
  if (start) for (const item of of.activities.filter((one) => one.grades)) made[item.code] = grades(of, item).at(start === 'best' ? 0 : -1).code;
  for (const [code, sum] of Object.entries(sums)) {
    const items = of.groups.find((group) => group.code === code).of.map((one) => of.activities.find((item) => item.code === one));
    let sheetsBySum = new Map([[0, {}]]);
    for (const item of items) sheetsBySum = new Map([...sheetsBySum].flatMap(([total, sheet]) => grades(of, item).map((grade) => [total + Number(grade.points), { ...sheet, [item.code]: grade.code }])));
    assert.ok(sheetsBySum.has(sum), `${code} can have ${sum} points`);
    Object.assign(made, sheetsBySum.get(sum));
  }
  Object.assign(made, answers);
  return Object.fromEntries(Object.entries(made).filter(([, answer]) => answer !== null));
}

function check({ name, expect }, { score, reasons }) {
  const scale = (code) => score.scales.find((one) => one.scale === code);
  const group = (code) => score.groups.find((one) => one.group === code);
  assert.equal(score.outcome, expect.outcome, name);
  for (const key of ['sum', 'unable']) if (key in expect) assert.equal(score[key], expect[key], name);
  for (const [code, level] of Object.entries(expect.levels ?? {})) assert.deepEqual([scale(code).open, scale(code).level], [false, level], `${name}: ${code}`);
  for (const code of expect.open ?? []) assert.deepEqual([scale(code).open, scale(code).level], [true, null], `${name}: ${code}`);
  for (const [code, rule] of Object.entries(expect.override ?? {})) assert.equal(scale(code).override, rule, name);
  for (const [code, points] of Object.entries(expect.points ?? {})) assert.equal(group(code).points, points, `${name}: ${code}`);
  for (const [code, points] of Object.entries(expect.possible ?? {})) assert.equal(group(code).pointsPossible, points, `${name}: ${code}`);
  if (expect.reason) assert.ok(reasons.some(({ key }) => key === expect.reason), name);
}

for (const name of readdirSync(join(source, 'tests/plans/cases')).map((one) => one.replace('.json', ''))) {
  test(`3.4: the published cases of ${name}`, () => {
    const cases = JSON.parse(readFileSync(join(source, 'tests/plans/cases', `${name}.json`), 'utf8'));
    const results = evaluate(file(name), cases.map((one) => ({ id: one.name, asOf: one.asOf ?? '2026-06-01', answers: answersOf(plan(name), one), ...(one.claim && { claim: one.claim }), ...(one.life && { life: one.life }) })));
    cases.forEach((one, i) => check(one, results[i]));
  });
}

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

test('3.4: Katz: every sheet, lower being worse', () => assert.equal(reached('katz'), 42));

test('3.4: three of four acts, or dementia with constant need: every sheet, the MMS score open', () => {
  const codes = ['washing', 'dressing', 'moving', 'feeding'];
  const of = plan('dementia-branch');
  const cases = of.activities.filter((item) => item.grades).reduce((list, item) => list.flatMap((one) => grades(of, item).map((grade) => ({ ...one, [item.code]: grade.code }))), [{}]);
  assert.equal(cases.length, 64);
  scored('dementia-branch', cases).forEach(({ score }, i) => {
    const wins = codes.filter((code) => cases[i][code] === 'unable').length >= 3 || (cases[i].dementia === 'yes' && cases[i]['constant-care'] === 'yes');
    assert.equal(score.outcome, wins ? 'reached' : 'not-reached');
  });
});

// Annex 2 of section 15 SGB XI once more, in another language: sums of each band, and weighted points.
const MODULES = {
  mobility: [[0, 2, 4, 6, 10], [0, 2.5, 5, 7.5, 10]],
  cognition: [[0, 2, 6, 11, 17], [0, 3.75, 7.5, 11.25, 15]],
  behaviour: [[0, 1, 3, 5, 7], [0, 3.75, 7.5, 11.25, 15]],
  'self-care': [[0, 3, 8, 19, 37], [0, 10, 20, 30, 40]],
  therapy: [[0, 1, 2, 4, 6], [0, 5, 10, 15, 20]],
  'everyday-life': [[0, 1, 4, 7, 12], [0, 3.75, 7.5, 11.25, 15]],
};
const grade = (points) => [12.5, 27, 47.5, 70, 90].filter((threshold) => points >= threshold).length;

test('3.4: the German care grade: every combination of the bands of the six modules', () => {
  const of = plan('german-care-grade');
  const least = answersOf(of, { start: 'best' });
  const parts = Object.fromEntries(Object.entries(MODULES).map(([code, [sums]]) => [code, sums.map((sum) => {
    const all = answersOf(of, { sums: { [code]: sum } });
    return { sum, all };
  })]));
  const combinations = Object.keys(MODULES).reduce((list, code) => list.flatMap((one) => [0, 1, 2, 3, 4].map((band) => ({ ...one, [code]: band }))), [{}]);
  assert.equal(combinations.length, 15625);
  const results = scored('german-care-grade', combinations.map((bands) => Object.assign({ ...least }, ...Object.entries(bands).map(([code, band]) => parts[code][band].all))));
  const seen = new Set();
  combinations.forEach((bands, i) => {
    const points = (code) => MODULES[code][1][bands[code]];
    const total = points('mobility') + Math.max(points('cognition'), points('behaviour')) + points('self-care') + points('therapy') + points('everyday-life');
    const { groups, scales: [scale], outcome } = results[i].score;
    assert.equal(groups.at(-1).points, total);
    assert.equal(scale.level, grade(total) === 0 ? null : `grade-${grade(total)}`);
    assert.equal(outcome, total >= 12.5 ? 'reached' : 'not-reached');
    assert.deepEqual(scale.levels.map(({ distance }) => distance), [12.5, 27, 47.5, 70, 90].map((threshold) => total - threshold));
    seen.add(total);
  });
  for (const edge of [11.25, 12.5, 26.25, 27.5, 46.25, 47.5, 68.75, 70, 88.75, 90, 100]) assert.ok(seen.has(edge));
  assert.ok(!seen.has(27));
});

test('an answer of the wrong kind is refused with its place', () => {
  for (const [name, answers, pointer] of [
    ['bolzano-care-hours', { 'care-hours': '60.001' }, '/answers/care-hours'], ['bolzano-care-hours', { 'care-hours': '745' }, '/answers/care-hours'],
    ['bolzano-care-hours', { 'care-hours': '-1' }, '/answers/care-hours'], ['bolzano-care-hours', { 'care-hours': 'many' }, '/answers/care-hours'],
    ['svama', { adl: '7' }, '/answers/adl'], ['external-certificate', { 'finding-day': '2026-02-30' }, '/answers/finding-day'],
    ['external-certificate', { 'finding-day': 'recognised' }, '/answers/finding-day'], ['katz', { washing: '1' }, '/answers/washing'],
  ]) {
    const [{ error }] = evaluate(file(name), [{ id: 'x', asOf: '2026-06-01', answers }]);
    assert.deepEqual(error.at, [{ pointer, code: 'unknown-grade' }]);
  }
});

test('groups and levels are told in words, with their numbers and sources', () => {
  const answers = answersOf(plan('german-care-grade'), { start: 'best', sums: { mobility: 6, 'self-care': 8 } });
  const said = (language) => sostegno(['evaluate', '--plan', planPath(file('german-care-grade')), '--explain', language], JSON.stringify({ id: 'x', asOf: '2026-06-01', answers })).text;
  assert.match(said('en'), /Mobility: 6 → 7\.5 of 10 \[SGB-XI-A2: section 15 SGB XI, annex 2\]/);
  assert.match(said('en'), /Care grade: Grade 2 \(27\.5\) \[SGB-XI-15-3: section 15 \(3\) SGB XI\]\n {4}Grade 1: threshold 12\.5, distance 15\n {4}Grade 2: threshold 27, distance 0\.5/);
  assert.match(said('it'), /Grado di cura: Grado 2 \(27,5\) \[[^\n]*\n {4}Grado 1: soglia 12,5, distanza 15\n/);
});

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
