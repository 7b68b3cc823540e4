// SPDX-License-Identifier: EUPL-1.2
// What happens around a claim: member and account, assessments of several days, visits, authorised services, withdrawal, and evidence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, permanent, planPath, sostegno, temporary } from './evaluating.mjs';

const one = (plan, change) => evaluate(plan, [(plan === 'permanent' ? permanent : temporary)(change)])[0];
const warnings = (result) => result.warnings.map(({ warning }) => warning);
const keys = (result) => result.reasons.map(({ rule, key }) => `${rule} ${key}`);
const member = (change) => ({ codiceFiscale: 'RSSMRA85T10A562S', familyName: 'Rossi', givenName: 'Mario', birth: '1985-12-10', sex: 'male', birthPlace: 'A562', ...change });

test('chapter 5: a code that fits gives no warning, each fact that does not fit gives its own', () => {
  assert.deepEqual(warnings(one('permanent', { member: member() })), []);
  const differ = [
    [{ codiceFiscale: 'RSSMRA85T10A562T' }, 'codice-fiscale-invalid'], [{ familyName: 'Bianchi' }, 'family-name-differs'], [{ givenName: 'Mara' }, undefined], [{ givenName: 'Luigi' }, 'given-name-differs'],
    [{ birth: '1985-12-11' }, 'birth-differs'], [{ sex: 'female' }, 'sex-differs'], [{ birthPlace: 'H501' }, 'birth-place-differs'], [{ birthPlace: 'a562' }, undefined], [{ familyName: 'Røssi' }, undefined],
    [{ codiceFiscale: 'RSSMRA80A01H50MM', birth: '1980-01-01', birthPlace: 'H501' }, 'codice-fiscale-omocodic'], [{ codiceFiscale: '12345678903' }, 'codice-fiscale-provisional'],
    [{ familyName: undefined, givenName: undefined, birth: undefined, sex: undefined, birthPlace: undefined }, undefined],
  ];
  for (const [change, warning] of differ) assert.deepEqual(warnings(one('permanent', { member: member(change) })), warning ? [warning] : [], JSON.stringify(change));
  const result = one('permanent', { member: member({ familyName: 'Bianchi', evidence: { codiceFiscale: ['card'], familyName: ['passport', 'card'] } }) });
  assert.deepEqual([result.outcome, result.warnings], ['recognised', [{ rule: 'chapter 5', warning: 'family-name-differs', evidence: ['card', 'passport'] }]]);
});

test('chapter 5: names of four consonants, of few letters, with accents, apostrophes and blanks', () => {
  const fits = [['Gianfranco', 'GFR'], ['Nicolò', 'NCL'], ['Fo', 'FOX'], ['D’Annunzio', 'DNN'], ["De' Rossi", 'DRS'], ['Iò', 'IOX']];
  const rest = { 'Gianfranco': 1, 'Nicolò': 1 };
  for (const [name, part] of fits) {
    const given = rest[name] === 1;
    const body = `${given ? 'RSS' : part}${given ? part : 'MRA'}85T10A562`;
    const warned = one('permanent', { member: { codiceFiscale: body + check(body), familyName: given ? 'Rossi' : name, givenName: given ? name : 'Mario' } });
    assert.deepEqual(warnings(warned), [], name);
  }
});

// The control letter, from the tables of the rule book.
function check(body) {
  const odd = { 0: 1, 1: 0, 2: 5, 3: 7, 4: 9, 5: 13, 6: 15, 7: 17, 8: 19, 9: 21, A: 1, B: 0, C: 5, D: 7, E: 9, F: 13, G: 15, H: 17, I: 19, J: 21, K: 2, L: 4, M: 18, N: 20, O: 11, P: 3, Q: 6, R: 8, S: 12, T: 14, U: 16, V: 10, W: 22, X: 25, Y: 24, Z: 23 };
  const even = (c) => (/[0-9]/.test(c) ? Number(c) : c.charCodeAt(0) - 65);
  return String.fromCharCode(65 + [...body].reduce((sum, c, i) => sum + (i % 2 === 0 ? odd[c] : even(c)), 0) % 26);
}

test('an account that is no IBAN is a warning, nothing more', () => {
  assert.deepEqual(warnings(one('permanent', { account: { iban: 'IT60X0542811101000000123456' } })), []);
  assert.deepEqual(warnings(one('permanent', { account: { iban: 'IT60X0542811101000000123457' } })), ['iban-invalid']);
  assert.equal(one('permanent', { account: { iban: 'no' } }).outcome, 'recognised');
});

