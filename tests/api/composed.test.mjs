// SPDX-License-Identifier: EUPL-1.2
// Facts that the engine knows and that a person has to say first: what nobody said is unknown, what was said reaches the engine.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { planPath } from './evaluating.mjs';
import { complete, day, recognisedClaim, registerFamily, sentClaim, staff, step } from './story.mjs';

const plans = mkdtempSync(join(tmpdir(), 'plans-'));
let house;
let handler;
let clinician;
let officer;
before(async () => {
  for (const name of ['temporary', 'permanent']) copyFileSync(planPath(name), join(plans, `${name}-2026.json`));
  copyFileSync(new URL('../plans/emapi.json', import.meta.url), join(plans, 'emapi.json'));
  const variant = (id, settings) => {
    const plan = JSON.parse(readFileSync(planPath('temporary'), 'utf8'));
    plan.id = id;
    for (const [name, value] of Object.entries(settings)) plan.settings[name].value = value;
    writeFileSync(join(plans, `${id}.json`), JSON.stringify(plan));
  };
  variant('by-invoice', { 'S-08': 'invoice-date' });
  variant('pays-meanwhile', { 'S-10': 'pay-while-reviewable' });
  house = await openHouse({ seed: 'empty', settings: { plans: { directory: plans } } });
  handler = await staff(house, 'claims-handler');
  clinician = await staff(house, 'claims-clinician');
  officer = await staff(house, 'payments-officer');
});
after(async () => {
  await house?.close();
  rmSync(plans, { recursive: true });
});

