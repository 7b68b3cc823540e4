// SPDX-License-Identifier: EUPL-1.2
// What a family sees and does: questionnaire without points, drafts, one sending, the wall around others' claims.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { day, recognisedClaim, registerFamily, sentClaim, staff } from './story.mjs';

let house;
before(async () => { house = await openHouse({ seed: 'empty' }); });
after(() => house?.close());

const keysOf = (value) => (value && typeof value === 'object' ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]) : []);

test('F-09: neither questionnaire nor portal says a word about score or threshold', async () => {
  const family = await registerFamily(house, 'quiet');
  const { client, claim } = await sentClaim(house, family, { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1] });
  const pages = [
    (await client.get('/api/v1/plans/permanent-2026/questionnaire')).body,
    (await client.get('/api/v1/portal')).body,
    (await client.get(`/api/v1/portal/claims/${claim.id}`)).body,
  ];
  for (const page of pages) assert.deepEqual(keysOf(page).filter((key) => /score|point|threshold|tenth|proposal|unable|grade-points/i.test(key)), []);
  assert.equal(pages[0].sampleWording, true);
  assert.equal((await client.get(`/api/v1/claims/${claim.id}`)).status, 403);
});

test('F-04: every answer is kept at once and the draft resumes at the first open question', async () => {
  const family = await registerFamily(house, 'draft');
  const client = await house.client(family.username);
  const draft = (await client.post('/api/v1/portal/claims', { person: family.person, plan: 'permanent-2026' })).body;
  assert.deepEqual(draft.openItems, ['washing', 'dressing', 'toilet', 'moving', 'continence', 'feeding']);
  const saved = await client.put(`/api/v1/portal/claims/${draft.id}/answers/washing`, { grade: 'grade-2' });
  assert.equal(saved.status, 200);
  const elsewhere = await house.client(family.username);
  const resumed = (await elsewhere.get(`/api/v1/portal/claims/${draft.id}`)).body;
  assert.equal(resumed.openItems[0], 'dressing');
  assert.equal(resumed.answers[0].grade, 'grade-2');
  const changed = (await client.put(`/api/v1/portal/claims/${draft.id}/answers/washing`, { grade: 'unknown' })).body;
  assert.deepEqual(changed.answers.map(({ grade }) => grade), ['unknown']);
  assert.equal(changed.tasks.find(({ code }) => code === 'questionnaire').status, 'in-progress');
  // the term runs, and sending waits for no answer.
  assert.equal(changed.tasks.find(({ code }) => code === 'submit').status, 'to-do');
});

test('an answer must be one of the plan; an item must exist', async () => {
  const family = await registerFamily(house, 'answers');
  const client = await house.client(family.username);
  const draft = (await client.post('/api/v1/portal/claims', { person: family.person, plan: 'temporary-2026' })).body;
  const wrong = await client.put(`/api/v1/portal/claims/${draft.id}/answers/hygiene`, { grade: 'grade-9' });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.body.errors, [{ pointer: '/grade', code: 'not-a-choice' }]);
  assert.equal((await client.put(`/api/v1/portal/claims/${draft.id}/answers/flying`, { grade: 'able' })).status, 404);
  const future = await client.put(`/api/v1/portal/claims/${draft.id}/facts`, { onsetDate: day(3) });
  assert.deepEqual(future.body.errors, [{ pointer: '/onsetDate', code: 'in-future' }]);
});

test('F-08: sent twice is sent once; the first receipt stands', async () => {
  const family = await registerFamily(house, 'twice');
  const { client, claim } = await sentClaim(house, family);
  const again = await client.post(`/api/v1/portal/claims/${claim.id}/submit`);
  assert.equal(again.status, 200);
  assert.deepEqual(again.body.receipt, claim.receipt);
  assert.match(claim.receipt.number, /^\d{4}-\d{6}$/);
  const altered = await client.put(`/api/v1/portal/claims/${claim.id}/answers/hygiene`, { grade: 'able' });
  assert.equal(altered.body.code, 'answer-already-sent');
});

test('one draft per person and plan, whoever opens it; none without a cover', async () => {
  const family = await registerFamily(house, 'one');
  const client = await house.client(family.username);
  const options = { headers: { 'idempotency-key': 'portal-test-one' } };
  const body = { person: family.person, plan: 'temporary-2026' };
  const first = await client.post('/api/v1/portal/claims', body, options);
  assert.equal(first.status, 201);
  assert.equal((await client.post('/api/v1/portal/claims', body, options)).body.id, first.body.id);
  assert.equal((await client.post('/api/v1/portal/claims', body)).body.code, 'draft-exists');
  assert.equal((await client.post('/api/v1/portal/claims', { ...body, plan: 'other-2026' })).body.code, 'no-cover-in-force');
});

test('S-28: a stranger sees nothing, a mandate opens the door, and only for its days', async () => {
  const father = await registerFamily(house, 'father');
  const { claim } = await sentClaim(house, father);
  const daughter = await registerFamily(house, 'daughter');
  const client = await house.client(daughter.username);
  assert.equal((await client.get(`/api/v1/portal/claims/${claim.id}`)).status, 404);
  assert.equal((await client.put(`/api/v1/portal/claims/${claim.id}/facts`, { placeOfCare: 'rsa' })).status, 404);
  const handler = await staff(house, 'claims-handler');
  const grant = (from, to) => handler.post(`/api/v1/persons/${father.person}/mandates`, { username: daughter.username, kind: 'relative', from, to });
  assert.equal((await grant('2025-01-01')).status, 201);
  assert.equal((await client.get(`/api/v1/portal/claims/${claim.id}`)).status, 200);
  const home = (await client.get('/api/v1/portal')).body.people;
  assert.deepEqual(home.map(({ relation }) => relation), ['self', 'relative']);
  // The later row counts: the mandate ended yesterday.
  assert.equal((await grant('2025-01-01', day(-1))).status, 201);
  assert.equal((await client.get(`/api/v1/portal/claims/${claim.id}`)).status, 404);
});

test('an expense is told about before anybody decides on it', async () => {
  const family = await registerFamily(house, 'expense');
  const { client, claim } = await recognisedClaim(house, family, { grades: [1, 1, 1, 0], amountCents: 20000 });
  const page = (await client.get(`/api/v1/portal/claims/${claim}`)).body;
  assert.equal(page.months[0].ceilingCents, 50000);
  assert.equal(page.expenses[0].state, 'submitted');
  const wrong = await client.post(`/api/v1/portal/claims/${claim}/expenses`, {
    form: 'annuity', provider: 'X', document: '1', serviceFrom: day(), serviceTo: day(-1), amountCents: 1, receipted: true });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.body.errors.map(({ pointer }) => pointer).sort(), ['/form', '/serviceTo']);
});

test('no expense before a right is recognised', async () => {
  const { client, claim } = await sentClaim(house, await registerFamily(house, 'early'));
  const early = await client.post(`/api/v1/portal/claims/${claim.id}/expenses`, {
    form: 'care-invoice', provider: 'X', document: '1', serviceFrom: day(), serviceTo: day(), amountCents: 1, receipted: true });
  assert.equal(early.status, 409);
  assert.equal(early.body.code, 'claim-not-recognised');
});
