// SPDX-License-Identifier: EUPL-1.2
// The C engine against the oracle in Node, exhaustively where the rules are finite, else with seeded cases.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTS, evaluate, permanent, temporary } from './evaluating.mjs';
import { actTerm, addMonths, covered, date, day, easter, isHoliday, judge } from './oracle.mjs';
import { randomCase, randomCourse, randomCover, random } from './cases.mjs';

const product = (codes, grades) => codes.reduce((sheets, code) => sheets.flatMap((one) => grades.map((grade) => ({ ...one, [code]: grade }))), [{}]);

test('B-25: all 729 sheets agree with the oracle and with the counts of the rule book', () => {
  const cases = product(ACTS.permanent, ['grade-1', 'grade-2', 'grade-3']).map((answers, i) => permanent({ id: `${i}`, answers }));
  const results = evaluate('permanent', cases);
  const bySum = Array(13).fill(0);
  results.forEach((result, i) => {
    const expected = judge('permanent', cases[i]);
    assert.deepEqual([result.score.sum, result.score.unable, result.score.outcome, result.outcome], [expected.sum, expected.unable, expected.score, expected.outcome], cases[i].id);
    bySum[result.score.sum / 5]++;
  });
  assert.deepEqual(bySum, [1, 6, 21, 50, 90, 126, 141, 126, 90, 50, 21, 6, 1]);
  assert.equal(results.filter(({ outcome }) => outcome === 'recognised').length, 168);
  assert.equal(results.filter(({ score }) => score.sum >= 30).length, 435);
  assert.equal(results.filter(({ score }) => score.sum >= 40 && score.unable < 4).length, 0);
});

test('A-12: all 16 sheets, 5 of them reach three of four', () => {
  const cases = product(ACTS.temporary, ['able', 'unable']).map((answers, i) => temporary({ id: `${i}`, answers }));
  const results = evaluate('temporary', cases);
  results.forEach((result, i) => assert.equal(result.outcome, judge('temporary', cases[i]).outcome));
  assert.equal(results.filter(({ outcome }) => outcome === 'recognised').length, 5);
});

test('L-03: Easter Mondays of the rule book', () => {
  const mondays = ['2025-04-21', '2026-04-06', '2027-03-29', '2028-04-17', '2029-04-02', '2030-04-22', '2031-04-14', '2032-03-29', '2033-04-18', '2034-04-10', '2035-03-26'];
  assert.deepEqual(mondays.map((text) => date(easter(Number(text.slice(0, 4))) + 1)), mondays);
});

// The last day of a term of 14 days shows whether the day is a holiday.
const terms = (nominals) => {
  const cases = nominals.map((nominal, i) => temporary({ id: `${i}`, asOf: '2300-01-01', claim: { onset: date(nominal - 14) } }));
  return evaluate('temporary', cases).map(({ deadlines }) => deadlines[0]);
};