const codes = (answer) => [answer.status, answer.body.code];
const places = (answer) => answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`);
const keys = ({ proposal }) => proposal.reasons.map(({ key }) => key);
const caseOf = async (id) => (await clinician.get(`/api/v1/claims/${id}`)).body;
const decide = (claim, outcome = 'recognised', more = {}) => step(clinician, claim, 'POST', '/decision', { outcome, reason: 'as the sheet says', ...more });
const recordOf = async (claim, page) => (await handler.get(`/api/v1/claims/${claim}/decisions/${page.decisions[0].id}/record`)).body;

test('A-05, B-02, B-26: child and holder are unknown until a person says them', async () => {
  const family = await registerFamily(house, 'relative', { plans: ['permanent-2026'], holder: null });
  const event = async (kind, on, more = {}) => {
    const answer = await handler.post(`/api/v1/persons/${family.person}/cover-events`, { plan: 'permanent-2026', kind, on, ...more });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  };
  const { claim: { id: claim } } = await sentClaim(house, family, { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1] });
  assert.equal((await complete(handler, claim)).status, 200);
  const holder = async () => {
    const { coverage, checks, tasks, proposal } = await caseOf(claim);
    const { rule, hit } = checks.find(({ code }) => code === 'holder');
    return [coverage.source, coverage.holder, rule, hit, tasks.some(({ task }) => task === 'say-holder'), ...proposal.reasons.filter(({ key }) => key.includes('holder')).map(({ key }) => key)];
  };
  assert.deepEqual(await holder(), ['register', 'unknown', 'B-26', 'unknown', true, 'holder-unknown']);
  // A yearly expiry, or who the holder is, is not yet a history of the cover: the register still answers.
  await event('annual-expiry', '2026-12-31');
  await event('holder', '2020-01-02', { evidence: 'list of the employer' });
  assert.deepEqual(await holder(), ['register', 'yes', 'B-26', 'no', false]);
  await event('relative', '2020-01-02');
  assert.deepEqual(await holder(), ['register', 'no', 'B-26', 'yes', false, 'not-holder'], 'the one recorded last counts');
  const { body: { coverEvents } } = await handler.get(`/api/v1/persons/${family.person}`);
  for (const { id, kind } of coverEvents.filter(({ kind }) => ['holder', 'relative'].includes(kind))) await event('withdrawn', '2020-01-02', { replaces: id, evidence: `never said: ${kind}` });
  assert.deepEqual(await holder(), ['register', 'unknown', 'B-26', 'unknown', true, 'holder-unknown']);
  await event('enrolment', '2020-01-02', { communicatedOn: '2020-01-02', paid: 'yes' });
  const before = (await decide(claim, 'not-recognised')).body;
  const { input } = await recordOf(claim, before);
  assert.deepEqual([input.cover.child, input.cover.holderBirth, input.holder], [undefined, undefined, 'unknown']);
  await event('holder-birth', '1930-05-06');
  await event('child', '2020-01-02');
  await event('not-child', '2024-01-02');
  assert.deepEqual(await holder(), ['events', 'no', 'B-26', 'yes', false, 'not-holder']);
});

test('rules.md 4, EMAPI: a claim filed before the state had lasted is recognised once a person has ruled on that', async () => {
  const { claim: { id: claim } } = await sentClaim(house, await registerFamily(house, 'early', { plans: ['emapi'] }), { plan: 'emapi', grades: [1, 1, 1, 1, 1, 1], onset: day(-100) });
  assert.equal((await step(handler, claim, 'POST', '/dates', { event: 'first-contact', date: day(-40), evidence: 'call 7' })).status, 200);
  assert.equal((await complete(handler, claim)).status, 200);
  assert.equal((await step(clinician, claim, 'PUT', '/finding', { consolidated: 'yes', constantNeed: 'yes', examinedOn: day() })).status, 200);
  const held = await caseOf(claim);
  assert.deepEqual([held.proposal.outcome, held.proposal.timeliness, held.tasks.some(({ task }) => task === 'rule-on-early')], ['held', 'early', true]);
  assert.deepEqual(codes(await decide(claim)), [409, 'early-ruling-open']);
  assert.deepEqual(codes(await step(clinician, claim, 'POST', '/survival-ruling', { ruling: 'payable', reason: 'wrong rule' })), [409, 'not-on-last-day']);
  const rule = (ruling) => step(clinician, claim, 'POST', '/early-ruling', { ruling, reason: 'as it was found' });
  assert.deepEqual(places(await rule('lose')), ['/ruling not-a-choice']);
  const refused = (await rule('refuse')).body;
  assert.deepEqual([refused.proposal.outcome, keys(refused).includes('filed-early-refused')], ['not-recognised', true]);
  assert.deepEqual(codes(await decide(claim)), [409, 'ruled-too-early']);
  const accepted = (await rule('accept')).body;
  assert.deepEqual([accepted.proposal.outcome, accepted.earlyRuling.ruling, accepted.tasks.some(({ task }) => task === 'rule-on-early')], ['recognised', 'accept', false]);
  assert.equal((await decide(claim)).body.state, 'recognised');
  assert.deepEqual(codes(await rule('refuse')), [409, 'recognised-already']);
  const { claim: { id: timely } } = await sentClaim(house, await registerFamily(house, 'timely'));
  assert.deepEqual(codes(await step(clinician, timely, 'POST', '/early-ruling', { ruling: 'accept', reason: 'not early' })), [409, 'not-early']);
});

test('K-02, L-11: however many complaints there are, each is received and has its term', async () => {
  const { claim: { id: claim } } = await sentClaim(house, await registerFamily(house, 'many-complaints'));
  const complain = (offset) => step(handler, claim, 'POST', '/complaints', { receivedOn: day(offset), firstName: 'Maria', lastName: 'Rossi', codiceFiscale: 'RSSMRA80A01H501U', text: 'Non ho avuto risposta.' });
  for (let i = 0; i < 9; i++) assert.equal((await complain(-9 + i)).status, 200);
  let page = await caseOf(claim);
  assert.equal(page.complaints.length, 9);
  const terms = () => page.deadlines.filter(({ code }) => code === 'complaint').map(({ start }) => start);
  assert.deepEqual([terms().length, terms()[0]], [9, day(-9)]);
  const oldest = page.complaints.at(-1);
  page = (await step(handler, claim, 'POST', `/complaints/${oldest.id}/answer`, { date: day(), text: 'Risposta.' })).body;
  assert.deepEqual([terms().length, terms()[0], terms().at(-1)], [9, day(-9), day(-1)]);
  assert.equal(page.complaints.filter(({ answeredOn }) => answeredOn === null).length, 8);
});

test('L-09: what interrupts the limitation begins it anew', async () => {
  const { claim: { id: claim } } = await sentClaim(house, await registerFamily(house, 'interrupted'), { onset: day(-1100) });
  const record = (date) => step(handler, claim, 'POST', '/interruptions', { date, evidence: 'letter 3' });
  const limitation = ({ deadlines }) => deadlines.find(({ code }) => code === 'limitation');
  assert.deepEqual(places(await record(day(1))), ['/date in-future']);
  assert.deepEqual(places(await record(day(-1101))), ['/date before-onset']);
  const late = limitation(await caseOf(claim));
  assert.deepEqual([late.start, late.status], [day(-1100), 'passed'], 'the claim came after the two years');
  const page = (await record(day(-700))).body;
  assert.deepEqual(page.interruptions.map(({ on, evidence }) => [on, evidence]), [[day(-700), 'letter 3']]);
  assert.deepEqual([limitation(page).start, limitation(page).status], [day(), 'open']);
});

const bill = (more = {}) => ({ form: 'care-invoice', provider: 'Cooperativa Esempio', document: `n-${Math.random()}`, serviceFrom: day(), serviceTo: day(), amountCents: 30000, receipted: true, ...more });
const send = async (client, claim, more) => {
  const expense = bill(more);
  const answer = await client.post(`/api/v1/portal/claims/${claim}/expenses`, expense);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body.expenses.find(({ document }) => document === expense.document);
};
const approve = (claim, expense) => step(handler, claim, 'POST', `/expenses/${expense}/approve`);
const expenseOf = (page, id) => page.expenses.find((one) => one.id === id);

test('S-08: a plan that counts by the day of the document asks for it, of the family or of staff', async () => {
  const { client, claim } = await recognisedClaim(house, await registerFamily(house, 'by-invoice', { plans: ['by-invoice'] }), { plan: 'by-invoice', grades: [1, 1, 1, 0] });
  assert.deepEqual(places(await client.post(`/api/v1/portal/claims/${claim}/expenses`, bill({ invoicedOn: day(1), paidOn: day(1) }))), ['/invoicedOn in-future', '/paidOn in-future']);
  const told = await send(client, claim, { invoicedOn: day() });
  const open = await send(client, claim);
  const page = await caseOf(claim);
  assert.deepEqual([expenseOf(page, told.id).reasons.length, expenseOf(page, open.id).reasons.map(({ key }) => key)], [0, ['expense-date-unknown']]);
  assert.deepEqual(codes(await approve(claim, open.id)), [409, 'expense-date-unknown']);
  const read = (since) => step(handler, claim, 'POST', '/checks', { checks: [{ about: 'expense-invoiced', answer: 'yes', of: open.id, ...(since ? { since } : {}) }] });
  assert.deepEqual(places(await read()), ['/checks/0/since missing']);
  assert.equal((await read(day())).status, 200);
  assert.equal((await approve(claim, open.id)).status, 200);
});

test('S-10: a plan that pays while the state is to be reviewed pays then', async () => {
  const family = await registerFamily(house, 'meanwhile', { plans: ['pays-meanwhile', 'temporary-2026'] });
  const reviewable = async (plan) => {
    const { client, claim: { id: claim } } = await sentClaim(house, family, { plan });
    assert.equal((await complete(handler, claim)).status, 200);
    assert.equal((await step(clinician, claim, 'PUT', '/finding', { consolidated: 'undetermined', constantNeed: 'yes', examinedOn: day() })).status, 200);
    const page = (await decide(claim, 'reviewable', { reviewOn: day(90) })).body;
    assert.equal(page.course, 'reviewable');
    return { client, claim, page };
  };
  const { client, claim, page } = await reviewable('pays-meanwhile');
  assert.equal(page.months.length, 6);
  const { id } = await send(client, claim);
  const paid = (await approve(claim, id)).body;
  assert.deepEqual([paid.course, paid.months[0].usedCents, expenseOf(paid, id).payableCents], ['reviewable', 30000, 30000]);
  assert.equal((await step(clinician, claim, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn: day() })).status, 200);
  const { course, months } = (await decide(claim)).body;
  assert.deepEqual([course, months[0].usedCents], ['recognised', 30000]);
  const other = await reviewable('temporary-2026');
  assert.deepEqual([other.page.months, codes(await other.client.post(`/api/v1/portal/claims/${other.claim}/expenses`, bill()))], [[], [409, 'claim-not-recognised']]);
});

test('A-32, S-17: an authorised service is reserved before every reimbursement and paid to its provider', async () => {
  const { client, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'authorised'), { grades: [1, 1, 1, 0], amountCents: 30000 });
  const authorise = (more = {}) => step(handler, claim, 'POST', '/authorisations', { provider: 'Rete Esempio', document: 'AUT-1', serviceFrom: day(1), serviceTo: day(3), amountCents: 40000, ...more });
  assert.deepEqual(places(await authorise({ serviceTo: day() })), ['/serviceTo before-from']);
  assert.deepEqual(places(await client.post(`/api/v1/portal/claims/${claim}/expenses`, bill({ form: 'direct' }))), ['/form not-a-choice']);
  const page = (await authorise()).body;
  const service = page.expenses.find(({ form }) => form === 'direct');
  assert.deepEqual([page.months[0].reservedCents, page.months[0].dueCents, page.months[0].leftCents, service.reasons.map(({ key }) => key)], [40000, 10000, 0, ['in-future']]);
  assert.deepEqual(codes(await authorise()), [409, 'expense-known']);
  assert.deepEqual(codes(await approve(claim, service.id)), [409, 'in-future']);
  assert.equal(expenseOf((await approve(claim, expense)).body, expense).payableCents, 10000, 'what is left beside the reserve');
  // Taken back: the reserve is free again. Another one whose days are over is settled.
  assert.equal((await step(handler, claim, 'POST', `/expenses/${service.id}/refuse`, { reason: 'not needed any more' })).body.months[0].leftCents, 40000);
  const done = (await authorise({ document: 'AUT-2', serviceFrom: day(), serviceTo: day(), amountCents: 15000 })).body.expenses.find(({ document }) => document === 'AUT-2');
  assert.equal(expenseOf((await approve(claim, done.id)).body, done.id).payableCents, 15000);
  const { items } = (await officer.get('/api/v1/payment-lines')).body;
  assert.deepEqual(items.filter(({ claim: of }) => of === claim).map(({ document, provider, amountCents }) => [document === 'AUT-2', provider, amountCents]), [[true, 'Rete Esempio', 15000], [false, null, 10000]]);
});

test('A-36, S-24: an expense in another currency is paid at the mean of its week', async () => {
  const { client, claim } = await recognisedClaim(house, await registerFamily(house, 'abroad'), { grades: [1, 1, 1, 0] });
  const quote = (quotations) => officer.post('/api/v1/quotations', { quotations });
  assert.deepEqual(places(await quote([{ currency: 'EUR', day: day(1), units: '1,1' }])), ['/quotations/0/currency not-a-choice', '/quotations/0/day in-future', '/quotations/0/units not-a-quotation']);
  assert.deepEqual(places(await client.post(`/api/v1/portal/claims/${claim}/expenses`, bill({ currency: 'chf', paidOn: day() }))), ['/currency not-a-choice']);
  const unpaid = await send(client, claim, { currency: 'CHF' });
  const { id } = await send(client, claim, { currency: 'CHF', paidOn: day(), amountCents: 10000 });
  const before = await caseOf(claim);
  assert.deepEqual([unpaid.id, id].map((one) => expenseOf(before, one).reasons[0].key), ['expense-date-unknown', 'quotation-missing']);
  assert.equal((await quote([{ currency: 'CHF', day: day(), units: '0.8' }, { currency: 'USD', day: day(), units: '2' }])).status, 200);
  const listed = (await quote([{ currency: 'CHF', day: day(), units: '0.96' }])).body.items.filter(({ currency }) => currency === 'CHF');
  assert.deepEqual(listed.map(({ units }) => units), ['0.96'], 'the later one of a day counts');
  assert.equal(expenseOf(await caseOf(claim), id).euroCents, 10417);
  const paid = (await approve(claim, id)).body;
  assert.deepEqual([expenseOf(paid, id).currency, expenseOf(paid, id).payableCents], ['CHF', 10417]);
});

test('design 5: the record of every decision and of every judged expense is kept and comes out the same', async () => {
  const { client, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'recorded'), { grades: [1, 1, 1, 0] });
  const second = await send(client, claim, { document: 'the second' });
  assert.deepEqual(codes(await handler.get(`/api/v1/claims/${claim}/expenses/${expense}/record`)), [409, 'record-missing'], 'it is still open');
  assert.equal((await approve(claim, expense)).status, 200);
  assert.equal((await step(handler, claim, 'POST', `/expenses/${second.id}/refuse`, { reason: 'not care' })).status, 200);
  for (const one of [expense, second.id]) {
    const record = (await handler.get(`/api/v1/claims/${claim}/expenses/${one}/record`)).body;
    assert.deepEqual([record.input.expenses.map(({ id }) => id), record.plan.id], [[one], 'temporary-2026']);
    assert.deepEqual((await clinician.get(`/api/v1/claims/${claim}/expenses/${one}/replay`)).body, { same: true, settings: null });
  }
  const { decisions } = await caseOf(claim);
  for (const { id } of decisions) assert.equal((await handler.get(`/api/v1/claims/${claim}/decisions/${id}/replay`)).body.same, true);
  assert.equal((await handler.get(`/api/v1/claims/${claim}/expenses/${claim}/record`)).status, 404);
});

test('D4, B-25: a physician\'s sheet stands on its own and goes before the family\'s answers from its day on', async () => {
  const { client, claim: { id: claim } } = await sentClaim(house, await registerFamily(house, 'examined'), { plan: 'temporary-2026', grades: [1, 1, 1, 0], onset: day(-9) });
  assert.equal((await complete(handler, claim)).status, 200);
  const items = (await caseOf(claim)).score.items.map(({ item }) => item);
  const sheet = (grades, on = day(-2), rater = 'physician') => step(clinician, claim, 'POST', '/assessments', { rater, on, answers: items.map((item, i) => ({ item, grade: grades[i] })) });
  const able = ['able', 'able', 'able', 'able'];
  const three = ['unable', 'unable', 'unable', 'able'];
  assert.deepEqual(places(await sheet(able, day(1), 'family')), ['/rater not-a-choice', '/on in-future']);
  assert.deepEqual(places(await sheet(able, day(-10))), ['/on before-onset']);
  assert.deepEqual(places(await sheet(['able', 'able', 'able', 'grade-9'])), ['/answers/3/grade not-a-choice']);
  assert.deepEqual(places(await step(clinician, claim, 'POST', '/assessments', { rater: 'visit', on: day(), answers: [{ item: items[0], grade: 'able' }] })), ['/answers missing']);
  assert.deepEqual(codes(await step(handler, claim, 'POST', '/assessments', { rater: 'visit', on: day(), answers: [] })), [403, 'role-not-allowed']);
  const seen = ({ rater, score, course, proposal }) => [rater, score.passed, course, proposal.merit];
  const finding = (examinedOn) => step(clinician, claim, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn });
  assert.deepEqual(seen(await caseOf(claim)), ['family', true, 'complete', 'incomplete']);
  // The finding of a day before the examination rests on the family's answers; the sheet comes with that judgement.
  assert.deepEqual(seen((await finding(day(-5))).body), ['family', true, 'under-evaluation', 'recognised']);
  assert.deepEqual(seen((await sheet(able)).body), ['physician', false, 'under-evaluation', 'not-recognised']);
  const later = (await sheet(three, day(-1), 'visit')).body;
  assert.deepEqual(seen(later), ['visit', true, 'under-evaluation', 'recognised']);
  assert.deepEqual(later.assessments.map(({ rater, on }) => [rater, on]), [['family', null], ['physician', day(-2)], ['visit', day(-1)]]);
  const { decisions } = (await decide(claim)).body;
  const { input } = await recordOf(claim, { decisions });
  assert.deepEqual(input.assessments.map(({ date, answers }) => [date, Object.values(answers).filter((grade) => grade === 'unable').length]), [[day(-5), 3], [day(-2), 0], [day(-1), 3]]);
  assert.equal((await handler.get(`/api/v1/claims/${claim}/decisions/${decisions[0].id}/replay`)).body.same, true);
  const own = (await client.get(`/api/v1/portal/claims/${claim}`)).body;
  assert.deepEqual([own.openItems, own.answers.filter(({ grade }) => grade === 'unable').length], [[], 3], 'the family still reads its own answers');
});

const IBAN = 'IT60X0542811101000000123456';
const noteAccount = (person, change = {}) => handler.post(`/api/v1/persons/${person}/bank-account`, { iban: IBAN, holder: 'Maria Rossi', evidence: 'signed form', ...change });

test('chapter 5, K-04: the account of a person is checked, sealed, composed, and taken away again', async () => {
  const family = await registerFamily(house, 'account');
  assert.equal((await handler.get(`/api/v1/persons/${family.person}`)).body.bankAccount, null);
  // With another letter than X the check digits can be right, the account is not.
  for (const [iban, code] of [['IT60X054281110100000012345', 'iban-length'], ['IT60X05428111010000001234?6', 'iban-character'], ['IT61X0542811101000000123456', 'iban-check'], ['IT64Y0542811101000000123456', 'iban-cin']]) {
    assert.deepEqual(places(await noteAccount(family.person, { iban })), [`/iban ${code}`]);
  }
  assert.deepEqual(codes(await handler.post(`/api/v1/persons/${family.person}/bank-account/end`)), [409, 'no-bank-account']);
  for (const name of ['holder', 'evidence']) assert.deepEqual(places(await noteAccount(family.person, { [name]: undefined })), [`/${name} missing`]);
  const { bankAccount } = (await noteAccount(family.person, { iban: ' it60 x054 2811 1010 0000 0123 456 ' })).body;
  assert.deepEqual([bankAccount.iban, bankAccount.holder, bankAccount.evidence, bankAccount.inSepa], [IBAN, 'Maria Rossi', 'signed form', true]);

  const { claim, expense } = await recognisedClaim(house, family);
  const page = await caseOf(claim);
  // The codes of our stories take the first three letters of a name, which is not how it is done.
  assert.deepEqual([page.bankAccount.iban, page.warnings], [IBAN, [{ code: 'family-name-differs', rule: 'chapter 5' }]]);
  const { input } = await recordOf(claim, page);
  assert.deepEqual(input.account, { iban: IBAN, evidence: { iban: ['signed form'] } });
  assert.deepEqual([input.member.familyName, input.member.codiceFiscale], [page.person.name.split(',')[0], page.person.codiceFiscale]);
  assert.equal((await handler.get(`/api/v1/claims/${claim}/decisions/${page.decisions[0].id}/replay`)).body.same, true);

  // A line to the member names the account that counts now: no more of it, no account.
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
  const lineOf = async () => (await officer.get('/api/v1/payment-lines')).body.items.find((one) => one.claim === claim);
  assert.deepEqual([(await lineOf()).payee, (await lineOf()).account], ['member', { iban: IBAN, holder: 'Maria Rossi' }]);
  assert.equal((await noteAccount(family.person, { iban: 'TR330006100519786457841326' })).body.bankAccount.inSepa, false);
  assert.equal((await handler.post(`/api/v1/persons/${family.person}/bank-account/end`)).body.bankAccount, null);
  assert.equal((await lineOf()).account, null);
  assert.equal((await caseOf(claim)).bankAccount, null);

  for (const name of readdirSync(house.path('data')).filter((file) => file.startsWith('office.db'))) {
    assert.equal(readFileSync(house.path('data', name)).includes(IBAN), false, `${name} holds the IBAN in clear`);
  }
  assert.equal(/it60x0542811101000000123456/i.test(house.logTail('server', 1e6).replaceAll(/\s/g, '')), false, 'the log names the IBAN');
});

test('S-27, chapter 7: a death has the day on which it was told and what shows it, and the rules say what follows', async () => {
  const family = await registerFamily(house, 'told');
  assert.equal((await noteAccount(family.person)).status, 201);
  const { claim, expense } = await recognisedClaim(house, family);
  const death = { fact: 'died', date: day(), notifiedOn: day(), evidence: 'death certificate 12' };
  const tell = (change) => step(handler, claim, 'POST', '/life', { ...death, ...change });
  assert.deepEqual(places(await tell({ notifiedOn: undefined, evidence: undefined })), ['/notifiedOn missing', '/evidence missing']);
  assert.deepEqual(places(await tell({ notifiedOn: day(-1) })), ['/notifiedOn before-death']);
  assert.deepEqual(places(await tell({ notifiedOn: day(1) })), ['/notifiedOn in-future']);
  assert.deepEqual(places(await tell({ fact: 'alive' })), ['/notifiedOn not-allowed']);
  assert.equal((await tell({ fact: 'alive', date: day(-1), notifiedOn: undefined, evidence: 'letter 3' })).body.alive.provenEvidence, 'letter 3');
  const told = (await tell()).body;
  assert.deepEqual([told.alive.diedOn, told.alive.death.notifiedOn, told.alive.death.evidence], [day(), day(), 'death certificate 12']);
  assert.equal(told.expenses[0].payee, 'heirs');
  assert.deepEqual([told.byTheFacts.end, told.byTheFacts.follows.includes('pay-heirs')], ['death', true]);
  assert.ok(told.deadlines.some(({ code }) => code === 'limitation'));

  // What was served on the day is due, to the heirs, whose account is not the member's.
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
  const { input, result } = (await handler.get(`/api/v1/claims/${claim}/expenses/${expense}/record`)).body;
  assert.deepEqual([input.life.deathNotified, input.life.evidence.death, input.life.evidence.deathNotified], [day(), ['death certificate 12'], ['death certificate 12']]);
  assert.equal(result.expenses[0].payee, 'heirs');
  const line = (await officer.get('/api/v1/payment-lines')).body.items.find((one) => one.claim === claim);
  assert.deepEqual([line.payee, line.account], ['heirs', null]);
});
