// SPDX-License-Identifier: EUPL-1.2
// The cover and benefit side of other insurers' plans, as plan files under tests/plans, with what is published about them;
// and the rules that only some cases meet: other currencies, the window of June, complaints, limitation, death.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate, permanent, planPath, sostegno, temporary } from './evaluating.mjs';

const file = (name) => `tests/plans/${name}.json`;
const plan = (name) => JSON.parse(readFileSync(planPath(name.includes('2026') ? name.slice(0, -5) : file(name)), 'utf8'));
// The worst answer to every item: the state is reached.
function worst(name) {
  const { activities, grade_lists: lists = {} } = plan(name);
  const grades = (item) => (Array.isArray(item.grades) ? item.grades : (Array.isArray(lists) ? lists.find(({ code }) => code === item.grades).grades : lists[item.grades]));
  return Object.fromEntries(activities.map((item) => [item.code, item.kind === 'day' ? '2025-12-20' : grades(item).at(-1).code]));
}
const recognised = (name, change = {}) => ({
  id: name, asOf: '2027-06-01', answers: worst(name), decision: 'recognised', ...change,
  claim: { onset: '2026-01-15', received: '2026-05-02', complete: '2026-05-20', decided: '2026-06-01', ...change.claim }, life: { aliveThrough: '2027-05-31', ...change.life },
});
const one = (name, change) => evaluate(file(name), [recognised(name, change)])[0];
const care = (from, to, amount, form = 'invoice') => ({ id: `${form}-${from}`, form, from, to, amount, received: to, receipted: 'yes' });
const dues = ({ expenses }) => expenses.map(({ due, reason }) => (reason ? `${due} ${reason.key}` : due));
const check = (result, code) => result.checks.find((found) => found.code === code)?.hit;
const entered = (at) => ({ birth: '1960-05-05', events: [{ kind: 'enrolment', date: at, communicated: at }] });

test('4.9: Sanarti: EUR 6,000 a year, four years, after 24 months of cover in the last five years', () => {
  const long = one('sanarti', { cover: entered('2023-12-31'), expenses: [care('2026-06-01', '2026-06-30', '5000.00'), care('2026-07-01', '2026-07-31', '5000.00'), care('2027-05-21', '2027-05-21', '100.00')] });
  assert.equal(check(long, 'seniority'), 'no');
  assert.deepEqual(long.months.map(({ from, to, ceiling }) => [from, to, ceiling]).slice(0, 2), [['2026-05-20', '2027-05-19', '6000.00'], ['2027-05-20', '2028-05-19', '6000.00']]);
  assert.equal(long.months.length, 4);
  assert.deepEqual(dues(long), ['5000.00', '1000.00', '100.00']);
  const short = evaluate(file('sanarti'), [recognised('sanarti', { decision: 'none', cover: entered('2024-02-01') })])[0];
  assert.deepEqual([check(short, 'seniority'), short.outcome], ['yes', 'not-covered']);
});

test('4.7: Fideuram: neurological illness in the first 90 days of cover is not covered, an accident is', () => {
  const waiting = (cause, onset) => evaluate(file('fideuram'), [recognised('fideuram', { decision: 'none', cover: entered('2025-12-31'), claim: { onset, cause } })])[0];
  assert.deepEqual([check(waiting('neurological', '2026-03-31'), 'waiting'), waiting('neurological', '2026-03-31').outcome], ['yes', 'not-covered']);
  assert.deepEqual([check(waiting('neurological', '2026-04-01'), 'waiting'), waiting('neurological', '2026-04-01').outcome], ['no', 'recognised']);
  assert.equal(waiting('accident', '2026-01-02').outcome, 'recognised');
  assert.deepEqual([check(waiting(undefined, '2026-03-31'), 'waiting'), waiting(undefined, '2026-03-31').outcome], ['unknown', 'incomplete']);
  const [{ error }] = evaluate(file('fideuram'), [recognised('fideuram', { claim: { cause: 'boredom' } })]);
  assert.deepEqual(error.at[0], { pointer: '/claim/cause', code: 'unknown-cause' });
  assert.equal(waiting('accident', '2026-01-02').accrualStart, '2026-05-02');
});

