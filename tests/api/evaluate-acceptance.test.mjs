// SPDX-License-Identifier: EUPL-1.2
// Thirty cases written from docs/evaluate.md and the rule book alone: what a stranger would send, and what the rules say to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, validInput } from './evaluating.mjs';

const sheetA = (hygiene, feeding, moving, dressing) => ({ hygiene, feeding, moving, dressing });
const U = 'unable', A = 'able';
const sheetB = (...points) => Object.fromEntries(['washing', 'dressing', 'toilet', 'moving', 'continence', 'feeding'].map((act, i) => [act, { 0: 'grade-1', 5: 'grade-2', 10: 'grade-3' }[points[i]]]));
const a = (change) => ({ id: 'a', asOf: '2026-07-01', answers: sheetA(U, U, U, A), consolidated: 'no', constantNeed: 'yes', claim: { onset: '2026-01-10', sent: '2026-01-20', received: '2026-01-22', complete: '2026-02-01' }, ...change });
const b = (change) => ({ id: 'b', asOf: '2026-07-01', answers: sheetB(10, 10, 10, 10, 0, 0), consolidated: 'yes', holder: 'yes', claim: { onset: '2025-12-01', received: '2026-01-10', complete: '2026-01-31' }, life: { aliveThrough: '2026-06-30' }, ...change });
const due = (result) => result.expenses.map((one) => one.due);
const keys = (result) => result.reasons.map(({ key }) => key);
const tasks = (result) => result.tasks.map(({ task }) => task);
const month = (result, number) => result.months[number - 1];
const last = (result, rule) => result.deadlines.find((one) => one.rule === rule);