const bare = { answers: undefined, consolidated: undefined, constantNeed: undefined };
const sheet = (date, change) => ({ date, answers: temporary().answers, consolidated: 'no', constantNeed: 'yes', ...change });

test('of several assessments the newest up to the day counts, whatever their order', () => {
  const able = { hygiene: 'able', feeding: 'able', moving: 'unable', dressing: 'unable' };
  const assessments = [sheet('2026-05-01', { answers: able }), sheet('2026-02-01')];
  for (const list of [assessments, [...assessments].reverse()]) {
    assert.deepEqual([one('temporary', { ...bare, assessments: list })].map((r) => [r.outcome, r.assessedOn]), [['not-recognised', '2026-05-01']]);
    assert.deepEqual([one('temporary', { ...bare, asOf: '2026-04-30', assessments: list })].map((r) => [r.outcome, r.assessedOn]), [['recognised', '2026-02-01']]);
  }
  const later = one('temporary', { ...bare, decision: 'recognised', assessments });
  assert.ok(later.tasks.some(({ task }) => task === 'confirm-state-ended'), 'the end of the state is for a person');
});

test('S-22: a temporary state found consolidated later ends the benefit from that day, not before', () => {
  const expenses = [['a', '2026-03-01'], ['b', '2026-05-09'], ['c', '2026-05-10']].map(([id, from]) => ({ id, form: 'direct', from, amount: '100.00' }));
  const result = one('temporary', { ...bare, decision: 'recognised', assessments: [sheet('2026-02-01'), sheet('2026-05-10', { consolidated: 'yes' }), sheet('2026-05-20', { consolidated: 'yes' })], expenses });
  assert.deepEqual([result.state, result.ended, result.stopsFrom, result.assessedOn], ['ended', 'consolidated', '2026-05-10', '2026-02-01']);
  assert.ok(keys(result).includes('S-22 consolidated-never-covered'));
  assert.deepEqual(result.expenses.map(({ due }) => due), ['100.00', '100.00', '0.00']);
  assert.equal(one('temporary', { ...bare, assessments: [sheet('2026-02-01'), sheet('2026-02-09', { consolidated: 'yes' })] }).outcome, 'not-recognised', 'before the benefit began');
});

test('A-37, S-11: a refused check holds payment from the day of the request, once a person has confirmed it', () => {
  const expenses = [['a', '2026-03-01'], ['b', '2026-04-02']].map(([id, from]) => ({ id, form: 'direct', from, amount: '100.00' }));
  const after = (visit) => one('temporary', { decision: 'recognised', expenses, visits: [{ ordered: '2026-04-01', appointment: '2026-04-20', ...visit }] });
  const told = after({ refused: '2026-04-20' });
  assert.deepEqual([told.state, told.suspendedFrom, told.expenses.map(({ due }) => due)], ['recognised', null, ['100.00', '100.00']]);
  assert.ok(told.tasks.some(({ task, rule }) => task === 'confirm-refusal' && rule === 'S-11'));
  const held = after({ refused: '2026-04-20', refusalConfirmed: 'yes', evidence: ['letter'] });
  assert.deepEqual([held.state, held.suspendedFrom], ['suspended', '2026-04-01']);
  assert.deepEqual(held.reasons.find(({ rule }) => rule === 'S-11').evidence, ['letter']);
  assert.deepEqual(held.expenses.map(({ outcome, reason }) => [outcome, reason?.rule]), [['payable', undefined], ['held', 'S-11']]);
  const complied = after({ refused: '2026-04-20', refusalConfirmed: 'yes', held: '2026-05-02', stateEnded: 'no' });
  assert.deepEqual([complied.state, complied.expenses.map(({ due }) => due)], ['recognised', ['100.00', '100.00']], 'the months between are not lost');
  const ended = after({ refused: '2026-04-20', refusalConfirmed: 'yes', held: '2026-05-02', stateEnded: 'yes' });
  assert.deepEqual([ended.state, ended.ended, ended.stopsFrom, ended.expenses.map(({ due }) => due)], ['ended', 'state-ended', '2026-04-01', ['100.00', '0.00']]);
});

