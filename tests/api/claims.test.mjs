// SPDX-License-Identifier: EUPL-1.2
// The case page through the API: score, deadlines, completeness, finding, decision, stale pages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { complete, day, recognisedClaim, registerFamily, sentClaim, staff, step } from './story.mjs';

let house;
let handler;
let clinician;
before(async () => {
  house = await openHouse({ seed: 'empty' });
  handler = await staff(house, 'claims-handler');
  clinician = await staff(house, 'claims-clinician');
});
after(() => house?.close());

const caseOf = async (id) => (await clinician.get(`/api/v1/claims/${id}`)).body;

async function judged(plan, grades, consolidated) {
  const { claim } = await sentClaim(house, await registerFamily(house, 'case'), { plan, grades });
  assert.equal((await complete(handler, claim.id)).status, 200);
  const found = await step(clinician, claim.id, 'PUT', '/finding', { consolidated, constantNeed: 'yes', examinedOn: day(), note: 'visita' });
  assert.equal(found.status, 200);
  return found.body;
}

test('B-25: 35 points are not recognised, 40 are, each answer with its contribution', async () => {
  const short = await judged('permanent-2026', [2, 1, 1, 1, 1, 1], 'yes');
  assert.equal(short.proposal.outcome, 'not-recognised');
  assert.deepEqual([short.score.method, short.score.total, short.score.threshold, short.score.distance], ['sum', '35', '40', '5']);
  assert.deepEqual(short.score.items.map(({ points }) => points), ['10', '5', '5', '5', '5', '5']);
  const reached = await judged('permanent-2026', [2, 2, 1, 1, 1, 1], 'yes');
  assert.equal(reached.proposal.outcome, 'recognised');
  assert.equal(reached.score.distance, '0');
});

test('A-12: 2 of 4 acts are not recognised, 3 of 4 are; A-14: never when consolidated', async () => {
  assert.equal((await judged('temporary-2026', [1, 1, 0, 0], 'no')).proposal.outcome, 'not-recognised');
  const three = await judged('temporary-2026', [1, 1, 1, 0], 'no');
  assert.equal(three.proposal.outcome, 'recognised');
  assert.deepEqual([three.score.method, three.score.total, three.score.threshold], ['count', '3', '3']);
  assert.equal((await judged('temporary-2026', [1, 1, 1, 1], 'yes')).proposal.outcome, 'not-recognised');
});

test('nothing is recognised on an open answer, before completeness or without a finding', async () => {
  const family = await registerFamily(house, 'open');
  const client = await house.client(family.username);
  const draft = (await client.post('/api/v1/portal/claims', { person: family.person, plan: 'temporary-2026' })).body;
  await client.put(`/api/v1/portal/claims/${draft.id}/answers/hygiene`, { grade: 'unable' });
  assert.equal((await client.post(`/api/v1/portal/claims/${draft.id}/submit`)).status, 200);
  const decide = () => step(clinician, draft.id, 'POST', '/decision', { outcome: 'recognised', reason: 'perhaps' });
  assert.equal((await decide()).body.code, 'claim-not-complete');
  await complete(handler, draft.id);
  const refused = await decide();
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, 'answers-open');
  const page = await caseOf(draft.id);
  assert.equal(page.proposal.outcome, 'incomplete');
  assert.equal(page.score.items.find(({ item }) => item === 'feeding').points, null);
  // A reason travels as rule, key and what it speaks of; the words are the page's.
  const missing = page.proposal.reasons.find(({ key }) => key === 'answer-missing');
  assert.deepEqual(Object.keys(missing).sort(), ['items', 'key', 'rule']);
  assert.ok(missing.items.some(({ it, en }) => it === 'Nutrirsi' && en === 'Feeding'), JSON.stringify(missing));
  assert.equal(page.decisions.length, 0);
});

test('C-17: a stale page is told so and changes nothing; without If-Match nothing is done', async () => {
  const { claim } = await sentClaim(house, await registerFamily(house, 'stale'));
  const before = await clinician.get(`/api/v1/claims/${claim.id}`);
  assert.equal(before.headers.get('etag'), `"${before.body.version}"`);
  const address = `/api/v1/claims/${claim.id}/complete`;
  assert.equal((await handler.post(address, { date: day() }, { etag: '"1"' })).status, 412);
  assert.equal((await handler.post(address, { date: day() })).status, 428);
  assert.equal((await caseOf(claim.id)).version, before.body.version);
});