test('4.1: FASCHIM: EUR 250 a month for 24 months, to who is alive on the day of the payment', () => {
  const paid = (life, asOf = '2027-06-01') => evaluate(file('faschim-payments'), [{ ...recognised('faschim-payments', { expenses: [care('2026-06-01', '2026-06-10', '300.00')] }), asOf, life }])[0];
  assert.deepEqual(dues(paid({ aliveThrough: '2027-06-01' })), ['250.00']);
  assert.deepEqual(dues(paid({ aliveThrough: '2027-05-31' })), ['0.00 survival-unconfirmed']);
  assert.deepEqual(dues(paid({ death: '2027-05-31' })), ['0.00 died-before-payment']);
  assert.deepEqual(dues(paid({ death: '2027-06-01' })), ['0.00 died-on-last-day']);
  assert.equal(paid({ aliveThrough: '2027-06-01' }).months.length, 24);
});

test('4.4: EMAPI: a claim after 90 continuous days in the state, entry below 70', () => {
  const filed = (received, asOf = '2026-06-01') => evaluate(file('emapi'), [{ ...recognised('emapi', { decision: 'none', claim: { received } }), asOf, life: {} }])[0];
  assert.deepEqual([filed('2026-04-15').outcome, filed('2026-04-15').timeliness], ['recognised', 'no-term']);
  const early = filed('2026-04-14');
  assert.deepEqual([early.outcome, early.timeliness, early.tasks.some(({ task }) => task === 'rule-on-early')], ['held', 'early', true]);
  const soon = evaluate(file('emapi'), [{ ...recognised('emapi', { decision: 'none' }), asOf: '2026-04-14', claim: { onset: '2026-01-15', received: '2026-04-10', complete: '2026-04-12' }, life: {} }])[0];
  assert.deepEqual([soon.outcome, soon.reasons.some(({ key }) => key === 'state-too-recent')], ['incomplete', true]);
  const aged = (birth) => check(one('emapi', { cover: { ...entered('2020-01-31'), birth } }), 'cover');
  assert.deepEqual([aged('1950-02-02'), aged('1950-02-01')], ['no', 'yes']);
});

test('4.3: Cassa Forense: below 70 on 1 November 2016; for life, beyond what is reckoned a person decides', () => {
  const aged = (birth) => check(one('cassa-forense', { cover: { ...entered('2016-01-31'), birth } }), 'cover');
  assert.deepEqual([aged('1946-11-02'), aged('1946-11-01')], ['no', 'yes']);
  const far = one('cassa-forense', { expenses: [care('2026-06-01', '2026-06-19', '2000.00')] });
  assert.deepEqual([far.months.length, ...dues(far)], [120, '1035.00']);
  const late = evaluate(file('cassa-forense'), [{ ...recognised('cassa-forense', { expenses: [care('2036-06-01', '2036-06-30', '2000.00')] }), asOf: '2037-01-01' }])[0];
  assert.deepEqual(dues(late), ['0.00 beyond-reckoning']);
});

test('4.10: Sanifonds: from the 1st of the month after the finding; at home or in a facility, never both in a year', () => {
  const both = one('sanifonds', { expenses: [care('2026-02-01', '2026-02-28', '1000.00'), care('2026-03-01', '2026-03-31', '1000.00', 'rsa-stay'), care('2027-02-01', '2027-02-28', '1000.00', 'rsa-stay')] });
  assert.equal(both.accrualStart, '2026-02-01');
  assert.deepEqual(dues(both), ['1000.00', '0.00 alternative-used', '1000.00']);
  const before = one('sanifonds', { paid: [{ month: 1, amount: '10.00', form: 'rsa-stay' }], expenses: [care('2026-02-01', '2026-02-28', '1000.00')] });
  assert.deepEqual(dues(before), ['0.00 alternative-used']);
});