test('S-11: where a claim ends while a refused check suspends it, care before the end is paid and care from it on refused', () => {
  const expenses = [['before', '2026-03-01'], ['held', '2026-04-05'], ['after', '2026-04-20']].map(([id, from]) => ({ id, form: 'direct', from, amount: '100.00' }));
  const refusal = { ordered: '2026-04-01', refused: '2026-04-03', refusalConfirmed: 'yes' };
  const of = (change, more) => {
    const { ended, suspendedFrom, follows, expenses: list } = one('temporary', { decision: 'recognised', expenses, visits: [refusal], ...change, claim: { ...temporary().claim, ...more } });
    return [ended, suspendedFrom, follows.includes('release-expenses'), ...list.map(({ outcome, reason }) => (reason ? `${outcome} ${reason.rule} ${reason.key}` : outcome))];
  };
  assert.deepEqual(of({}), [null, '2026-04-01', false, 'payable', 'held S-11 suspended', 'held S-11 suspended']);
  assert.deepEqual(of({}, { ended: '2026-04-10', endedBy: 'state-ended' }), ['state-ended', null, true, 'payable', 'payable', 'refused A-12 state-ended']);
  assert.deepEqual(of({}, { ended: '2026-04-10', endedBy: 'consolidated' }), ['consolidated', null, true, 'payable', 'payable', 'refused S-22 consolidated-never-covered']);
  assert.deepEqual(of({}, { withdrawn: '2026-04-10' }), ['withdrawn', null, true, 'payable', 'payable', 'refused chapter 7 claim-withdrawn']);
  assert.deepEqual(of({ life: { death: '2026-04-09' } }), ['death', null, true, 'payable', 'payable', 'refused S-27 after-death']);
  assert.deepEqual(of({ asOf: '2026-08-10' }), ['months-used', null, true, 'payable', 'payable', 'payable']);
  // Only a check that shows that the state had ended takes what was held, whichever check was refused.
  const found = { ordered: '2026-05-02', held: '2026-05-10', stateEnded: 'yes' };
  assert.deepEqual(of({ visits: [refusal, found] }), ['state-ended', null, true, 'payable', 'refused A-12 state-ended', 'refused A-12 state-ended']);
});

test('A-32, S-17: an authorised service reserves its part of the month before invoices, also while it is to come', () => {
  const result = one('temporary', {
    authorisations: [{ id: 'a1', from: '2026-03-11', amount: '100.00', granted: '2026-03-01' }, { id: 'a2', from: '2026-06-05', to: '2026-06-06', amount: '300.00', evidence: ['order'] }],
    expenses: [{ id: 'e1', form: 'invoice', from: '2026-03-10', amount: '450.00', received: '2026-03-12', receipted: 'yes' }, { id: 'e2', form: 'invoice', from: '2026-05-15', amount: '300.00', received: '2026-05-16', receipted: 'yes' }],
  });
  assert.deepEqual(result.authorisations.map(({ id, outcome, due, reserved }) => [id, outcome, due, reserved]), [['a1', 'payable', '100.00', '0.00'], ['a2', 'held', '0.00', '300.00']]);
  assert.deepEqual(result.authorisations[1].evidence, ['order']);
  assert.deepEqual(result.expenses.map(({ id, due, member }) => [id, due, member]), [['e1', '400.00', '50.00'], ['e2', '200.00', '100.00']]);
  assert.deepEqual(result.months.slice(1, 4).map(({ due, reserved, left }) => [due, reserved, left]), [['500.00', '0.00', '0.00'], ['0.00', '0.00', '500.00'], ['200.00', '300.00', '0.00']]);
});

