// SPDX-License-Identifier: EUPL-1.2
// What the server tells the engine beside the dossier: what an expense is for, the class of the cause, earlier benefits of the same
// person; and plans that count their months otherwise than the two of the product.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
before(async () => {
  for (const name of ['temporary', 'permanent']) copyFileSync(planPath(name), join(plans, `${name}-2026.json`));
  copyFileSync(new URL('../plans/fideuram.json', import.meta.url), join(plans, 'fideuram.json'));
  const other = JSON.parse(readFileSync(planPath('temporary'), 'utf8'));
  other.id = 'by-calendar';
  other.settings['S-05'].value = 'calendar-months-pro-rata';
  other.settings['S-06'].value = 'recognition';
  writeFileSync(join(plans, 'by-calendar.json'), JSON.stringify(other));
  house = await openHouse({ seed: 'empty', settings: { plans: { directory: plans } } });
  handler = await staff(house, 'claims-handler');
  clinician = await staff(house, 'claims-clinician');
});
after(async () => {
  await house?.close();
  rmSync(plans, { recursive: true });
});

const caseOf = async (id) => (await clinician.get(`/api/v1/claims/${id}`)).body;
const record = (claim, check) => step(clinician, claim, 'POST', '/checks', { checks: [check] });
const places = (answer) => answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`);

test('X-17: what an expense is for refuses that expense alone', async () => {
  const { client, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'nature'), { grades: [1, 1, 1, 0] });
  const second = (await client.post(`/api/v1/portal/claims/${claim}/expenses`, { form: 'care-invoice', provider: 'Clinica', document: '77', serviceFrom: day(), serviceTo: day(),
    amountCents: 9000, receipted: true })).body.expenses.find(({ document }) => document === '77').id;
  const nature = { about: 'expense', code: 'aesthetic-treatment', answer: 'yes', evidence: 'fattura 77', of: second };
  for (const [wrong, place] of [
    [{ ...nature, of: undefined }, '/checks/0/of missing'], [{ ...nature, of: claim }, '/checks/0/of not-found'],
    [{ ...nature, code: 'pandemic' }, '/checks/0/code not-a-choice'], [{ ...nature, evidence: undefined }, '/checks/0/evidence missing'],
    [{ about: 'health-statement', answer: 'yes', of: second }, '/checks/0/of not-allowed'],
  ]) assert.deepEqual(places(await record(claim, wrong)), [place]);
  const page = (await record(claim, nature)).body;
  assert.ok(page.expenseExclusions.some(({ code }) => code === 'aesthetic-treatment'));
  assert.deepEqual(page.particulars.map(({ of, fact }) => [of, fact.code, fact.answer]), [[second, 'aesthetic-treatment', 'yes']]);
  assert.deepEqual(page.expenses.map(({ id, reasons }) => [id, reasons.map(({ key }) => key)]), [[expense, []], [second, ['expense-excluded']]]);
  const approve = (id) => step(handler, claim, 'POST', `/expenses/${id}/approve`);
  assert.deepEqual([(await approve(second)).body.code, (await approve(expense)).status], ['expense-excluded', 200]);
  assert.equal((await record(claim, { ...nature, answer: 'no' })).body.expenses.find(({ id }) => id === second).reasons.length, 0);
  assert.equal((await approve(second)).status, 200);
  assert.deepEqual(places(await record(claim, nature)), ['/checks/0/of not-found'], 'what was decided stays decided');
});

test('S-15: a person says whether an earlier benefit was the same event; until then its months are counted', async () => {
  const family = await registerFamily(house, 'earlier');
  const { claim: first, expense } = await recognisedClaim(house, family, { grades: [1, 1, 1, 0] });
  assert.equal((await step(handler, first, 'POST', `/expenses/${expense}/approve`)).status, 200);
  assert.equal((await step(handler, first, 'POST', '/end', { reason: 'state-ended', date: day(), evidence: 'D3' })).status, 200);
  const { claim: { id: claim } } = await sentClaim(house, family);
  await complete(handler, claim);
  await step(clinician, claim, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn: day() });
  const page = await caseOf(claim);
  assert.deepEqual(page.earlierBenefits.map((one) => [one.claim, one.from, one.to, one.paidMonths]), [[first, day(), day(), 1]]);
  assert.ok(page.tasks.some(({ task, rule }) => task === 'settle-same-event' && rule === 'S-15'), JSON.stringify(page.tasks));
  assert.deepEqual(places(await record(claim, { about: 'earlier-benefit', answer: 'no', of: claim })), ['/checks/0/of not-found']);
  await step(clinician, claim, 'POST', '/decision', { outcome: 'recognised', reason: 'the finding supports it' });
  assert.equal((await caseOf(claim)).months.length, 5);
  assert.equal((await record(claim, { about: 'earlier-benefit', answer: 'yes', of: first, evidence: 'D3' })).body.months.length, 5);
  const other = (await record(claim, { about: 'earlier-benefit', answer: 'no', of: first })).body;
  assert.deepEqual([other.months.length, other.tasks.some(({ task }) => task === 'settle-same-event')], [6, false]);
  assert.deepEqual((await caseOf(first)).earlierBenefits, [], 'what came later is not earlier');
});

test('rules.md 4: the class of the cause decides about the waiting time of a plan that has one', async () => {
  const family = await registerFamily(house, 'cause', { plans: ['fideuram'] });
  const enrolled = { plan: 'fideuram', kind: 'enrolment', on: day(-40), communicatedOn: day(-40), paid: 'yes' };
  assert.equal((await handler.post(`/api/v1/persons/${family.person}/cover-events`, enrolled)).status, 201);
  const { claim: { id: claim } } = await sentClaim(house, family, { plan: 'fideuram', grades: [2, 2, 2, 2, 2, 2] });
  const page = await caseOf(claim);
  assert.ok(page.causeClasses.some(({ code }) => code === 'neurological'));
  assert.deepEqual(places(await record(claim, { about: 'cause-class', code: 'weather', answer: 'yes' })), ['/checks/0/code not-a-choice']);
  const found = (await record(claim, { about: 'cause-class', code: 'neurological', answer: 'yes', evidence: 'D3' })).body;
  assert.deepEqual(found.particulars.map(({ of, fact }) => [of, fact.code]), [[null, 'neurological']]);
  const accident = (await record(claim, { about: 'cause-class', code: 'accident', answer: 'yes', evidence: 'D3' })).body;
  const waits = ({ proposal }) => proposal.reasons.find(({ rule }) => rule === 'waiting')?.key;
  assert.deepEqual([waits(page), waits(found), waits(accident)], ['check-unknown', 'check-hit', undefined]);
  assert.equal(found.proposal.outcome, 'not-covered');
});

test('S-05, S-06: months by the calendar that count from the recognition are granted and paid', async () => {
  const family = await registerFamily(house, 'calendar', { plans: ['by-calendar'] });
  const { claim, expense } = await recognisedClaim(house, family, { plan: 'by-calendar', grades: [1, 1, 1, 0] });
  const paid = await step(handler, claim, 'POST', `/expenses/${expense}/approve`);
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  const { months } = paid.body;
  assert.deepEqual([months.length, months[0].from, months[1].from.slice(8), months[0].usedCents > 0], [day().endsWith('-01') ? 6 : 7, day(), '01', true]);
});