test('3.4: BFS: the first 90 days are not paid', () => {
  const result = one('bfs', { expenses: [care('2026-04-14', '2026-04-14', '100.00'), care('2026-04-15', '2026-04-15', '100.00')] });
  assert.equal(result.accrualStart, '2026-04-15');
  assert.deepEqual(dues(result), ['0.00 before-benefit', '100.00']);
});

test('A-36, S-24: an expense abroad at the mean of its week; no quotation takes the week before, with a warning', () => {
  const quotations = [['2026-03-02', '1.08'], ['2026-03-04', '1.09'], ['2026-03-06', '1.10']].map(([day, units]) => ({ currency: 'USD', day, units }));
  const abroad = (change, list = quotations) => evaluate('temporary', [temporary({ quotations: list, expenses: [{ ...care('2026-03-01', '2026-03-01', '109.00'), currency: 'USD', paid: '2026-03-08', ...change }] })])[0];
  const [expense] = abroad({}).expenses;
  assert.deepEqual([expense.due, expense.exchange], ['100.00', { currency: 'USD', amount: '109.00', week: '2026-03-02', quotations: 3, earlierWeek: false, euro: '100.00' }]);
  assert.deepEqual(abroad({}).warnings, []);
  const later = abroad({ paid: '2026-03-12' });
  assert.deepEqual([later.expenses[0].due, later.warnings.map(({ rule, warning }) => `${rule} ${warning}`)], ['100.00', ['S-24 exchange-of-an-earlier-week']]);
  assert.deepEqual(dues(abroad({ currency: 'CHF' })), ['0.00 quotation-missing']);
  assert.deepEqual(dues(abroad({ paid: undefined })), ['0.00 expense-date-unknown']);
  const euro = abroad({ currency: 'EUR', paid: undefined }, []).expenses[0];
  assert.deepEqual([euro.due, euro.exchange], ['109.00', undefined]);
  const tiny = abroad({ amount: '0.01', currency: 'IDR' }, [{ currency: 'IDR', day: '2026-03-04', units: '17000' }]).expenses[0];
  assert.deepEqual([tiny.due, tiny.exchange.euro], ['0.01', '0.01']);
  const places = abroad({ currency: 'usd' }, [{ currency: 'USD', day: '2026-03-02', units: '0' }, { currency: 'USD', day: '2026-03-03', units: '0.05' }]).error.at.map(({ pointer, code }) => `${pointer} ${code}`);
  assert.deepEqual(places, ['/expenses/0/currency not-a-currency', '/quotations/0/units not-a-quotation', '/quotations/1/units out-of-range']);
});

test('B-03, S-32: relatives ask in June for a year from 1 July; in July with a warning', () => {
  const asked = (date, onset) => evaluate('permanent', [permanent({ claim: { onset }, life: {}, cover: { birth: '1970-01-01', child: 'no', events: [{ kind: 'window-request', date, paid: 'yes', forAll: 'yes' }] } })])[0];
  const june = asked('2025-06-30', '2026-03-01');
  assert.deepEqual([june.coverSince, check(june, 'cover'), june.warnings], ['2025-07-01', 'no', []]);
  const july = asked('2025-07-01', '2026-03-01');
  assert.deepEqual([july.coverSince, check(july, 'cover'), july.warnings.map(({ warning }) => warning)], ['2025-08-01', 'no', ['cover-asked-late']]);
  assert.equal(check(asked('2025-08-01', '2026-03-01'), 'cover'), 'yes');
});

test('K-02, L-11: a complaint is answered in 45 days, moved over a holiday', () => {
  const complaint = (asOf, answered) => evaluate('temporary', [temporary({ asOf, complaints: [{ received: '2026-02-12', answered }] })])[0];
  const open = complaint('2026-03-30');
  const { nominal, last, extendedOver, position } = open.deadlines.find(({ rule }) => rule === 'L-11');
  assert.deepEqual([nominal, last, extendedOver, position], ['2026-03-29', '2026-03-30', 'sunday', 'on-last-day']);
  const tasks = (result) => result.tasks.map(({ task }) => task).filter((task) => task.includes('complaint'));
  assert.deepEqual([tasks(open), tasks(complaint('2026-03-31')), tasks(complaint('2026-04-30', '2026-03-30'))], [['answer-complaint'], ['answer-overdue-complaint'], []]);
});

