// SPDX-License-Identifier: EUPL-1.2
// What staff record about a claim, and what the engine makes of it: checks, dossier, dates, rulings, controls, ends,
// complaints, corrections by a second person, and the record of a decision that is computed again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { planPath, sostegno, validInput } from './evaluating.mjs';
import { choosePassword, complete, day, recognisedClaim, registerFamily, sentClaim, staff, step } from './story.mjs';

let house;
let handler;
let clinician;
let second; // clinician
let other; // handler
before(async () => {
  house = await openHouse({ seed: 'empty' });
  handler = await staff(house, 'claims-handler');
  clinician = await staff(house, 'claims-clinician');
  const colleague = async (username, role) => {
    const { body } = await (await staff(house, 'admin')).post('/api/v1/accounts', { username, name: username, role });
    return choosePassword(house, { username, role, fund: 'colleague' }, body.oneTimePassword);
  };
  second = await colleague('second.clinician', 'claims-clinician');
  other = await colleague('second.handler', 'claims-handler');
});
after(() => house?.close());

const caseOf = async (id) => (await clinician.get(`/api/v1/claims/${id}`)).body;
const sent = async (story, options) => (await sentClaim(house, await registerFamily(house, story), options)).claim.id;
const codes = (answer) => [answer.status, answer.body.code];
const places = (answer) => answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`);
const checkOf = (page, code) => page.checks.find((one) => one.code === code);
const record = (claim, checks, client = clinician) => step(client, claim, 'POST', '/checks', { checks });

test('X-17, A-11: every check of the plan stands on the page as unknown until somebody examines it', async () => {
  const claim = await sent('checks');
  const page = await caseOf(claim);
  assert.deepEqual(checkOf(page, 'register').hit, 'no');
  assert.deepEqual([...new Set(page.checks.filter(({ kind }) => kind !== 'coverage').map(({ hit }) => hit))], ['unknown']);
  assert.ok(page.tasks.some(({ task, rule }) => task === 'settle-check' && rule === 'A-11a'));
  assert.ok(!page.tasks.some(({ rule }) => rule === checkOf(page, 'register').rule));

  const whole = await record(claim, [{ about: 'health-statement', answer: 'yes' }, { about: 'invalidity', answer: 'none' }, { about: 'substances', answer: 'yes', number: 2 },
    { about: 'causes-examined', answer: 'yes' }], handler);
  assert.equal(whole.status, 200, JSON.stringify(whole.body));
  assert.deepEqual([...new Set(whole.body.checks.map(({ hit }) => hit))], ['no']);
  assert.equal(whole.body.healthStatement.by.name, (await handler.get('/api/v1/session')).body.user?.name ?? whole.body.healthStatement.by.name);

  // S-20, S-21: what is said to be unknown is not absent because the rest of the statement is whole.
  const open = (await record(claim, [{ about: 'invalidity', answer: 'unknown' }, { about: 'substances', answer: 'unknown' }])).body;
  assert.deepEqual([checkOf(open, 'invalidity').hit, checkOf(open, 'hypertension-drugs').hit, checkOf(open, 'disease').hit], ['unknown', 'unknown', 'no']);
  await record(claim, [{ about: 'invalidity', answer: 'none' }, { about: 'substances', answer: 'no' }]);

  const hit = (await record(claim, [{ about: 'finding', code: 'parkinson', answer: 'yes', since: '2019-05-01', evidence: 'D3' }])).body;
  assert.equal(checkOf(hit, 'disease').hit, 'yes');
  assert.equal(checkOf(hit, 'disease').facts[0].evidence, 'D3');
  // It is a proposal: the claim stands where it stood, and a person has to confirm.
  assert.deepEqual([hit.proposal.outcome, hit.state], ['not-insurable', 'submitted']);
  assert.ok(hit.tasks.some(({ task, rule }) => task === 'confirm-check' && rule === 'A-11c'));
  const against = hit.proposal.reasons.find(({ key, rule }) => key === 'check-hit' && rule === 'A-11c');
  assert.ok(against.checks.length > 0 && against.checks.every((code) => hit.checks.some((check) => check.code === code && check.hit === 'yes')), JSON.stringify(against));
  const later = (await record(claim, [{ about: 'finding', code: 'parkinson', answer: 'yes', since: day(-20), evidence: 'D3' }])).body;
  assert.equal(checkOf(later, 'disease').hit, 'no', 'S-19: it began after the cover');

  const caused = (await record(claim, [{ about: 'exclusion', code: 'war-riot-active-part', answer: 'yes', evidence: 'verbale 12' }])).body;
  assert.equal(caused.proposal.outcome, 'excluded');
  const excepted = (await record(claim, [{ about: 'exclusion', code: 'war-riot-active-part', answer: 'yes', exceptions: ['legitimate-defence'], evidence: 'sentenza 3' }])).body;
  assert.equal(checkOf(excepted, 'war-riot-active-part').hit, 'no');
});

test('checks that are not well formed change nothing and say where', async () => {
  const claim = await sent('bad-checks');
  const table = [
    [[{ about: 'weather', answer: 'yes' }], '/checks/0/about not-a-choice'],
    [[{ about: 'finding', answer: 'no' }], '/checks/0/code missing'],
    [[{ about: 'finding', code: 'flu', answer: 'no' }], '/checks/0/code not-a-choice'],
    [[{ about: 'finding', code: 'als', answer: 'perhaps' }], '/checks/0/answer not-a-choice'],
    [[{ about: 'finding', code: 'als', answer: 'yes' }], '/checks/0/evidence missing'],
    [[{ about: 'finding', code: 'als', answer: 'yes', evidence: 'D3', since: day(1) }], '/checks/0/since in-future'],
    [[{ about: 'finding', code: 'als', answer: 'no', number: 3 }], '/checks/0/number not-allowed'],
    [[{ about: 'exclusion', code: 'radiation', answer: 'yes', evidence: 'x', exceptions: ['legitimate-defence'] }], '/checks/0/exceptions/0 not-a-choice'],
    [[{ about: 'exclusion', code: 'medical-therapies', answer: 'no' }], '/checks/0/code not-a-choice'],
    [[{ about: 'substances', answer: 'yes' }], '/checks/0/number missing'],
    [[{ about: 'substances', answer: 'yes', number: 51 }], '/checks/0/number out-of-range'],
    [[{ about: 'invalidity', answer: 'yes' }], '/checks/0/answer not-a-choice'],
    [[{ about: 'health-statement', code: 'als', answer: 'yes' }], '/checks/0/code not-allowed'],
  ];
  const { version } = await caseOf(claim);
  for (const [checks, place] of table) {
    const answer = await record(claim, checks);
    assert.equal(answer.status, 422, place);
    assert.deepEqual(places(answer), [place]);
  }
  assert.equal((await caseOf(claim)).version, version);
});

test('S-06: the day of completeness is the receipt of the last needed document that was accepted', async () => {
  const { client: family, claim: { id: claim } } = await sentClaim(house, await registerFamily(house, 'dossier'));
  const send = (body) => step(handler, claim, 'POST', '/dossier', body);
  const done = (date) => step(handler, claim, 'POST', '/complete', { date });
  assert.deepEqual(codes(await done(day())), [409, 'documents-missing']);
  assert.deepEqual(places(await send({ documents: [{ code: 'D1', receivedOn: day(), accepted: 'no' }] })), ['/documents/0/note missing']);
  const refused = await send({ documents: [{ code: 'D1', receivedOn: day(), accepted: 'no', note: 'manca la firma' }] });
  assert.equal(refused.body.course, 'waiting-documents');
  const own = (await family.get(`/api/v1/portal/claims/${claim}`)).body;
  assert.deepEqual(own.documents.map(({ code, note }) => [code, note]), [['D1', 'manca la firma'], ['D2', null], ['D3', null], ['D4', null]]);
  assert.equal(own.tasks.find(({ code }) => code === 'documents').status, 'to-do');
  const situation = { admitted: 'yes', homeService: 'no', inpatient: 'no' };
  const four = ['D1', 'D2', 'D3', 'D4'].map((code) => ({ code, receivedOn: day(), accepted: 'yes' }));
  const page = (await send({ situation, documents: four })).body;
  assert.equal(page.dossier.documents.find(({ code }) => code === 'D6').needed, 'yes', 'A-18: there was an admission');
  assert.equal(page.dossier.completeDay, null);
  assert.deepEqual(codes(await done(day())), [409, 'documents-missing']);
  const whole = (await send({ documents: [{ code: 'D6', receivedOn: day(), accepted: 'yes' }] })).body;
  assert.equal(whole.dossier.completeDay, day());
  assert.equal((await done(day())).status, 200);
  for (const [body, place] of [
    [{ documents: [{ code: 'D99', receivedOn: day(), accepted: 'yes' }] }, '/documents/0/code not-a-choice'],
    [{ documents: [{ code: 'D1', receivedOn: day(1), accepted: 'yes' }] }, '/documents/0/receivedOn in-future'],
    [{ documents: [four[0], four[0]] }, '/documents/1/code repeated'],
    [{}, '/documents missing'],
  ]) assert.deepEqual(places(await send(body)), [place]);
});

test('S-04: a date that a document proves goes before what the family said', async () => {
  const claim = await sent('dates', { onset: day(-20) });
  assert.equal((await caseOf(claim)).proposal.timeliness, 'late');
  const dates = (body) => step(handler, claim, 'POST', '/dates', body);
  const page = (await dates({ event: 'onset', date: day(-5), evidence: 'D3' })).body;
  assert.equal(page.proposal.timeliness, 'in-time');
  assert.deepEqual(page.dates.map(({ event, on, evidence }) => [event, on, evidence]), [['onset', day(-5), 'D3']]);
  assert.equal(page.facts.onsetDate, day(-20), 'what was said stays');
  assert.deepEqual(places(await dates({ event: 'birth', date: day(), evidence: 'x' })), ['/event not-a-choice']);
  assert.deepEqual(places(await dates({ event: 'sent', date: day(1), evidence: 'x' })), ['/date in-future']);
});

test('S-09: a person rules on the delay; a lost right is still a proposal', async () => {
  const claim = await sent('ruling', { onset: day(-40) });
  await complete(handler, claim);
  await step(clinician, claim, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn: day() });
  const rule = (body, client = clinician) => step(client, claim, 'POST', '/late-ruling', body);
  assert.equal((await rule({ ruling: 'accept', reason: 'as handler' }, handler)).status, 403);
  assert.deepEqual(places(await rule({ ruling: 'reduce', reason: 'prejudice' })), ['/prejudiceCents missing']);
  assert.deepEqual(places(await rule({ ruling: 'accept', reason: 'prejudice', prejudiceCents: 1 })), ['/prejudiceCents not-allowed']);
  assert.deepEqual(places(await rule({ ruling: 'forget', reason: 'prejudice' })), ['/ruling not-a-choice']);
  const lost = (await rule({ ruling: 'lose', reason: 'intent was proven' })).body;
  assert.deepEqual([lost.proposal.outcome, lost.state], ['not-recognised', 'complete']);
  const reduced = (await rule({ ruling: 'reduce', reason: 'a visit could not be made', prejudiceCents: 12000 })).body;
  assert.deepEqual([reduced.proposal.outcome, reduced.lateRuling.prejudiceCents], ['recognised', 12000]);
  assert.deepEqual(codes(await step(clinician, await sent('in-time'), 'POST', '/late-ruling', { ruling: 'accept', reason: 'not needed' })), [409, 'not-late']);
});

test('S-09: the member bears, and is given back what a lower prejudice takes away: of the first sums due, once, and the months have given it', async () => {
  const { client, claim: { id: claim } } = await sentClaim(house, await registerFamily(house, 'prejudice'), { onset: day(-40) });
  await complete(handler, claim);
  await step(clinician, claim, 'PUT', '/finding', { consolidated: 'no', constantNeed: 'yes', examinedOn: day() });
  await step(clinician, claim, 'POST', '/late-ruling', { ruling: 'reduce', reason: 'a visit could not be made', prejudiceCents: 35000 });
  await step(clinician, claim, 'POST', '/decision', { outcome: 'recognised', reason: 'the finding supports it' });
  const expense = async (document, amountCents) => (await client.post(`/api/v1/portal/claims/${claim}/expenses`, { form: 'care-invoice', provider: 'Cooperativa Esempio',
    document, serviceFrom: day(), serviceTo: day(), amountCents, receipted: true })).body.expenses.find((one) => one.document === document).id;
  const ids = [await expense('1/2026', 30000), await expense('2/2026', 20000), await expense('3/2026', 10000)];
  const approve = async (id) => {
    const answer = await step(handler, claim, 'POST', `/expenses/${id}/approve`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const { state, payableCents, reasons } = answer.body.expenses.find((one) => one.id === id);
    return [state, payableCents, reasons.map(({ rule, key }) => `${rule} ${key}`), answer.body.lateRuling.borneCents, answer.body.months[0].usedCents, answer.body.course];
  };
  const borne = ['S-09 filed-late-reduced'];
  assert.deepEqual(await approve(ids[0]), ['approved', 0, borne, 30000, 30000, 'recognised']);
  assert.deepEqual(await approve(ids[1]), ['approved', 15000, borne, 35000, 50000, 'in-payment']);
  // 350 euro were borne and 150 paid: the month of 500 is used up.
  assert.deepEqual(codes(await step(handler, claim, 'POST', `/expenses/${ids[2]}/approve`)), [409, 'ceiling-reached']);

  // The prejudice turns out to be 120: what was borne beyond it is given back, what was borne last first, and the month stays used up.
  const rule = async (body) => (await step(clinician, claim, 'POST', '/late-ruling', { reason: 'the visit took place', ...body })).body;
  const stands = (page) => [page.lateRuling.borneCents, page.months[0].usedCents, ...ids.slice(0, 2).map((id) => page.expenses.find((one) => one.id === id).payableCents)];
  assert.deepEqual(stands(await rule({ ruling: 'reduce', prejudiceCents: 12000 })), [12000, 50000, 18000, 20000]);
  assert.deepEqual(stands(await rule({ ruling: 'reduce', prejudiceCents: 13000 })), [12000, 50000, 18000, 20000], 'a higher one is borne of what is due next');
  const whole = await rule({ ruling: 'accept' });
  assert.deepEqual([whole.lateRuling.borneCents, whole.months[0].usedCents, whole.expenses.map(({ payableCents }) => payableCents).sort()], [null, 50000, [0, 20000, 30000]]);
  const { items } = (await handler.get('/api/v1/payment-lines')).body;
  assert.deepEqual(items.filter((line) => line.claim === claim).map(({ kind, amountCents }) => `${kind} ${amountCents}`), ['returned 12000', 'returned 18000', 'returned 5000', 'expense 15000']);
});

test('A-37, S-11: a refused check suspends from the day of the request, compliance resumes', async () => {
  const { claim, expense } = await recognisedClaim(house, await registerFamily(house, 'control'), { grades: [1, 1, 1, 0] });
  const control = (event, date = day()) => step(handler, claim, 'POST', '/controls', { event, date });
  assert.deepEqual(codes(await control('refused')), [409, 'no-open-control']);
  assert.equal((await control('requested')).body.course, 'recognised');
  assert.deepEqual(places(await control('refused', day(-1))), ['/date before-request']);
  const refused = (await control('refused')).body;
  assert.deepEqual([refused.course, refused.tasks.some(({ task }) => task === 'confirm-refusal')], ['recognised', true], 'nobody has confirmed it');
  const rule = (ruling) => step(clinician, claim, 'POST', '/refusal-ruling', { ruling, reason: 'no ground was given' });
  assert.equal((await rule('dismissed')).body.course, 'recognised');
  const confirmed = (await rule('confirmed')).body;
  assert.deepEqual([confirmed.course, confirmed.controls[0].ruling.ruling, confirmed.tasks.some(({ task }) => task === 'confirm-refusal')], ['suspended', 'confirmed', false]);
  const rows = async (query) => (await handler.get(`/api/v1/claims?limit=200&${query}`)).body.items.filter(({ id }) => id === claim).map(({ state, course }) => `${state} ${course}`);
  assert.deepEqual([await rows('course=suspended'), await rows('state=recognised'), await rows('course=in-payment'), await rows('state=ended&course=suspended')],
    [['recognised suspended'], ['recognised suspended'], [], []]);
  assert.equal((await handler.get('/api/v1/claims?course=lost')).status, 400);
  assert.deepEqual(codes(await step(handler, claim, 'POST', `/expenses/${expense}/approve`)), [409, 'suspended']);
  assert.equal((await control('complied')).body.course, 'in-payment');
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
});

test('chapter 7: a claim ends for a reason, and only for one that fits', async () => {
  const { claim } = await recognisedClaim(house, await registerFamily(house, 'end'), { grades: [1, 1, 1, 0] });
  const end = (reason, date = day()) => step(handler, claim, 'POST', '/end', { reason, date, evidence: 'lettera 7' });
  assert.deepEqual(places(await end('boredom')), ['/reason not-a-choice']);
  assert.deepEqual(codes(await end('months-used')), [409, 'months-left']);
  assert.deepEqual(codes(await end('death')), [409, 'death-not-recorded']);
  assert.deepEqual(codes(await end('consolidated')), [409, 'not-consolidated']);
  const ended = await end('state-ended');
  assert.deepEqual([ended.body.state, ended.body.ending.reason, ended.body.ending.on], ['ended', 'state-ended', day()]);
  assert.deepEqual(codes(await end('state-ended')), [409, 'state-forbids']);
});

test('S-27: a death that is told late lists what is to be asked back', async () => {
  const { client, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'late-death'), { grades: [1, 1, 1, 0], amountCents: 20000 });
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
  assert.deepEqual(places(await step(handler, claim, 'POST', '/life', { fact: 'died', date: day(-4), notifiedOn: day(), evidence: 'certificate' })), ['/date before-onset']);
  const page = (await step(handler, claim, 'POST', '/life', { fact: 'died', date: day(-1), notifiedOn: day(), evidence: 'certificate' })).body;
  assert.deepEqual(page.clawbacks.map(({ expense: of, month, paidCents, backCents }) => [of, month, paidCents, backCents]), [[expense, 1, 20000, 20000]]);
  const ended = await step(handler, claim, 'POST', '/end', { reason: 'death', date: day(-1), evidence: 'atto di morte' });
  assert.equal(ended.body.ending.reason, 'death');
  assert.equal((await client.get(`/api/v1/portal/claims/${claim}`)).body.state, 'ended');
});

test('K-01, K-02: a complaint carries its data and is to be answered within 45 days', async () => {
  const claim = await sent('complaint');
  const complaint = { receivedOn: day(-2), firstName: 'Maria', lastName: 'Rossi', codiceFiscale: 'RSSMRA80A01H501U', text: 'Non ho avuto risposta.' };
  const send = (body) => step(handler, claim, 'POST', '/complaints', body);
  for (const name of ['firstName', 'lastName', 'codiceFiscale']) {
    const { [name]: gone, ...rest } = complaint;
    assert.deepEqual(places(await send(rest)), [`/${name} missing`]);
  }
  assert.deepEqual(places(await send({ ...complaint, codiceFiscale: 'RSSMRA80A01H501X' })), ['/codiceFiscale check']);
  const page = (await send(complaint)).body;
  const term = page.deadlines.find(({ code }) => code === 'complaint');
  assert.deepEqual([term.basis, term.start, term.days, term.status], ['complaint-received', day(-2), 45, 'open']);
  const { id } = page.complaints[0];
  const answer = (body, to = id) => step(handler, claim, 'POST', `/complaints/${to}/answer`, body);
  assert.deepEqual(places(await answer({ date: day(-3), text: 'Ecco la risposta.' })), ['/date before-receipt']);
  assert.equal((await answer({ date: day(), text: 'Ecco.' }, claim)).status, 404);
  const answered = (await answer({ date: day(), text: 'Ecco la risposta.' })).body;
  assert.equal(answered.deadlines.find(({ code }) => code === 'complaint').status, 'met');
  assert.deepEqual(codes(await answer({ date: day(), text: 'Ancora.' })), [409, 'answered-already']);
  const limitation = answered.deadlines.find(({ code }) => code === 'limitation');
  assert.deepEqual([limitation.rule, limitation.months], ['L-09', 24]);
});

test('four eyes: whoever recorded a day or took a decision does not correct it, and both stay', async () => {
  const { claim } = await recognisedClaim(house, await registerFamily(house, 'correct'), { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1], form: 'rsa-stay' });
  const correct = (client, body) => step(client, claim, 'POST', '/decision/correction', body);
  const wrong = { outcome: 'not-recognised', reason: 'the sheet was another person’s' };
  assert.deepEqual(codes(await correct(clinician, wrong)), [409, 'same-person']);
  const page = (await correct(second, wrong)).body;
  assert.deepEqual(page.decisions.map(({ outcome }) => outcome), ['not-recognised', 'recognised']);
  assert.equal(page.decisions[0].corrects, page.decisions[1].id);
  assert.deepEqual([page.state, page.months.length], ['not-recognised', 0]);
  const date = (client) => step(client, claim, 'POST', '/complete/correction', { date: day(), reason: 'the same' });
  assert.deepEqual(codes(await date(other)), [409, 'nothing-to-correct']);

  const again = await sent('correct-day', { onset: day(-3) });
  await complete(handler, again);
  const documents = ['D1', 'D2', 'D3', 'D4'].map((code) => ({ code, receivedOn: day(), accepted: 'yes' }));
  await step(handler, again, 'POST', '/dossier', { documents });
  const change = (client, to) => step(client, again, 'POST', '/complete/correction', { date: to, reason: 'wrong stamp' });
  assert.deepEqual(codes(await change(handler, day(-1))), [409, 'same-person']);
  assert.deepEqual(places(await change(other, day(-1))), ['/date before-receipt']);
});

test('design §5: the record of a decision is computed again to the same bytes, here and by sostegno evaluate', async () => {
  const { claim } = await recognisedClaim(house, await registerFamily(house, 'record'), { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1], form: 'rsa-stay' });
  const { decisions } = await caseOf(claim);
  const address = `/api/v1/claims/${claim}/decisions/${decisions[0].id}`;
  const answer = await fetch(`${house.url}${address}/record`, { headers: { cookie: clinician.cookie } });
  const text = await answer.text();
  const stored = JSON.parse(text);
  assert.equal(validInput(stored.input), true, JSON.stringify(validInput.errors));
  assert.deepEqual([stored.plan.id, stored.plan.version, stored.plan.digest.length], ['permanent-2026', 1, 64]);
  assert.deepEqual([stored.result.outcome, stored.result.decision], ['recognised', 'none']);
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  writeFileSync(join(folder, 'record.jsonl'), `${text}\n`);
  const replay = sostegno(['evaluate', '--plan', planPath('permanent'), '--replay', join(folder, 'record.jsonl')]);
  rmSync(folder, { recursive: true });
  assert.deepEqual([replay.status, JSON.parse(replay.text).replay], [0, 'same'], replay.text + replay.error);
  const here = (await clinician.get(`${address}/replay`)).body;
  assert.equal(here.same, true);
  assert.equal(here.settings['S-02'].value, 'next-working-day');
  assert.equal((await handler.get(`/api/v1/claims/${claim}/decisions/${claim}/record`)).status, 404);
});

test('B-05, B-14: events of the cover decide about it, a wrong one is replaced, none is recorded twice', async () => {
  const family = await registerFamily(house, 'cover');
  const record = (body, headers) => handler.post(`/api/v1/persons/${family.person}/cover-events`, body, headers && { headers });
  const enrolment = { plan: 'permanent-2026', kind: 'enrolment', on: '2020-01-10', communicatedOn: '2020-01-12', evidence: 'flusso 2020-01' };
  const first = await record(enrolment, { 'idempotency-key': 'cover-0001' });
  assert.equal(first.status, 201, JSON.stringify(first.body));
  const again = await record(enrolment, { 'idempotency-key': 'cover-0001' });
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(again.body.coverEvents.length, 1);
  assert.deepEqual(again.body.coverages, [{ plan: 'permanent-2026', covered: 'yes', since: '2020-02-01', rule: 'B-05' }]);
  const unpaid = (await record({ plan: 'permanent-2026', kind: 'unpaid', on: day(-70) })).body;
  assert.equal(unpaid.coverages[0].covered, 'no');
  const { id } = unpaid.coverEvents.find(({ kind }) => kind === 'unpaid');

  const { claim } = await sentClaim(house, family, { plan: 'permanent-2026', grades: [2, 2, 2, 2, 1, 1] });
  const page = await caseOf(claim.id);
  assert.deepEqual([page.coverage.source, checkOf(page, 'cover').hit, page.proposal.outcome], ['events', 'yes', 'not-covered']);

  assert.deepEqual(places(await record({ plan: 'permanent-2026', kind: 'withdrawn', on: day() })), ['/replaces missing']);
  const back = (await record({ plan: 'permanent-2026', kind: 'withdrawn', on: day(), replaces: id })).body;
  assert.deepEqual([back.coverEvents.length, back.coverages[0].covered], [1, 'yes']);
  assert.deepEqual(places(await record({ plan: 'permanent-2026', kind: 'withdrawn', on: day(), replaces: id })), ['/replaces not-found']);
  for (const [body, place] of [
    [{ ...enrolment, plan: 'no-such-plan' }, '/plan unknown-plan'],
    [{ ...enrolment, kind: 'wedding' }, '/kind not-a-choice'],
    [{ ...enrolment, on: day(1) }, '/on in-future'],
    [{ ...enrolment, communicatedOn: day(1) }, '/communicatedOn in-future'],
  ]) assert.deepEqual(places(await record(body)), [place]);
  assert.equal((await caseOf(claim.id)).coverage.since, '2020-02-01');
});

test('a fact that contradicts the others is refused where it is written, and the claim, the list and the family’s page still open', async () => {
  const family = await registerFamily(house, 'contradict');
  const { client, claim: { id: claim } } = await sentClaim(house, family);
  const events = (body) => handler.post(`/api/v1/persons/${family.person}/cover-events`, { plan: 'temporary-2026', kind: 'enrolment', ...body });
  const end = (reason, date) => step(handler, claim, 'POST', '/end', { reason, date, evidence: 'lettera 7' });
  const { version } = await caseOf(claim);
  for (const [answer, place] of [
    [await record(claim, [{ about: 'invalidity', answer: 'none', number: 60 }]), '/checks/0/number not-allowed'],
    [await record(claim, [{ about: 'invalidity', answer: 'none', since: day(-100) }]), '/checks/0/since not-allowed'],
    [await record(claim, [{ about: 'finding', code: 'parkinson', answer: 'no', since: day(-100) }]), '/checks/0/since not-allowed'],
    [await end('withdrawn', day(-1)), '/date before-receipt'],
    [await events({ on: '1920-01-10' }), '/on before-birth'],
  ]) {
    assert.deepEqual([answer.status, answer.body.code, ...places(answer)], [422, 'invalid-input', place]);
    assert.equal((await caseOf(claim)).version, version);
  }

  // No onset is known: only the birth says that the death cannot be true.
  const unknown = await registerFamily(house, 'contradict-life');
  const familyClient = await house.client(unknown.username);
  const draft = (await familyClient.post('/api/v1/portal/claims', { person: unknown.person, plan: 'temporary-2026' })).body.id;
  assert.equal((await familyClient.post(`/api/v1/portal/claims/${draft}/submit`)).status, 200);
  assert.deepEqual(places(await step(handler, draft, 'POST', '/life', { fact: 'died', date: '1920-01-10', notifiedOn: day(), evidence: 'certificate' })), ['/date before-birth']);

  // Nor does a state arise before the birth, whoever says so.
  assert.equal((await events({ on: '2020-01-10' })).status, 201);
  const onset = (to) => step(handler, to, 'POST', '/dates', { event: 'onset', date: '1920-01-10', evidence: 'D3' });
  for (const to of [claim, draft]) assert.deepEqual(places(await onset(to)), ['/date before-birth']);
  const second = (await familyClient.post('/api/v1/portal/claims', { person: unknown.person, plan: 'permanent-2026' })).body.id;
  assert.deepEqual(places(await familyClient.put(`/api/v1/portal/claims/${second}/facts`, { onsetDate: '1920-01-10' })), ['/onsetDate before-birth']);
  assert.equal((await caseOf(claim)).version, version);
  const listed = async () => (await handler.get('/api/v1/claims?limit=200')).body.items.filter(({ id }) => [claim, draft].includes(id)).length;
  assert.equal(await listed(), 2);
  assert.equal((await client.get('/api/v1/portal')).body.people[0].claims[0].id, claim);

  // The engine takes a hundred events of a plan.
  for (let count = 1; count < 100; count++) assert.equal((await events({ kind: count % 2 ? 'leave-start' : 'leave-end', on: '2021-01-10' })).status, 201);
  assert.deepEqual(places(await events({ kind: 'leave-start', on: '2021-01-10' })), ['/kind too-many']);
  assert.equal((await handler.get(`/api/v1/claims/${claim}`)).status, 200);
});

async function keepsItsPlace(own) {
  const desk = await staff(own, 'claims-handler');
  const family = await registerFamily(own, 'unreadable');
  const { client, claim: { id, number } } = await sentClaim(own, family);
  const healthy = await sentClaim(own, family, { plan: 'permanent-2026' });
  execFileSync('sqlite3', ['-cmd', '.timeout 5000', own.path('data', 'office.db'), `INSERT INTO cover_events (public_id, person_id, plan_id, kind, on_day, paid, for_all, recorded_us, recorded_by)
    SELECT '${randomBytes(16).toString('hex')}', p.id, 'temporary-2026', 'enrolment', '1920-01-10', 'unknown', 'unknown', 1000000, (SELECT public_id FROM users LIMIT 1)
    FROM persons p WHERE p.public_id = '${family.person}'`]);
  assert.equal((await desk.get(`/api/v1/claims/${id}`)).status, 500);
  const list = await desk.get('/api/v1/claims?limit=200');
  assert.equal(list.status, 200, JSON.stringify(list.body));
  const row = list.body.items.find((one) => one.id === id);
  assert.deepEqual([row.number, row.state], [number, 'submitted']);
  const home = await client.get('/api/v1/portal');
  assert.equal(home.status, 200, JSON.stringify(home.body));
  const [other, broken] = home.body.people[0].claims;
  assert.deepEqual([other.id, other.tasks.length > 0], [healthy.claim.id, true]);
  assert.deepEqual([broken.id, broken.state, broken.tasks, broken.openItems], [id, 'submitted', [], []]);

  // Withdrawing the wrong event repairs it: the write is judged by what it makes worse.
  const page = (await desk.get(`/api/v1/persons/${family.person}`)).body;
  const repaired = await desk.post(`/api/v1/persons/${family.person}/cover-events`,
    { plan: 'temporary-2026', kind: 'withdrawn', on: day(), replaces: page.coverEvents[0].id });
  assert.equal(repaired.status, 201, JSON.stringify(repaired.body));
  assert.equal((await desk.get(`/api/v1/claims/${id}`)).status, 200);
}

// As older facts may have left it: a claim that was withdrawn before it was received.
async function blocksItsSibling(own) {
  const family = await registerFamily(own, 'beside');
  const first = await recognisedClaim(own, family, { grades: [1, 1, 1, 0] });
  assert.equal((await step(first.handler, first.claim, 'POST', '/end', { reason: 'withdrawn', date: day(), evidence: 'lettera 7' })).status, 200);
  const { handler: desk, claim, expense } = await recognisedClaim(own, family, { grades: [1, 1, 1, 0], document: '14/2026' });
  const received = (date) => execFileSync('sqlite3', ['-cmd', '.timeout 5000', own.path('data', 'office.db'), `UPDATE claims SET received_on = '${date}', complete_on = '${date}' WHERE public_id = '${first.claim}'`]);
  received(day(1));
  assert.deepEqual(codes(await step(desk, claim, 'POST', `/expenses/${expense}/approve`)), [409, 'facts-contradict']);
  const { actions } = (await desk.get(`/api/v1/claims/${claim}`)).body;
  assert.equal(actions.find(({ action }) => action === 'approve-expense').reason, 'facts-contradict');
  received(day());
  assert.equal((await step(desk, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
}

test('a claim that cannot be read, as older facts may leave it, keeps its row in the lists and its place on the family’s page, and pays nothing beside it', async () => {
  // A house of its own: the server blames itself for such a claim, and the others' logs must not.
  const own = await openHouse({ seed: 'empty' });
  let told = '';
  try {
    await keepsItsPlace(own);
    await blocksItsSibling(own);
  } finally {
    told = await own.close().then(() => '', ({ message }) => message);
  }
  assert.match(told, /"event":"claim.facts-contradict"/);
  assert.doesNotMatch(told, /Sanitizer|runtime error|had ended|did not end/);
});

test('the questionnaire is that of the version that a claim pins', async () => {
  const pinned = await handler.get('/api/v1/plans/permanent-2026/questionnaire?version=1');
  assert.deepEqual([pinned.status, pinned.body.version], [200, '1']);
  assert.equal((await handler.get('/api/v1/plans/permanent-2026/questionnaire?version=99')).status, 404);
  assert.equal((await handler.get('/api/v1/plans/permanent-2026/questionnaire?version=x')).status, 400);
});