test('chapter 7: where the claim stands, from the facts alone', () => {
  const of = (plan, change) => { const { state, ended } = one(plan, change); return ended ? `${state} ${ended}` : state; };
  assert.equal(of('temporary', { ...bare, claim: {} }), 'notice');
  assert.equal(of('temporary', { ...bare, claim: { sent: '2026-01-08' } }), 'opened');
  assert.equal(of('temporary', { claim: { ...temporary().claim, complete: undefined }, dossier: { documents: [] } }), 'waiting-documents');
  assert.equal(of('temporary', { ...bare }), 'complete');
  assert.equal(of('temporary', {}), 'under-evaluation');
  assert.equal(of('temporary', { claim: { ...temporary().claim, onset: '2025-11-02' } }), 'late');
  for (const decision of ['recognised', 'reviewable', 'not-recognised', 'excluded', 'not-insurable', 'not-covered']) assert.equal(of('temporary', { decision }), decision);
  assert.equal(of('temporary', { decision: 'recognised', paid: [{ month: 1, amount: '1.00' }] }), 'in-payment');
  assert.equal(of('temporary', { decision: 'recognised', asOf: '2026-08-10' }), 'ended months-used');
  assert.equal(of('temporary', { decision: 'recognised', asOf: '2026-08-09' }), 'recognised');
  assert.equal(of('temporary', { decision: 'recognised', life: { death: '2026-05-05' } }), 'ended death');
  assert.equal(of('temporary', { claim: { ...temporary().claim, withdrawn: '2026-03-01' } }), 'ended withdrawn');
});

test('a claim that was withdrawn pays nothing from that day, and nothing at all when nobody had decided', () => {
  const expenses = [['a', '2026-03-01'], ['b', '2026-04-02']].map(([id, from]) => ({ id, form: 'direct', from, amount: '100.00' }));
  const claim = { ...temporary().claim, withdrawn: '2026-04-01' };
  assert.deepEqual(one('temporary', { decision: 'recognised', claim, expenses }).expenses.map(({ due }) => due), ['100.00', '0.00']);
  const open = one('temporary', { claim, expenses });
  assert.deepEqual([open.expenses.map(({ due }) => due), open.tasks.some(({ task }) => task === 'decide-claim')], [['0.00', '0.00'], false]);
});

test('evidence comes back with what used it, once, and nowhere else', () => {
  const result = one('permanent', {
    evidence: { answers: ['form', 'doctor'], consolidated: ['doctor'], holder: ['register'] },
    claim: { ...permanent().claim, evidence: { received: ['receipt'], onset: ['certificate'] } }, life: { aliveThrough: '2026-05-31', evidence: { aliveThrough: ['call'] } },
    cover: { birth: '1960-05-05', child: 'no', annualExpiry: '2025-12-31', events: [{ kind: 'enrolment', date: '2020-01-10', communicated: '2020-01-12', evidence: ['feed'] }] },
    health: { statement: 'yes', findings: [{ code: 'als', present: 'yes', since: '2019-01-01', evidence: ['record'] }], invalidity: { status: 'recognised', percent: 10, evidence: ['inps'] }, evidence: { statement: ['statement'] } },
    causes: { examined: 'yes', found: [{ code: 'pandemic', present: 'yes', evidence: ['swab'] }] },
    dossier: undefined, checks: [{ kind: 'exclusion', rule: 'X-99', hit: 'unknown', evidence: ['note'] }],
    expenses: [{ id: 'e', form: 'direct', from: '2026-04-01', amount: '1.00', evidence: ['invoice', 'invoice'] }],
  });
  const of = (rule) => result.reasons.filter((reason) => reason.rule === rule).map(({ evidence }) => evidence);
  assert.deepEqual(of('B-25'), [['form', 'doctor']]);
  assert.deepEqual(of('B-24'), [['doctor']]);
  assert.deepEqual(of('B-23'), [['receipt', 'call']]);
  assert.deepEqual(of('X-17'), [['swab']]);
  assert.deepEqual(of('X-99'), [['note']]);
  const check = (code) => result.checks.find((found) => found.code === code).evidence;
  assert.deepEqual(check('cover'), ['register', 'certificate', 'feed']);
  assert.deepEqual(check('pandemic'), ['swab']);
  assert.equal(check('radiation'), undefined);
  assert.deepEqual(result.checks.filter(({ evidence }) => evidence?.includes('record')).length, 1);
  assert.deepEqual(result.checks.filter(({ evidence }) => evidence?.includes('inps')).length, 1);
  assert.deepEqual(result.expenses[0].evidence, ['invoice']);
  assert.ok(!JSON.stringify(one('permanent', {})).includes('evidence'));
});