test('L-09: two years from the onset, begun anew by the written claim and by each interruption in time', () => {
  const term = (change) => evaluate('permanent', [permanent(change)])[0].deadlines.find(({ rule }) => rule === 'L-09');
  assert.deepEqual([term().event, term().start, term().last], ['interruption', '2026-01-10', '2028-01-10']);
  assert.equal(term({ interruptions: [{ date: '2026-05-11' }] }).last, '2028-05-11');
  const over = evaluate('permanent', [permanent({ asOf: '2028-01-11' })])[0];
  assert.ok(over.tasks.some(({ rule, task }) => rule === 'L-09' && task === 'rule-on-limitation'));
});

test('A-21, S-10: a review that is overdue raises a task and closes nothing', () => {
  const review = (asOf) => evaluate('temporary', [temporary({ asOf, consolidated: 'undetermined', decision: 'reviewable', claim: { ...temporary().claim, decided: '2026-02-20', reviewOn: '2026-05-20' } })])[0];
  assert.deepEqual(review('2026-05-20').deadlines.find(({ rule }) => rule === 'A-21').last, '2026-05-20');
  assert.equal(review('2026-05-20').tasks.some(({ task }) => task === 'hold-review'), false);
  const overdue = review('2026-05-21');
  assert.deepEqual([overdue.state, overdue.tasks.some(({ task }) => task === 'hold-review')], ['reviewable', true]);
});

test('S-27: what was paid for days after a death comes back, what was served before goes to the heirs', () => {
  const [result] = evaluate('temporary', [temporary({
    life: { death: '2026-03-04' }, payments: [{ id: 'old', from: '2026-02-10', to: '2026-02-28', amount: '300.00' }, { id: 'part', from: '2026-03-01', to: '2026-03-10', amount: '100.01' }],
    expenses: [care('2026-03-01', '2026-03-10', '500.00'), { ...care('2026-03-05', '2026-03-05', '80.00', 'direct') }],
  })]);
  assert.deepEqual(result.clawBack, [{ id: 'part', from: '2026-03-05', to: '2026-03-10', amount: '60.01' }]);
  assert.deepEqual(result.expenses.map(({ payee, due }) => [payee, due]), [['heirs', '200.00'], ['provider', '0.00']]);
  assert.ok(result.tasks.some(({ rule, task }) => rule === 'S-27' && task === 'claw-back'));
});

test('S-15: an earlier benefit of the same cause within 180 days takes its months; unknown is counted and asked', () => {
  const again = (change) => evaluate('temporary', [temporary({ earlier: [{ from: '2025-08-01', to: '2025-10-10', ...change }] })])[0];
  assert.deepEqual([again({ sameCause: 'yes' }).months.length, again({ sameCause: 'no' }).months.length], [3, 6]);
  const unknown = again({});
  assert.deepEqual([unknown.months.length, unknown.tasks.some(({ task }) => task === 'settle-same-event')], [3, true]);
  const [late] = evaluate('temporary', [temporary({ asOf: '2026-07-01', earlier: [{ from: '2025-08-01', to: '2025-10-10', sameCause: 'yes' }], expenses: [care('2026-05-09', '2026-05-10', '20.00')] })]);
  assert.deepEqual(late.expenses[0].lines.map(({ due, reason }) => [due, reason?.key]), [['10.00', undefined], ['0.00', 'months-used-before']]);
  const [open] = evaluate('temporary', [temporary({
    asOf: '2026-09-01', earlier: [{ from: '2025-08-01', to: '2025-10-10' }], expenses: [care('2026-05-09', '2026-05-09', '20.00'), { ...care('2026-05-10', '2026-05-10', '20.00'), id: 'open' }],
  })]);
  assert.equal(open.state, 'under-evaluation');
  assert.deepEqual(open.expenses.map(({ outcome, due, reason }) => [outcome, due, reason?.key]), [['payable', '20.00', undefined], ['held', '0.00', 'same-event-open']]);
});

