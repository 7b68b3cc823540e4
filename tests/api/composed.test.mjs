// SPDX-License-Identifier: EUPL-1.2
// Facts that the engine knows and that a person has to say first: what nobody said is unknown, what was said reaches the engine.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { planPath } from './evaluating.mjs';
import { complete, day, registerFamily, sentClaim, staff, step } from './story.mjs';

const plans = mkdtempSync(join(tmpdir(), 'plans-'));
let house;
let handler;
let clinician;
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
  const family = await registerFamily(house, 'relative', { plans: ['permanent-2026'] });
  const event = async (kind, on, more = {}) => {
    const answer = await handler.post(`/api/v1/persons/${family.person}/cover-events`, { plan: 'permanent-2026', kind, on, ...more });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  };
  const { claim: { id: claim } } = await sentClaim(house, family, { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1] });
  assert.equal((await complete(handler, claim)).status, 200);
  // A yearly expiry is not yet a history of the cover: the register still answers.
  await event('annual-expiry', '2026-12-31');
  assert.equal((await caseOf(claim)).coverage.source, 'register');
  await event('enrolment', '2020-01-02', { communicatedOn: '2020-01-02', paid: 'yes' });
  const before = (await decide(claim, 'not-recognised')).body;
  const { input } = await recordOf(claim, before);
  assert.deepEqual([input.cover.child, input.cover.holderBirth, input.holder], [undefined, undefined, 'yes']);
  await event('holder-birth', '1930-05-06');
  await event('child', '2020-01-02');
  await event('not-child', '2024-01-02');
  assert.ok(keys(await caseOf(claim)).includes('not-holder'));
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
  assert.deepEqual([terms().length, terms()[0]], [8, day(-9)], 'the first ones are due first');
  const oldest = page.complaints.at(-1);
  page = (await step(handler, claim, 'POST', `/complaints/${oldest.id}/answer`, { date: day(), text: 'Risposta.' })).body;
  assert.deepEqual([terms().length, terms()[0], terms().at(-1)], [8, day(-8), day(-1)]);
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
