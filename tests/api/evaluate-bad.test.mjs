// SPDX-License-Identifier: EUPL-1.2
// Bad cases of sostegno evaluate: for each the code, the place in the line, and whether the schema of the page refuses it too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permanent, planPath, sostegno, temporary, validInput, validOutput } from './evaluating.mjs';

const PLAN = ['evaluate', '--plan', planPath('permanent')];
const expense = (change) => ({ expenses: [{ id: 'e', form: 'direct', from: '2026-04-01', amount: '1.00', ...change }] });
const grant = (change) => ({ authorisations: [{ id: 'a', from: '2026-04-01', amount: '1.00', ...change }] });
const event = (...events) => ({ cover: { birth: '1960-05-05', events } });
const health = (change) => ({ health: { statement: 'yes', ...change } });
const visit = (change) => ({ visits: [{ ordered: '2026-03-01', ...change }] });
const claim = (change) => ({ claim: { ...permanent().claim, ...change } });

// [what, change of a good case, place, code]: `formal` ones are refused by the schema too.
const formal = [
  ['the id is a number', { id: 7 }, '/id', 'wrong-type'], ['the id is empty', { id: '' }, '/id', 'too-short'], ['the id is too long', { id: 'x'.repeat(101) }, '/id', 'too-long'],
  ['the day is a number', { asOf: 20260601 }, '/asOf', 'wrong-type'], ['the day is an instant', { asOf: '2026-06-01T00:00:00Z' }, '/asOf', 'not-a-date'],
  ['day 32', { asOf: '2026-06-32' }, '/asOf', 'not-a-date'], ['month 13', claim({ received: '2026-13-01' }), '/claim/received', 'not-a-date'], ['29 February of a common year', claim({ sent: '2026-02-29' }), '/claim/sent', 'not-a-date'],
  ['a day of a text', claim({ onset: 'yesterday' }), '/claim/onset', 'not-a-date'], ['answers as a list', { answers: [] }, '/answers', 'wrong-type'], ['an answer of value 7', { answers: { washing: 7 } }, '/answers/washing', 'wrong-type'],
  ['an answer of null', { answers: { washing: null } }, '/answers/washing', 'wrong-type'], ['a judgement that nobody knows', { consolidated: 'perhaps' }, '/consolidated', 'not-a-choice'], ['a judgement as a flag', { consolidated: true }, '/consolidated', 'wrong-type'],
  ['a fact as a flag', { holder: true }, '/holder', 'wrong-type'], ['a fact that nobody knows', { constantNeed: 'maybe' }, '/constantNeed', 'not-a-choice'], ['a decision that nobody knows', { decision: 'paid' }, '/decision', 'not-a-choice'],
  ['an unknown name', { colour: 'red' }, '/colour', 'unknown-field'], ['an unknown name of the claim', claim({ colour: 'red' }), '/claim/colour', 'unknown-field'], ['a claim as a list', { claim: [] }, '/claim', 'wrong-type'],
  ['a ruling that nobody knows', claim({ lateRuling: 'halved' }), '/claim/lateRuling', 'not-a-choice'], ['life as a text', { life: 'alive' }, '/life', 'wrong-type'],
  ['paid as an object', { paid: {} }, '/paid', 'wrong-type'], ['month 0', { paid: [{ month: 0, amount: '1.00' }] }, '/paid/0/month', 'out-of-range'], ['month 121', { paid: [{ month: 121, amount: '1.00' }] }, '/paid/0/month', 'out-of-range'],
  ['half a month', { paid: [{ month: 1.5, amount: '1.00' }] }, '/paid/0/month', 'wrong-type'], ['a month as a text', { paid: [{ month: '1', amount: '1.00' }] }, '/paid/0/month', 'wrong-type'], ['no amount', { paid: [{ month: 1 }] }, '/paid/0/amount', 'missing'],
  ['an amount as a number', expense({ amount: 1 }), '/expenses/0/amount', 'wrong-type'], ['an amount of 1e18 as a number', expense({ amount: 1e18 }), '/expenses/0/amount', 'wrong-type'], ['an amount with a comma', expense({ amount: '1,00' }), '/expenses/0/amount', 'not-an-amount'],
  ['an amount with three decimals', expense({ amount: '1.000' }), '/expenses/0/amount', 'not-an-amount'], ['an amount with a sign', expense({ amount: '+1.00' }), '/expenses/0/amount', 'not-an-amount'], ['an amount with a currency', expense({ amount: 'EUR 1' }), '/expenses/0/amount', 'not-an-amount'],
  ['an amount with a thousands point', expense({ amount: '1.000,00' }), '/expenses/0/amount', 'not-an-amount'], ['an empty amount', expense({ amount: '' }), '/expenses/0/amount', 'too-short'], ['a negative amount', expense({ amount: '-1.00' }), '/expenses/0/amount', 'out-of-range'],
  ['a form that nobody knows', expense({ form: 'gift' }), '/expenses/0/form', 'not-a-choice'], ['no form', expense({ form: undefined }), '/expenses/0/form', 'missing'], ['no day of service', expense({ from: undefined }), '/expenses/0/from', 'missing'],
  ['no id of an expense', expense({ id: undefined }), '/expenses/0/id', 'missing'], ['a receipt as a flag', expense({ receipted: true }), '/expenses/0/receipted', 'wrong-type'],
  ['201 expenses', { expenses: Array.from({ length: 201 }, (_, i) => ({ id: `e${i}`, form: 'direct', from: '2026-04-01', amount: '1.00' })) }, '/expenses', 'too-many'],
  ['no day of an authorisation', grant({ from: undefined }), '/authorisations/0/from', 'missing'], ['an authorisation of another form', grant({ form: 'invoice' }), '/authorisations/0/form', 'unknown-field'],
  ['an event that nobody knows', event({ kind: 'promotion', date: '2020-01-01' }), '/cover/events/0/kind', 'not-a-choice'], ['an event without a day', event({ kind: 'enrolment' }), '/cover/events/0/date', 'missing'],
  ['101 events', event(...Array(101).fill({ kind: 'unpaid', date: '2020-01-01' })), '/cover/events', 'too-many'], ['101 per cent', health({ invalidity: { status: 'recognised', percent: 101 } }), '/health/invalidity/percent', 'out-of-range'],
  ['invalidity without a status', health({ invalidity: { percent: 50 } }), '/health/invalidity/status', 'missing'], ['-1 substances', health({ substances: -1 }), '/health/substances', 'out-of-range'], ['a finding without a code', health({ findings: [{ present: 'yes' }] }), '/health/findings/0/code', 'missing'],
  ['a document without a day', { dossier: { documents: [{ code: 'D1' }] } }, '/dossier/documents/0/received', 'missing'], ['an assessment without a day', { answers: undefined, consolidated: undefined, assessments: [{}] }, '/assessments/0/date', 'missing'],
  ['51 visits', { visits: Array(51).fill({ ordered: '2026-03-01' }) }, '/visits', 'too-many'], ['a visit without a day', { visits: [{}] }, '/visits/0/ordered', 'missing'],
  ['a sex that nobody knows', { member: { sex: 'x' } }, '/member/sex', 'not-a-choice'], ['a code of 21 letters', { member: { codiceFiscale: 'x'.repeat(21) } }, '/member/codiceFiscale', 'too-long'], ['an account as a text', { account: 'IT60' }, '/account', 'wrong-type'],
  ['a check without a rule', { checks: [{ kind: 'coverage', hit: 'no' }] }, '/checks/0/rule', 'missing'], ['13 checks', { checks: Array(13).fill({ kind: 'coverage', rule: 'X', hit: 'no' }) }, '/checks', 'too-many'],
  ['evidence as a text', expense({ evidence: 'x' }), '/expenses/0/evidence', 'wrong-type'], ['evidence of a number', expense({ evidence: [7] }), '/expenses/0/evidence/0', 'wrong-type'], ['21 evidence ids', expense({ evidence: Array(21).fill('x') }), '/expenses/0/evidence', 'too-many'],
  ['evidence of a fact that is none', claim({ evidence: { colour: ['x'] } }), '/claim/evidence/colour', 'unknown-field'], ['evidence of a claim as a list', claim({ evidence: ['x'] }), '/claim/evidence', 'wrong-type'], ['an empty evidence id', { evidence: { holder: [''] } }, '/evidence/holder/0', 'too-short'],
];

