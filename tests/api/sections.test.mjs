// SPDX-License-Identifier: EUPL-1.2
// The sections of a case: cover on the day of the onset, insurability at its start, exclusions in two scopes, the dossier.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, permanent, temporary } from './evaluating.mjs';
import { addMonths, date, day } from './oracle.mjs';

const check = (result, kind, code) => result.checks.find((one) => one.kind === kind && (code === undefined || one.code === code)).hit;
const enrolled = (events, change = {}) => ({ birth: '1960-05-05', child: 'no', annualExpiry: '2025-12-31', events, ...change });
const covered = (plan, cover, onset, holder = 'yes') => {
  const make = plan === 'permanent' ? permanent : temporary;
  const [result] = evaluate(plan, [make({ asOf: '2029-12-31', holder, cover, claim: { ...make().claim, onset, received: undefined, complete: undefined, sent: undefined, firstContact: undefined }, life: {} })]);
  return { yes: 'no', no: 'yes', unknown: 'unknown' }[check(result, 'coverage')] + (result.coverSince ? ` since ${result.coverSince}` : '');
};
const entry = (at, told = at) => ({ kind: 'enrolment', date: at, communicated: told });

test('S-18, A-07, B-05: every day of communication in a year, by the plan\'s cut-off', () => {
  for (const [plan, cutoff] of [['permanent', 15], ['temporary', 20]]) {
    const days = Array.from({ length: 365 }, (_, i) => day('2025-01-01') + i);
    const make = plan === 'permanent' ? permanent : temporary;
    const cases = days.map((at, i) => make({ id: `${i}`, asOf: '2028-01-01', claim: { onset: '2027-06-15' }, life: {}, cover: enrolled([entry(date(at))]) }));
    evaluate(plan, cases).forEach(({ coverSince }, i) => {
      const told = date(days[i]);
      const late = Number(told.slice(8)) > cutoff ? 1 : 0;
      assert.equal(coverSince, date(addMonths(day(`${told.slice(0, 7)}-01`), 1 + late)), told);
    });
  }
});

test('S-18: communicated in a later month counts from there, communicated early counts from the event', () => {
  assert.equal(covered('permanent', enrolled([entry('2025-01-10', '2025-03-15')]), '2026-01-01'), 'yes since 2025-04-01');
  assert.equal(covered('permanent', enrolled([entry('2025-03-10', '2025-01-15')]), '2026-01-01'), 'yes since 2025-04-01');
  assert.equal(covered('permanent', enrolled([entry('2025-03-10')]), '2025-03-31'), 'no');
  assert.equal(covered('permanent', enrolled([entry('2025-03-10')]), '2025-04-01'), 'yes since 2025-04-01');
});