test('C-11: what an actor may do now is said with the reason for what they may not', async () => {
  const { claim } = await sentClaim(house, await registerFamily(house, 'actions'));
  const forHandler = Object.fromEntries((await handler.get(`/api/v1/claims/${claim.id}`)).body.actions.map((one) => [one.action, one]));
  assert.equal(forHandler.complete.allowed, true);
  assert.deepEqual(forHandler.decide, { action: 'decide', allowed: false, reason: 'another-role' });
  const forClinician = Object.fromEntries((await caseOf(claim.id)).actions.map((one) => [one.action, one]));
  assert.deepEqual(forClinician.decide, { action: 'decide', allowed: false, reason: 'claim-not-complete' });
  assert.equal((await handler.post(`/api/v1/claims/${claim.id}/decision`, { outcome: 'recognised', reason: 'as handler' }, { etag: '"1"' })).status, 403);
});

test('S-09: a late claim is received like any other and waits for a person', async () => {
  const { claim } = await sentClaim(house, await registerFamily(house, 'late'), { onset: day(-40) });
  assert.equal(claim.state, 'submitted');
  await complete(handler, claim.id);
  const page = (await step(clinician, claim.id, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn: day() })).body;
  assert.equal(page.proposal.outcome, 'late-for-a-person');
  const filing = page.deadlines.find(({ code }) => code === 'filing');
  assert.deepEqual([filing.status, filing.basis, filing.days, filing.rule], ['missed', 'onset', 14, 'A-16']);
  const decide = () => step(clinician, claim.id, 'POST', '/decision', { outcome: 'recognised', reason: 'no prejudice was proven' });
  assert.equal((await decide()).body.code, 'late-ruling-open');
  const ruled = await step(clinician, claim.id, 'POST', '/late-ruling', { ruling: 'accept', reason: 'no prejudice was proven' });
  assert.equal(ruled.body.proposal.outcome, 'recognised');
  const decided = await decide();
  assert.equal(decided.status, 200);
  assert.equal(decided.body.decisions[0].proposal, 'recognised');
  assert.equal(decided.body.lateRuling.ruling, 'accept');
  assert.equal(decided.body.months.length, 6);
});

test('A-21: reviewable carries its date, other outcomes carry none', async () => {
  const page = await judged('temporary-2026', [1, 1, 1, 0], 'undetermined');
  assert.equal(page.proposal.outcome, 'reviewable');
  const bare = await step(clinician, page.id, 'POST', '/decision', { outcome: 'reviewable', reason: 'seen again later' });
  assert.deepEqual(bare.body.errors, [{ pointer: '/reviewOn', code: 'missing' }]);
  const decided = await step(clinician, page.id, 'POST', '/decision', { outcome: 'reviewable', reason: 'seen again later', reviewOn: day(30) });
  assert.equal(decided.status, 200);
  assert.equal(decided.body.deadlines.find(({ code }) => code === 'review').on, day(30));
});

test('a family reads what was decided and why, and no score', async () => {
  const { claim, client } = await recognisedClaim(house, await registerFamily(house, 'told'));
  const { body } = await client.get(`/api/v1/portal/claims/${claim}`);
  assert.deepEqual(body.decision, { outcome: 'recognised', on: day(), reason: 'the finding supports it', reviewOn: null });
  assert.doesNotMatch(JSON.stringify(body), /score|threshold|proposal/);
  const { person } = (await handler.get(`/api/v1/claims/${claim}`)).body;
  assert.deepEqual(body.member, { name: person.name.split(', ').reverse().join(' '), birthDate: person.birthDate, codiceFiscale: person.codiceFiscale }, 'whom the print is about');
  const { claim: sent, client: other } = await sentClaim(house, await registerFamily(house, 'untold'));
  assert.equal((await other.get(`/api/v1/portal/claims/${sent.id}`)).body.decision, null);
});