// What only the plan, the calendar or another fact tells.
const meant = [
  ['an end without its day', claim({ endedBy: 'state-ended' }), '/claim/ended', 'missing'], ['the day of an end without its reason', claim({ ended: '2026-03-01' }), '/claim/endedBy', 'missing'],
  ['an end that the plan does not know', claim({ ended: '2026-03-01', endedBy: 'consolidated' }), '/claim/endedBy', 'not-a-choice'], ['an end of tomorrow', claim({ ended: '2026-06-02', endedBy: 'state-ended' }), '/claim/ended', 'after-as-of'],
  ['the same month used twice by others', { elsewhere: [{ month: 1, amount: '1.00' }, { month: 1, amount: '2.00' }] }, '/elsewhere/1/month', 'duplicate'],
  ['a month of others that the plan does not have', { elsewhere: [{ month: 37, amount: '1.00' }] }, '/elsewhere/0/month', 'out-of-range'],
  ['drugs that are counted and not known', health({ drugsKnown: 'no', substances: 2 }), '/health/drugsKnown', 'contradiction'],
  ['a late claim reduced by nothing', claim({ lateRuling: 'reduced' }), '/claim/prejudice', 'missing'], ['a prejudice without its ruling', claim({ prejudice: '100.00' }), '/claim/prejudice', 'contradiction'],
  ['a seventh activity', { answers: { ...permanent().answers, cooking: 'grade-1' } }, '/answers/cooking', 'unknown-activity'], ['grade 7', { answers: { washing: 'grade-7' } }, '/answers/washing', 'unknown-grade'],
  ['a seventh activity of an assessment', { answers: undefined, consolidated: undefined, assessments: [{ date: '2026-02-01', answers: { cooking: 'grade-1' } }] }, '/assessments/0/answers/cooking', 'unknown-activity'],
  ['a name that a pointer must escape', { answers: { 'a/b~': 'grade-1' } }, '/answers/a~1b~0', 'unknown-activity'],
  ['a day outside the calendar', claim({ onset: '1799-12-31' }), '/claim/onset', 'not-a-date'], ['an amount of 10^18', expense({ amount: '1000000000000000000' }), '/expenses/0/amount', 'out-of-range'], ['an amount of 10^9 and a cent', expense({ amount: '1000000000.01' }), '/expenses/0/amount', 'out-of-range'],
  ['an amount of nothing', expense({ amount: '0.00' }), '/expenses/0/amount', 'out-of-range'], ['a month that the plan does not have', { paid: [{ month: 37, amount: '1.00' }] }, '/paid/0/month', 'out-of-range'],
  ['the same month paid twice', { paid: [{ month: 1, amount: '1.00' }, { month: 1, amount: '2.00' }] }, '/paid/1/month', 'duplicate'], ['the same expense twice', { expenses: Array(2).fill(expense().expenses[0]) }, '/expenses/1/id', 'duplicate'],
  ['the same authorisation twice', { authorisations: Array(2).fill(grant().authorisations[0]) }, '/authorisations/1/id', 'duplicate'],
  ['more than 200 in both lists', { ...grant(), expenses: Array.from({ length: 200 }, (_, i) => ({ id: `e${i}`, form: 'direct', from: '2026-04-01', amount: '1.00' })) }, '/authorisations', 'too-many'],
  ['a period that ends before it begins', expense({ to: '2026-03-31' }), '/expenses/0/to', 'contradiction'], ['an authorised period that ends before it begins', grant({ to: '2026-03-31' }), '/authorisations/0/to', 'contradiction'], ['a period of eleven years', expense({ from: '2015-01-01', to: '2026-01-01' }), '/expenses/0/to', 'out-of-range'],
  ['an exclusion that the plan does not have', expense({ nature: 'jewels' }), '/expenses/0/nature', 'unknown-exclusion'],
  ['received before it was sent', claim({ sent: '2026-01-11' }), '/claim/received', 'contradiction'], ['complete before it was received', claim({ complete: '2026-01-09' }), '/claim/complete', 'contradiction'], ['withdrawn before it was received', claim({ withdrawn: '2026-01-09' }), '/claim/withdrawn', 'contradiction'],
  ['decided before it was received', { decision: 'recognised', ...claim({ decided: '2026-01-09' }) }, '/claim/decided', 'contradiction'], ['decided before it was sent', { decision: 'excluded', ...claim({ received: undefined, complete: undefined, sent: '2026-01-10', decided: '2026-01-09' }) }, '/claim/decided', 'contradiction'],
  ['dead before the onset', { life: { death: '2025-12-19' } }, '/life/death', 'contradiction'], ['alive after death', { life: { aliveThrough: '2026-05-01', death: '2026-04-30' } }, '/life/death', 'contradiction'],
  ['notified before it happened', { life: { death: '2026-04-30', deathNotified: '2026-04-29' } }, '/life/deathNotified', 'contradiction'], ['a death that was notified and did not happen', { life: { deathNotified: '2026-04-29' } }, '/life/deathNotified', 'contradiction'],
  ['a proof of life of tomorrow', { life: { aliveThrough: '2026-06-02' } }, '/life/aliveThrough', 'after-as-of'], ['a claim of tomorrow', claim({ received: '2026-06-02', complete: undefined }), '/claim/received', 'after-as-of'],
  ['an invoice of tomorrow', expense({ received: '2026-06-02' }), '/expenses/0/received', 'after-as-of'], ['an authorisation of tomorrow', grant({ granted: '2026-06-02' }), '/authorisations/0/granted', 'after-as-of'],
  ['dead before birth', { life: { death: '2026-05-30' }, member: { birth: '2026-05-31' } }, '/member/birth', 'contradiction'], ['born after the onset', { member: { birth: '2026-01-01' } }, '/member/birth', 'contradiction'],
  ['two births', { ...event(), member: { birth: '1960-05-06' } }, '/cover/birth', 'contradiction'], ['enrolled before birth', event({ kind: 'enrolment', date: '1960-05-04' }), '/cover/events/0/date', 'contradiction'],
  ['events out of order', event({ kind: 'enrolment', date: '2020-01-02' }, { kind: 'termination', date: '2020-01-01' }), '/cover/events/1/date', 'contradiction'], ['an event of tomorrow', event({ kind: 'termination', date: '2026-06-02' }), '/cover/events/0/date', 'after-as-of'],
  ['a finding that the plan does not know', health({ findings: [{ code: 'flu', present: 'yes' }] }), '/health/findings/0/code', 'unknown-finding'], ['a finding twice', health({ findings: [{ code: 'als', present: 'no' }, { code: 'als', present: 'yes' }] }), '/health/findings/1/code', 'duplicate'],
  ['absent since a day', health({ findings: [{ code: 'als', present: 'no', since: '2020-01-01' }] }), '/health/findings/0/since', 'contradiction'], ['no invalidity, of 50 per cent', health({ invalidity: { status: 'none', percent: 50 } }), '/health/invalidity/percent', 'contradiction'],
  ['a cause that the plan does not know', { causes: { found: [{ code: 'gravity' }] } }, '/causes/found/0/code', 'unknown-exclusion'], ['a cause twice', { causes: { found: [{ code: 'pandemic' }, { code: 'pandemic' }] } }, '/causes/found/1/code', 'duplicate'],
  ['an exception that the exclusion does not know', { causes: { found: [{ code: 'pandemic', exceptions: ['legitimate-defence'] }] } }, '/causes/found/0/exceptions/0', 'unknown-exception'],
  ['a document that the plan does not know', { dossier: { documents: [{ code: 'D99', received: '2026-01-20' }] } }, '/dossier/documents/0/code', 'unknown-document'],
  ['answers in two places', { consolidated: undefined, assessments: [{ date: '2026-02-01' }] }, '/answers', 'contradiction'], ['a judgement in two places', { answers: undefined, assessments: [{ date: '2026-02-01' }] }, '/consolidated', 'contradiction'],
  ['examined after death', { answers: undefined, consolidated: undefined, life: { death: '2026-03-20' }, assessments: [{ date: '2026-03-21' }] }, '/assessments/0/date', 'contradiction'],
  ['held before it was ordered', visit({ held: '2026-02-28' }), '/visits/0/held', 'contradiction'], ['refused before it was ordered', visit({ refused: '2026-02-28' }), '/visits/0/refused', 'contradiction'], ['an appointment before it was ordered', visit({ appointment: '2026-02-28' }), '/visits/0/appointment', 'contradiction'],
  ['a finding of a visit that was not held', visit({ stateEnded: 'yes' }), '/visits/0/stateEnded', 'contradiction'], ['a refusal confirmed that did not happen', visit({ refusalConfirmed: 'yes' }), '/visits/0/refusalConfirmed', 'contradiction'],
  ['a payment twice', { payments: Array(2).fill({ id: 'p', from: '2026-04-01', amount: '1.00' }) }, '/payments/1/id', 'duplicate'], ['a payment that ends before it begins', { payments: [{ id: 'p', from: '2026-04-02', to: '2026-04-01', amount: '1.00' }] }, '/payments/0/to', 'contradiction'],
  ['a quotation of tomorrow', { quotations: [{ currency: 'USD', day: '2026-06-02', units: '1.1' }] }, '/quotations/0/day', 'after-as-of'],
  ['two quotations of one day', { quotations: ['1.1', '1.2'].map((units) => ({ currency: 'USD', day: '2026-04-01', units })) }, '/quotations/1/day', 'duplicate'],
  ['a complaint answered before it came', { complaints: [{ received: '2026-04-02', answered: '2026-04-01' }] }, '/complaints/0/answered', 'contradiction'], ['an earlier benefit that ends before it begins', { earlier: [{ from: '2024-02-02', to: '2024-02-01' }] }, '/earlier/0/to', 'contradiction'],
  ['no day at all', { asOf: undefined }, '/asOf', 'missing'],
];