test('evidence of complaints, interruptions, payments, quotations and the review comes back with their terms and amounts', () => {
  const result = one('temporary', {
    decision: 'reviewable', claim: { ...temporary().claim, decided: '2026-03-01', reviewOn: '2026-09-01', evidence: { reviewOn: ['minutes'], onset: ['certificate'], received: ['receipt'] } },
    life: { death: '2026-05-05' }, complaints: [{ received: '2026-05-02', evidence: ['letter-1'] }, { received: '2026-05-10', evidence: ['letter-2'] }], interruptions: [{ date: '2026-04-01', evidence: ['request'] }],
    payments: [{ id: 'p1', from: '2026-05-01', to: '2026-05-10', amount: '100.00', evidence: ['order-1'] }],
    quotations: [{ currency: 'USD', day: '2026-03-03', units: '1.1', evidence: ['bank'] }, { currency: 'CHF', day: '2026-03-03', units: '0.9', evidence: ['other'] }],
    expenses: [{ id: 'e', form: 'invoice', from: '2026-03-03', paid: '2026-03-04', amount: '11.00', currency: 'USD', receipted: 'yes', evidence: ['bill'] }],
  });
  const of = (event) => result.deadlines.filter((found) => found.event === event).map(({ evidence }) => evidence);
  assert.deepEqual(of('onset'), [['certificate']]);
  assert.deepEqual(of('complaint-received'), [['letter-1'], ['letter-2']]);
  assert.deepEqual(of('interruption'), [['receipt', 'request']]);
  assert.deepEqual(of('decision'), [['minutes']]);
  assert.deepEqual(result.clawBack.map(({ evidence }) => evidence), [['order-1']]);
  assert.deepEqual(result.expenses[0].evidence, ['bill', 'bank']);
});

test('evidence of the cause and of earlier benefits comes back with the waiting time and the months that rest on them', () => {
  const [waiting] = evaluate('tests/plans/fideuram.json', [permanent({
    claim: { ...permanent().claim, cause: 'neurological', evidence: { cause: ['neurologist'], onset: ['certificate'] } },
    cover: { birth: '1960-05-05', child: 'no', annualExpiry: '2025-12-31', events: [{ kind: 'enrolment', date: '2025-10-05', communicated: '2025-10-06', evidence: ['feed'] }] },
  })]);
  const check = waiting.checks.find(({ code }) => code === 'waiting');
  assert.deepEqual([check.hit, [...check.evidence].sort()], ['yes', ['certificate', 'feed', 'neurologist']]);
  assert.deepEqual(waiting.reasons.find(({ key, rule }) => key === 'check-hit' && rule === check.rule).evidence, check.evidence);
  const earlier = (sameCause) => one('temporary', {
    earlier: [{ from: '2025-07-01', to: '2025-12-31', sameCause, evidence: ['old-file'] }, { from: '2020-01-01', to: '2020-02-29', sameCause: 'no', evidence: ['older-file'] }],
    expenses: [{ id: 'e', form: 'direct', from: '2026-04-01', amount: '100.00', evidence: ['bill'] }],
  }).expenses[0];
  assert.deepEqual([earlier('yes').reason.key, earlier('yes').evidence], ['months-used-before', ['bill', 'old-file', 'older-file']]);
  assert.deepEqual([earlier('unknown').reason.key, earlier('unknown').evidence], ['same-event-open', ['bill', 'old-file', 'older-file']]);
  assert.deepEqual([earlier('no').outcome, earlier('no').evidence], ['payable', ['bill']]);
});

test('A-34: what is never paid waits neither for a receipt nor for a quotation', () => {
  const expenses = [{ id: 'i', form: 'invoice', from: '2026-03-03', amount: '11.00' }, { id: 'q', form: 'invoice', from: '2026-03-03', paid: '2026-03-04', amount: '11.00', currency: 'USD', receipted: 'yes' }];
  const of = (change) => one('temporary', { ...change, expenses }).expenses.map(({ outcome, reason, member }) => [outcome, reason.key, member]);
  assert.deepEqual(of({ decision: 'not-recognised' }), [['refused', 'not-recognised', '11.00'], ['refused', 'not-recognised', '0.00']]);
  assert.deepEqual(of({ answers: { ...temporary().answers, feeding: 'able', moving: 'able' } }), [['refused', 'not-recognised', '11.00'], ['refused', 'not-recognised', '0.00']]);
  assert.deepEqual(of({}), [['held', 'not-receipted', '0.00'], ['held', 'quotation-missing', '0.00']]);
});