const cases = [
  ['A-12: three of four acts, temporary, constant need', 'temporary', a(), (r) => { assert.equal(r.outcome, 'recognised'); assert.equal(r.score.tests[0].distance, 0); assert.equal(r.months.length, 6); }],
  ['A-12: two of four acts are one short', 'temporary', a({ answers: sheetA(U, U, A, A) }), (r) => { assert.equal(r.outcome, 'not-recognised'); assert.equal(r.score.tests[0].distance, -1); }],
  ['A-14: four of four, but consolidated', 'temporary', a({ answers: sheetA(U, U, U, U), consolidated: 'yes' }), (r) => assert.equal(r.outcome, 'not-recognised')],
  ['A-12: nobody needed', 'temporary', a({ constantNeed: 'no' }), (r) => assert.equal(r.outcome, 'not-recognised')],
  ['A-21, S-10: it cannot be said yet', 'temporary', a({ consolidated: 'undetermined', expenses: [{ id: 'e', form: 'direct', from: '2026-03-01', amount: '10.00' }] }), (r) => { assert.equal(r.outcome, 'reviewable'); assert.deepEqual(due(r), ['0.00']); }],
  ['an answer that nobody gave is not a no', 'temporary', a({ answers: { hygiene: U, feeding: U, moving: U } }), (r) => { assert.equal(r.outcome, 'incomplete'); assert.ok(tasks(r).includes('complete-answers')); }],
  ['A-16, S-02: the 14th day is 25 April, a holiday, the 26th a Sunday', 'temporary', a({ claim: { onset: '2026-04-11', sent: '2026-04-27', received: '2026-04-28', complete: '2026-05-05' } }),
    (r) => { assert.equal(r.timeliness, 'in-time'); assert.deepEqual([last(r, 'A-16').nominal, last(r, 'A-16').last, last(r, 'A-16').position], ['2026-04-25', '2026-04-27', 'past']); assert.notEqual(last(r, 'A-16').extendedOver, null); }],
  ['S-09: one day later a person decides', 'temporary', a({ claim: { onset: '2026-04-11', sent: '2026-04-28', received: '2026-04-29', complete: '2026-05-05' } }), (r) => { assert.equal(r.outcome, 'late-for-a-person'); assert.equal(r.state, 'late'); assert.ok(tasks(r).includes('rule-on-late')); }],
  ['S-09: a person accepted the delay', 'temporary', a({ claim: { onset: '2026-04-11', sent: '2026-05-28', received: '2026-05-29', complete: '2026-06-05', lateRuling: 'accepted' } }), (r) => assert.equal(r.outcome, 'recognised')],
  ['S-04: the call counts, the letter after day 14 is only flagged', 'temporary', a({ claim: { onset: '2026-01-10', firstContact: '2026-01-24', sent: '2026-02-10', received: '2026-02-12', complete: '2026-02-20' } }), (r) => { assert.equal(r.timeliness, 'in-time'); assert.ok(keys(r).includes('dossier-sent-after-term')); }],
  ['A-23, S-06: the dossier completes with its last document', 'temporary', a({ claim: { onset: '2026-01-10', sent: '2026-01-20', received: '2026-01-22' }, dossier: { admitted: 'yes', homeService: 'no', inpatient: 'no', documents: ['D1', 'D2', 'D3', 'D4', 'D6'].map((code, i) => ({ code, received: `2026-02-0${i + 1}`, accepted: 'yes' })) } }),
    (r) => assert.deepEqual([r.complete, r.accrualStart], ['2026-02-05', '2026-02-05'])],
  ['A-18: without the clinical records of an admission nothing starts', 'temporary', a({ claim: { onset: '2026-01-10', sent: '2026-01-20', received: '2026-01-22' }, dossier: { admitted: 'yes', homeService: 'no', inpatient: 'no', documents: ['D1', 'D2', 'D3', 'D4'].map((code) => ({ code, received: '2026-02-01', accepted: 'yes' })) } }),
    (r) => assert.deepEqual([r.outcome, r.complete, r.state], ['incomplete', null, 'waiting-documents'])],
  ['A-30, S-08: an invoice over two months', 'temporary', a({ expenses: [{ id: 'e', form: 'invoice', from: '2026-02-15', to: '2026-03-14', amount: '1400.00', receipted: 'yes' }] }), (r) => { assert.deepEqual(due(r), ['1000.00']); assert.deepEqual([month(r, 1).due, month(r, 2).due], ['500.00', '500.00']); }],
  ['A-34: no receipt, no money yet', 'temporary', a({ expenses: [{ id: 'e', form: 'invoice', from: '2026-02-15', amount: '100.00' }] }), (r) => assert.deepEqual([r.expenses[0].outcome, r.expenses[0].reason.rule], ['held', 'A-34'])],
  ['A-33: the home carer is paid under A', 'temporary', a({ expenses: [{ id: 'e', form: 'home-carer', from: '2026-02-15', amount: '100.00', receipted: 'yes' }] }), (r) => assert.deepEqual(due(r), ['100.00'])],
  ['B-20: the home carer is not paid under B', 'permanent', b({ expenses: [{ id: 'e', form: 'home-carer', from: '2026-04-15', amount: '100.00', receipted: 'yes' }] }), (r) => assert.deepEqual([due(r), r.expenses[0].reason.key], [['0.00'], 'form-not-covered'])],
  ['B-20: the RSA stay is', 'permanent', b({ expenses: [{ id: 'e', form: 'rsa-stay', from: '2026-04-01', to: '2026-04-10', amount: '700.00' }] }), (r) => assert.deepEqual(due(r), ['600.00'])],
  ['no plan pays an annuity', 'permanent', b({ expenses: [{ id: 'e', form: 'annuity', from: '2026-04-01', amount: '600.00' }] }), (r) => assert.equal(r.expenses[0].outcome, 'refused')],
  ['B-25: forty points', 'permanent', b(), (r) => { assert.deepEqual([r.outcome, r.score.sum, r.score.tests[0].distance], ['recognised', 40, 0]); assert.equal(r.months.length, 36); }],
  ['B-25: thirty-five', 'permanent', b({ answers: sheetB(10, 10, 10, 5, 0, 0) }), (r) => assert.deepEqual([r.outcome, r.score.tests[0].distance], ['not-recognised', -5])],
  ['B-24: not consolidated', 'permanent', b({ consolidated: 'no' }), (r) => assert.equal(r.outcome, 'not-recognised')],
  ['B-26: a spouse', 'permanent', b({ holder: 'no' }), (r) => assert.equal(r.outcome, 'not-covered')],
  ['B-23: day 60 is 11 March, the first payable day 12 March', 'permanent', b(), (r) => { assert.deepEqual([last(r, 'B-23').last, r.firstPayable, r.payment], ['2026-03-11', '2026-03-12', 'open']); }],
  ['B-23: dead on day 59', 'permanent', b({ life: { death: '2026-03-10' } }), (r) => assert.deepEqual([r.outcome, r.payment], ['not-recognised', 'barred'])],
  ['S-29: dead on day 60', 'permanent', b({ life: { death: '2026-03-11' } }), (r) => { assert.equal(r.outcome, 'held'); assert.ok(tasks(r).includes('rule-on-last-day')); }],
  ['S-27: heirs get the services up to the death', 'permanent', b({ life: { death: '2026-04-10' }, expenses: [{ id: 'e', form: 'direct', from: '2026-04-01', to: '2026-04-20', amount: '200.00' }] }), (r) => assert.deepEqual([due(r), r.expenses[0].member], [['100.00'], '100.00'])],
  ['B-05, S-18: enrolled and told on the 16th, covered from the 1st of the month after the next', 'permanent', b({ cover: { birth: '1970-01-01', child: 'no', events: [{ kind: 'enrolment', date: '2025-10-16', communicated: '2025-10-16' }] } }), (r) => { assert.equal(r.coverSince, '2025-12-01'); assert.equal(r.outcome, 'recognised'); }],
  ['B-14: an unpaid month before the onset', 'permanent', b({ cover: { birth: '1970-01-01', child: 'no', events: [{ kind: 'enrolment', date: '2024-10-10', communicated: '2024-10-10' }, { kind: 'unpaid', date: '2025-10-31' }] } }), (r) => assert.equal(r.outcome, 'not-covered')],
  ['B-21, S-20: invalidity applied for before cover began', 'permanent', b({ health: { testedOn: '2025-01-01', statement: 'yes', invalidity: { status: 'applied', since: '2024-06-01' } } }), (r) => assert.equal(r.outcome, 'not-insurable')],
  ['X-17: caused in a race', 'permanent', b({ causes: { examined: 'yes', found: [{ code: 'dangerous-sports', present: 'yes', evidence: ['police'] }] } }), (r) => { assert.equal(r.outcome, 'excluded'); assert.deepEqual(r.reasons.find(({ rule }) => rule === 'X-17').evidence, ['police']); assert.ok(tasks(r).includes('confirm-check')); }],
  ['S-17: an authorised service takes the month before an invoice', 'temporary', a({ authorisations: [{ id: 'g', from: '2026-02-20', amount: '450.00' }], expenses: [{ id: 'e', form: 'invoice', from: '2026-02-10', amount: '100.00', received: '2026-02-11', receipted: 'yes' }] }), (r) => assert.deepEqual([r.authorisations[0].due, due(r)], ['450.00', ['50.00']])],
  ['S-22: found consolidated in May', 'temporary', a({ answers: undefined, consolidated: undefined, constantNeed: undefined, decision: 'recognised', assessments: [{ date: '2026-01-30', answers: sheetA(U, U, U, U), consolidated: 'no', constantNeed: 'yes' }, { date: '2026-05-04', answers: sheetA(U, U, U, U), consolidated: 'yes', constantNeed: 'yes' }] }),
    (r) => assert.deepEqual([r.state, r.ended, r.stopsFrom], ['ended', 'consolidated', '2026-05-04'])],
];

test('thirty cases of the page and the rule book', async (t) => {
  assert.ok(cases.length >= 30);
  for (const [what, plan, one, check] of cases) {
    await t.test(what, () => {
      assert.ok(validInput(JSON.parse(JSON.stringify(one))), 'the schema of the page takes the case');
      check(evaluate(plan, [one])[0]);
    });
  }
});