const raw = [
  ['not an object', '[]', 'invalid-input'], ['a text', '"case"', 'json-malformed'], ['nothing but blanks', '   ', 'json-malformed'], ['a name twice', '{"id":"a","id":"b"}', 'json-duplicate-key'], ['half a line', '{"id":"a"', 'json-malformed'],
  ['two values', '{"id":"a"} {"id":"b"}', 'json-malformed'], ['a comment', '{"id":"a"} // x', 'json-malformed'], ['a trailing comma', '{"id":"a",}', 'json-malformed'], ['single quotes', "{'id':'a'}", 'json-malformed'], ['NaN', '{"id":NaN}', 'json-malformed'],
  ['a line of 1 MB', `{"id":"${'x'.repeat(2 ** 20)}"}`, 'json-too-large'], ['a depth bomb of lists', '['.repeat(100000), 'json-too-deep'], ['a depth bomb of objects', '{"a":'.repeat(20000), 'json-too-deep'], ['a depth of nine that closes', `${'['.repeat(9)}${']'.repeat(9)}`, 'json-too-deep'],
  ['too many names', `{${Array.from({ length: 5000 }, (_, i) => `"k${i}":1`).join(',')}}`, 'json-too-many-keys'], ['a lone surrogate', '{"id":"\\ud800"}', 'json-malformed'], ['a NUL', '{"id":"a\\u0000b"}', 'json-malformed'], ['a byte order mark', '\ufeff{"id":"a"}', 'json-malformed'],
  ['invalid UTF-8', Buffer.from([...Buffer.from('{"id":"'), 0xff, 0xfe, ...Buffer.from('"}')]), 'json-malformed'], ['an overlong form', Buffer.from([...Buffer.from('{"id":"'), 0xc0, 0xaf, ...Buffer.from('"}')]), 'json-malformed'], ['a surrogate in UTF-8', Buffer.from([...Buffer.from('{"id":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]), 'json-malformed'],
  ['a control character', '{"id":"a\\u0007"}', 'invalid-input'], ['a text that turns its direction', '{"id":"a\\u202eb"}', 'invalid-input'], ['an integer of 10^18 too many digits', `{"id":"a","paid":[{"month":${'9'.repeat(40)},"amount":"1"}]}`, 'json-malformed'],
];

const lines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

test('bad cases between good ones: each is refused with line, code and place, every good one is evaluated, the status says so', (t) => {
  const good = `${JSON.stringify(permanent())}\n`;
  const table = [...formal, ...meant].map(([what, change, pointer, code]) => ({ what, line: JSON.stringify({ ...permanent(), ...change }), code: 'invalid-input', place: { pointer, code } }));
  table.push(...raw.map(([what, line, code]) => ({ what, line, code })));
  t.diagnostic(`${table.length} bad cases`);
  assert.ok(table.length >= 80 + 50);
  const { status, text } = sostegno(PLAN, Buffer.concat([Buffer.from(good), ...table.flatMap(({ line }) => [Buffer.from(line), Buffer.from('\n'), Buffer.from(good)])]));
  const found = lines(text);
  assert.equal(status, 5);
  assert.equal(found.length, 2 * table.length + 1);
  table.forEach(({ what, code, place }, at) => {
    const refused = found[2 * at + 1];
    assert.ok(validOutput(refused), what);
    assert.equal(refused.error?.code, code, `${what}: ${JSON.stringify(refused).slice(0, 300)}`);
    assert.equal(refused.line, 2 * at + 2, what);
    if (place) assert.deepEqual(refused.error.at[0], place, what);
    assert.equal(found[2 * at + 2].outcome, 'recognised', `after ${what}`);
  });
});

test('the schema of the page refuses what is badly formed, and takes what only the plan or another fact refuses', () => {
  const odd = new Set(['a text as a day']);
  assert.deepEqual(formal.filter(([what, change]) => !odd.has(what) && validInput(JSON.parse(JSON.stringify({ ...permanent(), ...change })))).map(([what]) => what), []);
  assert.deepEqual(meant.filter(([, change]) => !validInput(JSON.parse(JSON.stringify({ ...permanent(), ...change })))).map(([what]) => what), []);
});

test('several faults of one line are all named, eight at most', () => {
  const [refused] = lines(sostegno(PLAN, JSON.stringify(permanent({ ...claim({ sent: '2026-02-01', withdrawn: '2026-01-01' }), life: { death: '2025-01-01' }, answers: { a: 'x', b: 'x', c: 'x', d: 'x', e: 'x', f: 'x' } }))).text);
  assert.equal(refused.error.at.length, 8);
  assert.equal(new Set(refused.error.at.map(({ pointer }) => pointer)).size, 8);
});

test('the same facts are no contradiction where they may both be true', () => {
  for (const change of [{ life: { aliveThrough: '2026-05-01', death: '2026-05-01' } }, claim({ sent: '2026-01-10' }), claim({ complete: '2026-01-10' }), claim({ firstContact: '2025-12-01' }), { ...event({ kind: 'enrolment', date: '2020-01-01' }, { kind: 'termination', date: '2020-01-01' }) }]) {
    assert.equal(sostegno(PLAN, JSON.stringify(permanent(change))).status, 0, JSON.stringify(change));
  }
  assert.equal(sostegno(['evaluate', '--plan', planPath('temporary')], JSON.stringify(temporary())).status, 0);
});