test('the list shows what waits for staff, page by page, never a draft', async () => {
  const family = await registerFamily(house, 'list');
  const client = await house.client(family.username);
  const draft = (await client.post('/api/v1/portal/claims', { person: family.person, plan: 'permanent-2026' })).body;
  const seen = [];
  for (let path = '/api/v1/claims?limit=3'; path;) {
    const { status, headers, body } = await handler.get(path);
    assert.equal(status, 200);
    seen.push(...body.items);
    path = body.nextCursor && `/api/v1/claims?limit=3&cursor=${encodeURIComponent(body.nextCursor)}`;
    assert.equal(Boolean(path), headers.has('link'));
  }
  assert.ok(seen.length > 5);
  assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length);
  assert.ok(!seen.some(({ id }) => id === draft.id));
  assert.equal((await handler.get(`/api/v1/claims/${draft.id}`)).status, 404);
  const due = seen.map(({ nextDeadline }) => nextDeadline?.on ?? '9');
  assert.deepEqual(due, [...due].sort(), 'in the order of the terms that it shows');
  for (const { id, nextDeadline } of seen.slice(0, 3)) assert.deepEqual((await caseOf(id)).nextDeadline, nextDeadline, 'as on the case');
  const recognised = (await handler.get('/api/v1/claims?state=recognised')).body.items;
  assert.ok(recognised.every(({ state }) => state === 'recognised'));
  assert.equal((await handler.get('/api/v1/claims?cursor=zzz')).status, 400);
});

test('B-20: a home carer under the permanent plan makes no line and the family reads the rule', async () => {
  const { client, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'carer'),
    { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1], form: 'home-carer' });
  const own = (await client.get(`/api/v1/portal/claims/${claim}`)).body.expenses[0];
  assert.deepEqual(own.reasons, [{ rule: 'B-20', key: 'form-not-covered' }]);
  const approved = await step(handler, claim, 'POST', `/expenses/${expense}/approve`);
  assert.equal(approved.status, 409);
  assert.equal(approved.body.code, 'form-not-covered');
  const refused = await step(handler, claim, 'POST', `/expenses/${expense}/refuse`, { reason: 'il piano paga il ricovero' });
  assert.equal(refused.status, 200);
  const after = (await client.get(`/api/v1/portal/claims/${claim}`)).body.expenses[0];
  assert.equal(after.state, 'refused');
  assert.deepEqual(after.reasons.at(-1), { rule: 'person', key: 'refused-by-person', text: 'il piano paga il ricovero' });
});

test('B-23: a stay in an RSA waits for day 61', async () => {
  const { claim, expense } = await recognisedClaim(house, await registerFamily(house, 'window'),
    { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1], form: 'rsa-stay' });
  const approved = await step(handler, claim, 'POST', `/expenses/${expense}/approve`);
  assert.equal(approved.status, 409);
  assert.equal(approved.body.code, 'survival-running');
  const survival = (await caseOf(claim)).deadlines.find(({ code }) => code === 'survival');
  assert.deepEqual([survival.days, survival.status, survival.extendedFrom], [60, 'open', null]);
  assert.equal((await caseOf(claim)).plan.survivalDays, 60);
});

test('a day that the rules cannot reckon with is no date at any door, and the case stays readable', async () => {
  const { client, claim } = await recognisedClaim(house, await registerFamily(house, 'calendar'), { grades: [1, 1, 1, 0] });
  for (const far of ['0001-01-01', '1799-12-31', '3000-01-01', '9999-12-31']) {
    const expense = await client.post(`/api/v1/portal/claims/${claim}/expenses`, {
      form: 'care-invoice', provider: 'X', document: far, serviceFrom: far, serviceTo: far, amountCents: 100, receipted: true });
    assert.deepEqual(expense.body.errors, [{ pointer: '/serviceFrom', code: 'not-a-date' }, { pointer: '/serviceTo', code: 'not-a-date' }]);
    assert.deepEqual((await step(handler, claim, 'POST', '/life', { fact: 'died', date: far, notifiedOn: day(), evidence: 'certificate' })).body.errors, [{ pointer: '/date', code: 'not-a-date' }]);
  }
  assert.deepEqual((await caseOf(claim)).alive, { provenOn: null, provenEvidence: null, diedOn: null, death: null });
});

test('an open case page hears of a change at once, by id only', async () => {
  const controller = new AbortController();
  const answer = await fetch(`${house.url}/api/v1/events`, { headers: { cookie: handler.cookie }, signal: controller.signal });
  assert.equal(answer.status, 200);
  const reader = answer.body.getReader();
  const { claim } = await sentClaim(house, await registerFamily(house, 'live'));
  let text = '';
  const until = Date.now() + 60000;
  while (!text.includes(claim.id) && Date.now() < until) text += new TextDecoder().decode((await reader.read()).value);
  controller.abort();
  const event = text.split('\n\n').find((one) => one.includes(claim.id));
  assert.match(event, /^event: claim$/m);
  assert.deepEqual(JSON.parse(/^data: (.*)$/m.exec(event)[1]), { claim: claim.id });
});