test('B-23, A-32: an authorised service is reserved while the survival window runs, and nothing of it after a death in the window', () => {
  const at = (asOf, life = {}) => one('permanent', { asOf, life, authorisations: [{ id: 'a', from: '2026-02-10', amount: '450.00' }, { id: 'b', from: '2026-03-10', amount: '500.00' }], expenses: [{ id: 'e', form: 'rsa-stay', from: '2026-02-12', amount: '300.00', received: '2026-02-13' }] });
  const money = ({ authorisations, expenses, months }) => [authorisations.map(({ outcome, reserved, due }) => `${outcome} ${reserved} ${due}`).join(), expenses[0].outcome, expenses[0].due, months.slice(0, 2).map(({ left }) => left).join()];
  assert.deepEqual(money(at('2026-02-20')), ['held 450.00 0.00,held 500.00 0.00', 'held', '0.00', '150.00,100.00']);
  assert.deepEqual(money(at('2026-06-01')), ['held 450.00 0.00,held 500.00 0.00', 'held', '0.00', '150.00,100.00']);
  assert.deepEqual(money(at('2026-06-01', { aliveThrough: '2026-05-31' })), ['payable 0.00 450.00,payable 0.00 500.00', 'payable', '150.00', '0.00,100.00']);
  assert.deepEqual(money(at('2026-06-01', { death: '2026-03-01' }))[0], 'refused 0.00 0.00,refused 0.00 0.00');
});

test('the rule of the cover is that of the day, and the flag of a late request stays with its year (S-32)', () => {
  const cover = (onset, events) => one('permanent', { claim: { onset, received: '2027-01-10', complete: '2027-01-31' }, asOf: '2027-06-01', life: {}, cover: { birth: '1970-05-05', child: 'no', annualExpiry: '2025-12-31', events } });
  const rule = (result) => [result.checks.find(({ code }) => code === 'cover')?.rule ?? result.checks[0].rule, result.checks[0].hit, result.warnings.map(({ warning }) => warning).join()];
  const hired = [{ kind: 'enrolment', date: '2023-01-10', communicated: '2023-01-10' }, { kind: 'termination', date: '2024-05-10', communicated: '2024-05-10' }, { kind: 'enrolment', date: '2025-05-10', communicated: '2025-05-10' }];
  assert.deepEqual([rule(cover('2024-01-10', hired)), rule(cover('2024-07-10', hired)), rule(cover('2025-07-10', hired))], [['B-05', 'no', ''], ['B-06', 'yes', ''], ['B-05', 'no', '']]);
  const asked = [{ kind: 'window-request', date: '2025-07-10', communicated: '2025-07-10', paid: 'yes', forAll: 'yes' }, { kind: 'window-request', date: '2026-06-10', communicated: '2026-06-10', paid: 'yes', forAll: 'yes' }];
  assert.deepEqual([rule(cover('2025-09-10', asked)), rule(cover('2026-09-10', asked))], [['B-03', 'no', 'cover-asked-late'], ['B-03', 'no', '']]);
});

test('chapter 7: the last step of a claim says what follows from it, in words too', () => {
  const follows = (change) => one('temporary', change).follows;
  assert.deepEqual(follows({}), []);
  assert.deepEqual(follows({ decision: 'recognised' }), ['record-decision', 'open-months']);
  const suspended = { asOf: '2027-06-01', decision: 'recognised', visits: [{ ordered: '2026-03-10', refused: '2026-04-20', refusalConfirmed: 'yes' }] };
  assert.deepEqual(follows({ ...suspended, asOf: '2026-06-01' }), ['hold-expenses']);
  assert.deepEqual(follows(suspended), ['release-expenses', 'stop-direct']);
  assert.deepEqual(follows({ decision: 'recognised', life: { death: '2026-05-01' } }), ['stop-direct', 'pay-heirs', 'claw-back']);
  assert.deepEqual(follows({ decision: 'recognised', claim: { ...temporary().claim, withdrawn: '2026-05-01' } }), ['stop-direct']);
  assert.deepEqual(follows({ claim: { ...temporary().claim, withdrawn: '2026-05-01' } }), ['close-expenses']);
  const said = (language) => sostegno(['evaluate', '--plan', planPath('temporary'), '--explain', language], JSON.stringify(temporary(suspended))).text;
  assert.match(said('it'), /^Ne segue: le spese sospese si riesaminano; i servizi autorizzati cessano$/m);
  assert.match(said('en'), /^What follows: held expenses are looked at again; authorised services stop$/m);
});
