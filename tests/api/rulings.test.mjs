// SPDX-License-Identifier: EUPL-1.2
// Rulings that could be walked around: a check settled by a later one, a refusal undone by its own author, a right that was ruled
// lost, a death told on another claim.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { choosePassword, complete, day, recognisedClaim, registerFamily, sentClaim, staff, step } from './story.mjs';

let house;
let handler;
let clinician;
let second; // clinician
before(async () => {
  house = await openHouse({ seed: 'empty' });
  handler = await staff(house, 'claims-handler');
  clinician = await staff(house, 'claims-clinician');
  const username = 'second.clinician';
  const { body } = await (await staff(house, 'admin')).post('/api/v1/accounts', { username, name: username, role: 'claims-clinician' });
  second = await choosePassword(house, { username, role: 'claims-clinician', fund: 'colleague' }, body.oneTimePassword);
});
after(() => house?.close());

const caseOf = async (id) => (await clinician.get(`/api/v1/claims/${id}`)).body;
const confirmRefusal = (claim) => step(clinician, claim, 'POST', '/refusal-ruling', { ruling: 'confirmed', reason: 'no ground was given' });
const codes = (answer) => [answer.status, answer.body.code];
const places = (answer) => answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`);

test('A-37, S-11: who complies at last has settled the refused check before it too', async () => {
  const { claim, expense } = await recognisedClaim(house, await registerFamily(house, 'control'), { grades: [1, 1, 1, 0] });
  const control = (event, date = day()) => step(handler, claim, 'POST', '/controls', { event, date });
  for (const event of ['requested', 'refused', 'requested']) assert.equal((await control(event)).status, 200);
  assert.equal((await confirmRefusal(claim)).status, 200);
  assert.deepEqual(codes(await step(handler, claim, 'POST', `/expenses/${expense}/approve`)), [409, 'suspended']);
  assert.equal((await control('complied')).body.course, 'in-payment');
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
  assert.deepEqual(codes(await control('complied')), [409, 'no-open-control']);
});

test('A-37: a check asked for with an earlier day does not let one be settled before it was asked for', async () => {
  const { claim } = await recognisedClaim(house, await registerFamily(house, 'control-days'), { grades: [1, 1, 1, 0] });
  const control = (event, date = day()) => step(handler, claim, 'POST', '/controls', { event, date });
  for (const date of [day(), day(-2)]) assert.equal((await control('requested', date)).status, 200);
  assert.deepEqual(places(await control('complied', day(-1))), ['/date before-request']);
  assert.equal((await control('complied')).status, 200);
});

test('S-11: however many checks follow, the refused one still suspends', async () => {
  const { claim, expense } = await recognisedClaim(house, await registerFamily(house, 'control-many'), { grades: [1, 1, 1, 0] });
  const control = (event) => step(handler, claim, 'POST', '/controls', { event, date: day() });
  const events = ['requested', 'complied', 'requested', 'refused', ...Array(9).fill('requested')];
  for (const event of events) assert.equal((await control(event)).status, 200);
  assert.equal((await confirmRefusal(claim)).status, 200);
  assert.deepEqual(codes(await step(handler, claim, 'POST', `/expenses/${expense}/approve`)), [409, 'suspended']);
  await control('complied');
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
});

test('S-11: a claim that ends while it is suspended holds nothing any more', async () => {
  const suspended = async (story) => {
    const made = await recognisedClaim(house, await registerFamily(house, story), { grades: [1, 1, 1, 0] });
    for (const event of ['requested', 'refused']) assert.equal((await step(handler, made.claim, 'POST', '/controls', { event, date: day() })).status, 200);
    assert.equal((await confirmRefusal(made.claim)).body.course, 'suspended');
    return { ...made, approve: () => step(handler, made.claim, 'POST', `/expenses/${made.expense}/approve`), reasons: async () => (await caseOf(made.claim)).expenses[0].reasons.map(({ rule, key }) => `${rule} ${key}`) };
  };
  const end = (claim, reason) => step(handler, claim, 'POST', '/end', { reason, date: day(), evidence: 'lettera 7' });
  // Care of the day of the end is refused by its reason, no longer held.
  const over = await suspended('suspended-over');
  assert.deepEqual([codes(await over.approve()), await over.reasons()], [[409, 'suspended'], ['S-11 suspended']]);
  assert.equal((await end(over.claim, 'state-ended')).body.state, 'ended');
  assert.deepEqual([codes(await over.approve()), await over.reasons()], [[409, 'state-ended'], ['A-12 state-ended']]);
  // Care up to the day of death goes to the heirs.
  const died = await suspended('suspended-died');
  assert.equal((await step(handler, died.claim, 'POST', '/life', { fact: 'died', date: day(), notifiedOn: day(), evidence: 'certificate' })).status, 200);
  assert.equal((await end(died.claim, 'death')).body.state, 'ended');
  assert.deepEqual(await died.reasons(), []);
  assert.equal((await died.approve()).body.expenses[0].payableCents, 30000);
});

test('A-39: whoever refused recognises only after a document or a complaint, another person at once', async () => {
  const decide = (client, claim, outcome) => step(client, claim, 'POST', '/decision', { outcome, reason: 'as the sheet says' });
  const refused = async (story) => {
    const { claim: { id } } = await sentClaim(house, await registerFamily(house, story));
    assert.equal((await complete(handler, id)).status, 200);
    assert.equal((await step(clinician, id, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn: day() })).status, 200);
    assert.equal((await decide(clinician, id, 'not-recognised')).status, 200);
    return id;
  };
  const alone = await refused('refuser');
  assert.deepEqual(codes(await decide(clinician, alone, 'recognised')), [409, 'same-person']);
  const { actions } = await caseOf(alone);
  assert.equal(actions.find(({ action }) => action === 'decide').reason, 'same-person');
  assert.equal((await decide(second, alone, 'recognised')).body.state, 'recognised');

  const integrated = await refused('refuser-document');
  assert.equal((await step(handler, integrated, 'POST', '/dossier', { documents: [{ code: 'D3', receivedOn: day(), accepted: 'yes' }] })).status, 200);
  assert.equal((await decide(clinician, integrated, 'recognised')).body.state, 'recognised');

  const complained = await refused('refuser-complaint');
  assert.equal((await step(handler, complained, 'POST', '/complaints', { receivedOn: day(), firstName: 'Maria', lastName: 'Rossi', codiceFiscale: 'RSSMRA80A01H501U',
    text: 'Chiedo un nuovo esame.' })).status, 200);
  assert.equal((await decide(clinician, complained, 'recognised')).body.state, 'recognised');
});

test('S-09: a right that was ruled lost is not recognised, and a recognised one is not ruled lost', async () => {
  const { claim: { id: claim } } = await sentClaim(house, await registerFamily(house, 'lost'), { onset: day(-40) });
  await complete(handler, claim);
  await step(clinician, claim, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn: day() });
  const rule = (ruling) => step(clinician, claim, 'POST', '/late-ruling', { ruling, reason: 'as it was proven' });
  const recognise = () => step(clinician, claim, 'POST', '/decision', { outcome: 'recognised', reason: 'the finding supports it' });
  assert.equal((await rule('lose')).status, 200);
  const { version } = await caseOf(claim);
  assert.deepEqual(codes(await recognise()), [409, 'right-ruled-lost']);
  assert.equal((await caseOf(claim)).version, version);
  assert.equal((await rule('accept')).status, 200);
  assert.equal((await recognise()).body.state, 'recognised');
  assert.deepEqual(codes(await rule('lose')), [409, 'recognised-already']);
  const corrected = await step(second, claim, 'POST', '/decision/correction', { outcome: 'not-recognised', reason: 'intent came to light' });
  assert.equal(corrected.body.state, 'not-recognised');
  assert.equal((await rule('lose')).status, 200);
  assert.deepEqual(codes(await recognise()), [409, 'right-ruled-lost']);
});

test('S-27: a death that is told on one claim is known to the other claims of that person, and to nobody else', async () => {
  const family = await registerFamily(house, 'two-claims');
  const { client, claim, expense } = await recognisedClaim(house, family, { grades: [1, 1, 1, 0], amountCents: 20000 });
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
  const { expenses } = (await client.post(`/api/v1/portal/claims/${claim}/expenses`, { form: 'care-invoice', provider: 'Cooperativa Esempio', document: '13/2026',
    serviceFrom: day(), serviceTo: day(), amountCents: 5000, receipted: true })).body;
  const { id: late } = expenses.find(({ document }) => document === '13/2026');
  const { claim: { id: other } } = await sentClaim(house, family, { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1] });
  const { claim: stranger } = await recognisedClaim(house, await registerFamily(house, 'stranger'), { grades: [1, 1, 1, 0] });
  assert.equal((await step(handler, other, 'POST', '/life', { fact: 'died', date: day(-1), notifiedOn: day(), evidence: 'certificate' })).status, 200);
  const page = await caseOf(claim);
  assert.deepEqual(page.clawbacks.map(({ expense: of, backCents }) => [of, backCents]), [[expense, 20000]]);
  assert.equal((await step(handler, claim, 'POST', `/expenses/${late}/approve`)).status, 409, 'a service after the death');
  assert.equal((await caseOf(stranger)).clawbacks.length, 0);
  // Seen alive later: the death was an error, and is one for both.
  assert.equal((await step(handler, other, 'POST', '/life', { fact: 'alive', date: day() })).status, 200);
  assert.deepEqual((await caseOf(claim)).clawbacks, []);
  assert.equal((await step(handler, claim, 'POST', `/expenses/${late}/approve`)).status, 200);
});
