// SPDX-License-Identifier: EUPL-1.2
// Where a benefit ends: the end stops what follows, a wrong one is taken back by a second person, and the sum is one a month however
// many claims there are.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { planPath } from './evaluating.mjs';
import { choosePassword, complete, day, recognisedClaim, registerFamily, sentClaim, staff, step } from './story.mjs';

const plans = mkdtempSync(join(tmpdir(), 'plans-'));
let house;
let handler;
let clinician;
let other; // handler
before(async () => {
  for (const name of ['temporary', 'permanent']) copyFileSync(planPath(name), join(plans, `${name}-2026.json`));
  const stops = JSON.parse(readFileSync(planPath('temporary'), 'utf8'));
  stops.id = 'stops';
  stops.settings['S-26'].value = 'stops-with-cover';
  writeFileSync(join(plans, 'stops.json'), JSON.stringify(stops));
  house = await openHouse({ seed: 'empty', settings: { plans: { directory: plans } } });
  handler = await staff(house, 'claims-handler');
  clinician = await staff(house, 'claims-clinician');
  const username = 'second.handler';
  const { body } = await (await staff(house, 'admin')).post('/api/v1/accounts', { username, name: username, role: 'claims-handler' });
  other = await choosePassword(house, { username, role: 'claims-handler', fund: 'colleague' }, body.oneTimePassword);
});
after(async () => {
  await house?.close();
  rmSync(plans, { recursive: true });
});

const codes = (answer) => [answer.status, answer.body.code];
const places = (answer) => answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`);
const end = (claim, reason, more = {}, client = handler) => step(client, claim, 'POST', '/end', { reason, date: day(), evidence: 'lettera 7', ...more });
const takeBack = (client, claim) => step(client, claim, 'POST', '/end/correction', { reason: 'la lettera era di un’altra pratica' });
const action = (page, name) => page.actions.find((one) => one.action === name);

test('chapter 7: an end needs evidence, and a second person takes a wrong one back', async () => {
  const { claim, expense } = await recognisedClaim(house, await registerFamily(house, 'wrong-end'), { grades: [1, 1, 1, 0] });
  assert.deepEqual(places(await end(claim, 'state-ended', { evidence: undefined })), ['/evidence missing']);
  assert.deepEqual(codes(await takeBack(other, claim)), [409, 'nothing-to-correct']);
  const ended = (await end(claim, 'state-ended')).body;
  assert.deepEqual([ended.state, ended.ending.evidence, action(ended, 'correct-end').reason], ['ended', 'lettera 7', 'same-person']);
  assert.deepEqual(codes(await step(handler, claim, 'POST', `/expenses/${expense}/approve`)), [409, 'state-ended']);
  assert.deepEqual(codes(await takeBack(handler, claim)), [409, 'same-person']);
  const page = (await other.get(`/api/v1/claims/${claim}`)).body;
  assert.deepEqual([action(page, 'correct-end').allowed, action(page, 'life').allowed], [true, true]);
  const back = (await takeBack(other, claim)).body;
  assert.deepEqual([back.state, back.course, back.ending, back.proposal.outcome], ['recognised', 'recognised', null, 'recognised']);
  assert.ok(back.timeline.some(({ kind }) => kind === 'end-correction'));
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
});

test('S-26: a claim that ended with its cover pays nothing more, and ends so only once the cover has', async () => {
  const { claim, expense } = await recognisedClaim(house, await registerFamily(house, 'covered', { plans: ['stops'] }), { plan: 'stops', grades: [1, 1, 1, 0] });
  assert.deepEqual(places(await end(claim, 'cover-ended')), ['/date still-covered']);
  const family = await registerFamily(house, 'cover-lost', { plans: ['stops'] });
  const events = (body) => handler.post(`/api/v1/persons/${family.person}/cover-events`, { plan: 'stops', paid: 'yes', ...body });
  assert.equal((await events({ kind: 'enrolment', on: '2020-01-10', communicatedOn: '2020-01-12' })).status, 201);
  const lost = await recognisedClaim(house, family, { plan: 'stops', grades: [1, 1, 1, 0] });
  assert.deepEqual(places(await end(lost.claim, 'cover-ended')), ['/date still-covered']);
  assert.equal((await events({ kind: 'opt-out', on: day(), communicatedOn: day() })).status, 201);
  const ended = await end(lost.claim, 'cover-ended');
  assert.equal(ended.status, 200, JSON.stringify(ended.body));
  assert.deepEqual(codes(await step(handler, lost.claim, 'POST', `/expenses/${lost.expense}/approve`)), [409, 'cover-ended']);
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
});

test('A-30: a claim that follows another in the same month gets what that one left of the sum', async () => {
  const family = await registerFamily(house, 'one-sum');
  const first = await recognisedClaim(house, family, { grades: [1, 1, 1, 0], amountCents: 45000 });
  assert.equal((await step(handler, first.claim, 'POST', `/expenses/${first.expense}/approve`)).status, 200);
  const { claim: { id: waiting } } = await sentClaim(house, family);
  await complete(handler, waiting);
  await step(clinician, waiting, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn: day() });
  const recognise = () => step(clinician, waiting, 'POST', '/decision', { outcome: 'recognised', reason: 'the finding supports it' });
  assert.deepEqual(codes(await recognise()), [409, 'benefit-running']);
  assert.equal((await end(first.claim, 'state-ended')).status, 200);
  const page = (await recognise()).body;
  assert.deepEqual(page.months.slice(0, 2).map(({ usedCents, elsewhereCents, leftCents }) => [usedCents, elsewhereCents, leftCents]), [[0, 45000, 5000], [0, 0, 50000]]);
  const { body } = await first.client.post(`/api/v1/portal/claims/${waiting}/expenses`, { form: 'care-invoice', provider: 'Cooperativa Esempio', document: '2/2026',
    serviceFrom: day(), serviceTo: day(), amountCents: 20000, receipted: true });
  const approved = (await step(handler, waiting, 'POST', `/expenses/${body.expenses[0].id}/approve`)).body;
  assert.deepEqual(approved.expenses.map(({ payableCents, reasons }) => [payableCents, reasons.map(({ key }) => key)]), [[5000, ['ceiling-reached']]]);
  assert.deepEqual(codes(await takeBack(other, first.claim)), [409, 'benefit-running']);
});

test('S-22, B-24: a finding takes the day of the examination, and none but one that can be', async () => {
  const { claim } = await recognisedClaim(house, await registerFamily(house, 'examined'), { grades: [1, 1, 1, 0] });
  const find = (examinedOn) => step(clinician, claim, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn });
  assert.deepEqual([places(await find(undefined)), places(await find(day(1))), places(await find(day(-4)))],
    [['/examinedOn missing'], ['/examinedOn in-future'], ['/examinedOn before-onset']]);
  const page = (await find(day(-1))).body;
  assert.deepEqual([page.finding.examinedOn, page.timeline.filter(({ kind }) => kind === 'finding').length], [day(), 2], 'the visit of today is the latest');
});