test('L-01…L-04, S-01, S-02: holidays and Easter 1900–2199 against an independent computus', () => {
  const nominals = [];
  for (let year = 1900; year < 2200; year++) {
    for (const fixed of ['01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '10-04', '11-01', '12-08', '12-25', '12-26', '03-19', '06-29', '11-04']) nominals.push(day(`${year}-${fixed}`));
    for (let at = day(`${year}-03-22`); at <= day(`${year}-04-27`); at++) if (new Date(at * 864e5).getUTCDay() === 1) nominals.push(at);
  }
  terms(nominals).forEach(({ nominal, last, extendedOver }, i) => {
    assert.equal(nominal, date(nominals[i]));
    assert.equal(last, date(actTerm(nominals[i], 0)), nominal);
    assert.equal(extendedOver !== null, isHoliday(nominals[i]), nominal);
  });
});

test('S-02, L-04: 366 consecutive terms of 14 days across 2027 and 2028', () => {
  const nominals = Array.from({ length: 732 }, (_, i) => day('2027-01-01') + i);
  terms(nominals).forEach(({ last }, i) => assert.equal(last, date(actTerm(nominals[i], 0))));
});

test('S-05, L-05: benefit months from each day of a leap year and the year before', () => {
  const starts = Array.from({ length: 731 }, (_, i) => day('2027-01-01') + i);
  const cases = starts.map((start, i) => permanent({ id: `${i}`, asOf: '2030-01-01', claim: { onset: '2026-01-01', received: '2026-01-10', complete: date(start) } }));
  evaluate('permanent', cases).forEach(({ months }, i) => {
    assert.equal(months.length, 36);
    months.forEach(({ from, to }, k) => assert.deepEqual([from, to], [date(addMonths(starts[i], k)), date(addMonths(starts[i], k + 1) - 1)]));
  });
});

const project = (result) => ({
  sum: result.plan.id.startsWith('permanent') ? result.score.sum : 0, unable: result.score.unable, score: result.score.outcome, outcome: result.outcome, timeliness: result.timeliness,
  term: result.deadlines.find(({ rule }) => rule === 'A-16')?.last ?? null, stopsFrom: result.stopsFrom, suspendedFrom: result.suspendedFrom,
  limitation: result.deadlines.find(({ rule }) => rule === 'L-09')?.last ?? null, clawBack: result.clawBack,
  complaints: result.deadlines.filter(({ rule }) => rule === 'L-11').map(({ last }) => last),
  expenses: result.expenses.map(({ outcome, due }) => ({ outcome, due })),
  months: result.months.map(({ from, to, left, due, member }) => ({ from, to, left, due, member })),
});

for (const plan of ['permanent', 'temporary']) {
  test(`${plan}: 10,000 seeded cases agree with the oracle in every field it knows`, () => {
    const next = random(20260101);
    const cases = Array.from({ length: 10000 }, (_, i) => randomCase(plan, next, `${i}`));
    const seen = new Map();
    evaluate(plan, cases).forEach((result, i) => {
      assert.deepEqual(project(result), judge(plan, cases[i]), JSON.stringify(cases[i]));
      seen.set(result.outcome, (seen.get(result.outcome) ?? 0) + 1);
    });
    const wanted = ['incomplete', 'recognised', 'not-recognised', 'reviewable', 'excluded', 'not-insurable', 'not-covered', plan === 'permanent' ? 'held' : 'late-for-a-person'];
    assert.deepEqual(wanted.filter((outcome) => !((seen.get(outcome) ?? 0) >= 20)), [], `every outcome occurs: ${JSON.stringify([...seen])}`);
  });
}

for (const plan of ['permanent', 'temporary']) {
  test(`S-11: ${plan}: 1,500 seeded cases whose payment stops, resumes and ends agree with the oracle`, () => {
    const next = random(20260401);
    const cases = Array.from({ length: 1500 }, (_, i) => randomCourse(plan, next, randomCase(plan, next, `${i}`)));
    let released = 0, held = 0;
    evaluate(plan, cases).forEach((result, i) => {
      assert.deepEqual(project(result), judge(plan, cases[i]), JSON.stringify(cases[i]));
      const refused = cases[i].visits.some((visit) => visit.refusalConfirmed === 'yes' && !visit.held);
      released += refused && result.state === 'ended' && result.expenses.some(({ due }) => due !== '0.00') ? 1 : 0;
      held += result.expenses.some(({ reason }) => reason?.key === 'suspended') ? 1 : 0;
    });
    assert.ok(released >= 20 && held >= 20, `${released} released, ${held} held`);
  });
}

for (const plan of ['permanent', 'temporary']) {
  test(`${plan}: A-04, A-05, B-02, B-26, S-12…S-14, S-18: 4,000 seeded covers agree with the oracle, also where holder, child, births or expiry are not known`, () => {
    const next = random(20260102);
    const cases = Array.from({ length: 4000 }, (_, i) => {
      const onset = day('2025-06-01') + Math.floor(next() * 900);
      const at = (days) => date(onset + days);
      return { ...(plan === 'permanent' ? permanent : temporary)({ id: `${i}`, asOf: at(100), life: { aliveThrough: at(100) }, claim: { onset: at(0), firstContact: at(2), sent: at(4), received: at(5), complete: at(10) } }), holder: undefined, ...randomCover(next, onset) };
    });
    const seen = { yes: 0, no: 0, unknown: 0 };
    evaluate(plan, cases).forEach((result, i) => {
      const hit = result.checks.find(({ kind, code }) => kind === 'coverage' && code === 'cover').hit;
      const expected = covered(plan, cases[i]);
      assert.deepEqual([{ yes: 'no', no: 'yes', unknown: 'unknown' }[hit], result.outcome], [expected, judge(plan, cases[i]).outcome], JSON.stringify(cases[i]));
      seen[expected]++;
    });
    assert.ok(Object.values(seen).every((many) => many >= 200), JSON.stringify(seen));
  });
}