test('chapter 7: a claim ends by what happened first, and not while a month may be left', () => {
  const ended = (change) => { const [result] = evaluate('temporary', [temporary({ asOf: '2026-12-01', decision: 'recognised', ...change })]); return `${result.state} ${result.ended}`; };
  assert.equal(ended({}), 'ended months-used');
  assert.equal(ended({ life: { death: '2026-08-09' } }), 'ended death');
  assert.equal(ended({ life: { death: '2026-08-10' } }), 'ended months-used');
  const over = [{ ordered: '2026-05-01', held: '2026-05-10', stateEnded: 'yes' }];
  assert.equal(ended({ life: { death: '2026-06-09' }, visits: over }), 'ended state-ended');
  assert.equal(ended({ life: { death: '2026-05-09' } }), 'ended death');
  const earlier = (sameCause) => ({ asOf: '2026-06-01', earlier: [{ from: '2025-08-01', to: '2025-10-10', sameCause }] });
  assert.deepEqual(['yes', 'unknown', 'no'].map((same) => ended(earlier(same))), ['ended months-used', 'recognised null', 'recognised null']);
});

test('S-26: a plan whose benefit stops with the cover', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'cover-'));
  t.after(() => rmSync(place, { recursive: true }));
  const changed = JSON.parse(readFileSync(planPath('permanent'), 'utf8'));
  changed.settings['S-26'].value = 'stops-with-cover';
  const path = join(place, 'plan.json');
  writeFileSync(path, JSON.stringify(changed));
  const ended = permanent({ asOf: '2026-06-01', cover: { birth: '1970-01-01', child: 'no', events: [{ kind: 'enrolment', date: '2020-01-10', communicated: '2020-01-10' }, { kind: 'termination', date: '2026-03-10', communicated: '2026-03-10' }] }, expenses: [care('2026-03-31', '2026-04-01', '20.00', 'rsa-stay')] });
  const run = sostegno(['evaluate', '--plan', path], JSON.stringify(ended));
  const stops = JSON.parse(run.text);
  assert.deepEqual(stops.expenses[0].lines.map(({ due, reason }) => [due, reason?.key]), [['10.00', undefined], ['0.00', 'cover-ended']]);
  const said = (language) => sostegno(['evaluate', '--plan', path, '--explain', language], JSON.stringify(ended)).text;
  assert.deepEqual([stops.stopsFrom, said('it').match(/^Il beneficio cessa .*$/m)[0], said('en').match(/^The benefit stops .*$/m)[0]],
    ['2026-04-01', 'Il beneficio cessa dal 01/04/2026 [S-26: Spesa successiva alla fine della copertura]', 'The benefit stops from 2026-04-01 [S-26: Expense after the cover ended]']);
  const [goes] = evaluate('permanent', [ended]);
  assert.deepEqual([goes.expenses[0].due, goes.warnings.map(({ warning }) => warning), goes.stopsFrom], ['20.00', ['cover-ended-since'], null]);
});

test('S-09: a person reduces a late claim by the proven prejudice: the member bears it, the months have given it', () => {
  const claim = { ...temporary().claim, firstContact: '2026-02-01', sent: '2026-02-02', received: '2026-02-03' };
  const late = (change) => evaluate('temporary', [temporary({ claim: { ...claim, ...change }, expenses: [care('2026-03-01', '2026-03-01', '300.00'), care('2026-03-02', '2026-03-02', '300.00')] })])[0];
  const reduced = late({ lateRuling: 'reduced', prejudice: '350.00' });
  assert.deepEqual([reduced.outcome, dues(reduced)], ['recognised', ['0.00 filed-late-reduced', '150.00']]);
  const [{ due, member, left }] = reduced.months;
  assert.deepEqual([due, member, left], ['150.00', '450.00', '0.00']);
  assert.deepEqual(late({ lateRuling: 'reduced' }).error.at[0], { pointer: '/claim/prejudice', code: 'missing' });
  assert.deepEqual(late({ lateRuling: 'accepted', prejudice: '1.00' }).error.at[0], { pointer: '/claim/prejudice', code: 'contradiction' });
});