test('B-06, A-09: the end of employment', () => {
  const end = (told) => [entry('2024-01-10'), { kind: 'termination', date: '2025-06-10', communicated: told }];
  assert.equal(covered('permanent', enrolled(end('2025-06-15')), '2025-06-30'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', enrolled(end('2025-06-15')), '2025-07-01'), 'no');
  assert.equal(covered('permanent', enrolled(end('2025-06-16')), '2025-07-31'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', enrolled(end('2025-06-16')), '2025-08-01'), 'no');
  assert.equal(covered('temporary', enrolled(end('2025-06-15')), '2025-12-31'), 'yes since 2024-02-01');
  assert.equal(covered('temporary', enrolled(end('2025-06-15')), '2026-01-01'), 'no');
  assert.equal(covered('temporary', { ...enrolled(end('2025-06-15')), annualExpiry: undefined }, '2025-07-01'), 'unknown since 2024-02-01');
});

test('S-31: a new enrolment after an end is a new cover; one without a gap goes on', () => {
  const again = (at) => enrolled([entry('2024-01-10'), { kind: 'termination', date: '2025-06-10', communicated: '2025-06-10' }, entry(at)]);
  assert.equal(covered('permanent', again('2025-08-05'), '2025-09-15'), 'yes since 2025-09-01');
  assert.equal(covered('permanent', again('2025-08-05'), '2025-08-15'), 'no');
  assert.equal(covered('permanent', again('2025-06-12'), '2025-09-15'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', again('2025-08-05'), '2025-03-15'), 'yes since 2024-02-01');
});

test('A-02: who opts out never comes back', () => {
  const cover = enrolled([entry('2024-01-10'), { kind: 'opt-out', date: '2024-06-01' }, entry('2025-01-10')]);
  assert.equal(covered('temporary', cover, '2025-06-01'), 'no');
  assert.equal(covered('temporary', cover, '2024-05-31'), 'yes since 2024-02-01');
});

test('B-13, B-14, S-34: an unpaid month and its arrears', () => {
  const paid = (at) => enrolled([entry('2024-01-10'), { kind: 'unpaid', date: '2025-03-31' }, { kind: 'arrears-paid', date: at, communicated: at }]);
  assert.equal(covered('permanent', paid('2025-06-15'), '2025-03-31'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', paid('2025-06-15'), '2025-04-01'), 'no since 2024-02-01');
  assert.equal(covered('permanent', paid('2025-06-15'), '2025-06-30'), 'no since 2024-02-01');
  assert.equal(covered('permanent', paid('2025-06-15'), '2025-07-01'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', paid('2025-06-16'), '2025-07-31'), 'no since 2024-02-01');
  assert.equal(covered('permanent', paid('2025-06-16'), '2025-08-01'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', enrolled([entry('2024-01-10'), { kind: 'unpaid', date: '2025-03-31' }]), '2027-01-01'), 'no since 2024-02-01');
});

test('B-07, S-25: leave longer than one month suspends, exactly one month does not', () => {
  const leave = (back) => enrolled([entry('2024-01-10'), { kind: 'leave-start', date: '2025-01-31' }, { kind: 'leave-end', date: back, communicated: back }]);
  assert.equal(covered('permanent', leave('2025-02-28'), '2025-02-10'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', leave('2025-03-01'), '2025-02-10'), 'no since 2024-02-01');
  assert.equal(covered('permanent', leave('2025-03-16'), '2025-04-30'), 'no since 2024-02-01');
  assert.equal(covered('permanent', leave('2025-03-16'), '2025-05-01'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', enrolled([entry('2024-01-10'), { kind: 'leave-start', date: '2025-01-31' }]), '2025-01-31'), 'yes since 2024-02-01');
  assert.equal(covered('permanent', enrolled([entry('2024-01-10'), { kind: 'leave-start', date: '2025-01-31' }]), '2025-02-10'), 'no since 2024-02-01');
  assert.equal(covered('permanent', enrolled([entry('2024-01-10'), { kind: 'leave-start', date: '2025-01-31' }]), '2025-03-02'), 'no since 2024-02-01');
});

test('A-06, S-02: a change in the family must be told within 60 days', () => {
  const change = (told, paid = 'yes') => enrolled([{ kind: 'family-change', date: '2025-02-01', communicated: told, paid }]);
  assert.equal(covered('temporary', change('2025-04-02'), '2025-12-01'), 'yes since 2025-05-01');
  assert.equal(covered('temporary', change('2025-04-03'), '2025-12-01'), 'no');
  assert.equal(covered('temporary', change('2025-04-02', 'no'), '2025-12-01'), 'no');
  assert.equal(covered('temporary', change('2025-04-02', 'unknown'), '2025-12-01'), 'unknown');
});

test('A-04, A-05, B-02, S-12, S-14: ages', () => {
  const born = (birth, change = {}) => enrolled([entry('2020-01-10')], { birth, ...change });
  assert.equal(covered('temporary', born('2007-06-15'), '2025-06-14'), 'no since 2020-02-01');
  assert.equal(covered('temporary', born('2007-06-15'), '2025-06-15'), 'yes since 2020-02-01');
  assert.equal(covered('temporary', born('2008-02-29'), '2026-02-28'), 'no since 2020-02-01');
  assert.equal(covered('temporary', born('2008-02-29'), '2026-03-01'), 'yes since 2020-02-01');
  assert.equal(covered('temporary', born('1950-06-15'), '2025-12-31'), 'yes since 2020-02-01');
  assert.equal(covered('temporary', born('1950-06-15'), '2026-01-01'), 'no since 2020-02-01');
  assert.equal(covered('temporary', born(undefined), '2026-01-01'), 'unknown since 2020-02-01');
  assert.equal(covered('permanent', born('2004-06-15', { child: 'yes' }), '2025-06-30', 'no'), 'yes since 2020-02-01');
  assert.equal(covered('permanent', born('2004-06-15', { child: 'yes' }), '2025-07-01', 'no'), 'no since 2020-02-01');
});

test('B-02: whether the person is a child is unknown until it is said, and matters from 21 on only', () => {
  const born = (child) => enrolled([entry('2020-01-10')], { birth: '2004-06-15', child });
  const on = (child, holder) => ['2025-06-30', '2025-07-01'].map((onset) => covered('permanent', born(child), onset, holder).split(' ')[0]);
  assert.deepEqual(on(undefined, 'unknown'), ['yes', 'unknown']);
  assert.deepEqual(on('unknown', 'no'), ['yes', 'unknown']);
  assert.deepEqual(on(undefined, 'yes'), ['yes', 'yes'], 'nobody is a child under a cover of their own');
  assert.deepEqual(on('no', 'unknown'), ['yes', 'yes']);
  const [{ outcome, tasks }] = evaluate('permanent', [permanent({ cover: born(undefined), holder: undefined })]);
  assert.deepEqual([outcome, tasks.slice(0, 2).map(({ rule, task }) => `${rule} ${task}`)], ['incomplete', ['B-26 say-holder', 'B-02 settle-check']]);
});

test('A-05: who may be a relative needs the birth of the holder', () => {
  const on = (holder, change) => covered('temporary', enrolled([entry('2020-01-10')], change), '2025-06-30', holder).split(' ')[0];
  assert.deepEqual([on('yes'), on('no'), on('unknown')], ['yes', 'unknown', 'unknown']);
  assert.deepEqual([on('no', { holderBirth: '1960-01-01' }), on('unknown', { holderBirth: '1949-01-01' })], ['yes', 'no']);
  assert.equal(on('unknown', { birth: '1949-01-01' }), 'no', 'too old, whoever holds it');
});

test('a missing date is unknown, never a no', () => {
  assert.equal(covered('permanent', enrolled([{ kind: 'enrolment', date: '2024-01-10' }]), '2025-01-01'), 'unknown');
  assert.equal(covered('permanent', enrolled([]), '2025-01-01'), 'unknown');
  assert.equal(covered('permanent', enrolled([entry('2024-01-10')]), undefined), 'unknown');
});

const healthy = (change) => ({ testedOn: '2020-02-01', statement: 'yes', ...change });
const hits = (health, plan = 'temporary') => {
  const [result] = evaluate(plan, [(plan === 'temporary' ? temporary : permanent)({ health })]);
  return [result.outcome, ...result.checks.filter(({ kind }) => kind === 'insurability').map(({ hit }) => hit)].join(' ');
};

test('A-11, B-21, S-19: what held on the first day of cover, and only that', () => {
  assert.equal(hits(healthy()), 'recognised no no no no no');
  const finding = (code, since) => healthy({ findings: [{ code, present: 'yes', since }] });
  assert.equal(hits(finding('limited-moving', '2020-02-01')), 'not-insurable yes no no no no');
  assert.equal(hits(finding('limited-moving', '2020-02-02')), 'recognised no no no no no');
  assert.equal(hits(finding('alzheimer', undefined)), 'incomplete no no unknown no no');
  assert.equal(hits(finding('hiv', '2000-01-01')), 'not-insurable no no no no yes');
  assert.equal(hits({ testedOn: '2020-02-01' }), 'incomplete unknown unknown unknown unknown unknown');
  assert.equal(hits(healthy({ findings: [{ code: 'help-continence', present: 'yes', since: '2019-01-01' }] }), 'permanent'), 'not-insurable yes no no no no');
});

test('A-11b, S-20: civil invalidity of 40 per cent', () => {
  const invalidity = (status, percent, since = '2019-01-01') => hits(healthy({ invalidity: { status, percent, since } })).split(' ')[2];
  assert.deepEqual([39, 40, 100].map((percent) => invalidity('recognised', percent)), ['no', 'yes', 'yes']);
  assert.deepEqual([39, 40].map((percent) => invalidity('applied', percent)), ['no', 'yes']);
  assert.equal(invalidity('applied'), 'yes');
  assert.equal(invalidity('applied', undefined, '2020-02-02'), 'no');
  assert.equal(invalidity('recognised'), 'unknown');
  assert.equal(invalidity('recognised', undefined, '2020-02-02'), 'no');
  assert.equal(invalidity('none', undefined, null), 'no');
});

test('A-11c, S-21: two substances against hypertension are insurable, three are not', () => {
  assert.deepEqual([0, 2, 3].map((substances) => hits(healthy({ substances })).split(' ')[4]), ['no', 'no', 'yes']);
  assert.equal(hits(healthy({ drugsKnown: 'no' })), 'incomplete no no no unknown no');
  assert.equal(hits(healthy({ invalidity: { status: 'unknown' } })), 'incomplete no unknown no no no');
});

const causes = (found, examined = 'yes') => { const [result] = evaluate('temporary', [temporary({ causes: { examined, found } })]); return result; };

test('1.8, X-17: an exclusion of the cause proposes, a person confirms; its exceptions and unknowns', () => {
  assert.equal(causes([]).outcome, 'recognised');
  const hit = causes([{ code: 'self-harm', present: 'yes' }]);
  assert.deepEqual([hit.outcome, check(hit, 'exclusion', 'self-harm')], ['excluded', 'yes']);
  assert.ok(hit.tasks.some(({ rule, task }) => rule === 'X-17' && task === 'confirm-check'));
  assert.equal(causes([{ code: 'war-riot-active-part', present: 'yes', exceptions: ['legitimate-defence'] }]).outcome, 'recognised');
  assert.deepEqual(causes([{ code: 'dangerous-sports', present: 'yes', exceptions: ['legitimate-defence'] }]).error.at, [{ pointer: '/causes/found/0/exceptions/0', code: 'unknown-exception' }]);
  assert.equal(causes([{ code: 'pandemic' }]).outcome, 'incomplete');
  assert.equal(causes([], 'unknown').outcome, 'incomplete');
});

test('1.8: an exclusion of an expense refuses that expense and nothing else', () => {
  const expense = { id: 'a', form: 'invoice', from: '2026-03-01', amount: '100.00', receipted: 'yes' };
  const [result] = evaluate('temporary', [temporary({ expenses: [{ ...expense, nature: 'medical-therapies' }, { ...expense, id: 'b' }] })]);
  assert.equal(result.outcome, 'recognised');
  assert.deepEqual(result.expenses.map(({ outcome, reason, member }) => [outcome, reason?.key, member]), [['refused', 'expense-excluded', '100.00'], ['payable', undefined, '0.00']]);
});

const dossier = (documents, change = {}) => evaluate('temporary', [temporary({
  claim: { ...temporary().claim, complete: undefined },
  dossier: { admitted: 'no', homeService: 'no', inpatient: 'no', documents: Object.entries(documents).map(([code, received]) => ({ code, received, accepted: 'yes' })), ...change },
})])[0];
const four = { D1: '2026-01-20', D2: '2026-01-05', D3: '2026-02-11', D4: '2026-01-30' };

test('A-17…A-19, S-06: complete on the day the last needed document was received', () => {
  assert.deepEqual([dossier(four).complete, dossier(four).accrualStart, dossier(four).outcome], ['2026-02-11', '2026-02-11', 'recognised']);
  assert.equal(dossier({ D1: four.D1, D2: four.D2, D3: four.D3 }).outcome, 'incomplete');
  assert.equal(dossier(four, { admitted: 'yes' }).complete, null);
  assert.equal(dossier({ ...four, D6: '2026-03-01' }, { admitted: 'yes' }).complete, '2026-03-01');
  assert.equal(dossier({ ...four, D5: '2026-03-01' }).complete, '2026-02-11');
  assert.equal(dossier(four, { inpatient: 'unknown' }).outcome, 'incomplete');
  const rejected = dossier(four, { documents: [...Object.entries(four).map(([code, received]) => ({ code, received, accepted: code === 'D3' ? 'no' : 'yes' })), { code: 'D3', received: '2026-02-20', accepted: 'yes' }] });
  assert.equal(rejected.complete, '2026-02-20');
});

test('sections that are not given are not examined: they leave a task and stop nothing', () => {
  const [result] = evaluate('permanent', [permanent()]);
  assert.equal(result.outcome, 'recognised');
  assert.deepEqual(result.tasks.map(({ rule, task }) => `${rule} ${task}`), ['B-05 settle-check', 'B-21 settle-check', 'X-17 settle-check', 'B-25 decide-claim']);
  assert.ok(result.checks.every(({ hit }) => hit === 'unknown'));
});

test('codes that the plan does not know are refused with their place', () => {
  const place = (change) => { const [{ error }] = evaluate('temporary', [temporary(change)]); return Object.values(error.at[0]).join(' '); };
  assert.equal(place({ health: { findings: [{ code: 'cold' }] } }), '/health/findings/0/code unknown-finding');
  assert.equal(place({ causes: { found: [{ code: 'boredom' }] } }), '/causes/found/0/code unknown-exclusion');
  assert.equal(place({ dossier: { documents: [{ code: 'D99', received: '2026-01-01' }] } }), '/dossier/documents/0/code unknown-document');
  assert.equal(place({ cover: { events: [entry('2025-01-02'), entry('2025-01-01')] } }), '/cover/events/1/date contradiction');
  assert.equal(place({ expenses: [{ id: 'e', form: 'direct', from: '2026-03-01', amount: '1.00', nature: 'self-harm' }] }), '/expenses/0/nature unknown-exclusion');
});
