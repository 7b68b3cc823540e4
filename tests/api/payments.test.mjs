// SPDX-License-Identifier: EUPL-1.2
// From an approved expense to payment lines: ceilings, totals, and who may look.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { choosePassword, day, recognisedClaim, registerFamily, staff, step } from './story.mjs';

let house;
let officer;
before(async () => {
  house = await openHouse({ seed: 'empty' });
  officer = await staff(house, 'payments-officer');
});
after(() => house?.close());

const list = async (query = '') => (await officer.get(`/api/v1/payment-lines${query}`)).body;

test('a fund without lines has an empty list with zero totals', async () => {
  assert.deepEqual(await list(), { items: [], nextCursor: null, count: 0, totalCents: 0, stoppedCount: 0 });
});

test('S-07: a line is the smaller of the expense and what is left of the month', async () => {
  const { client, handler, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'ceiling'), { grades: [1, 1, 1, 0], amountCents: 70000 });
  const approved = await step(handler, claim, 'POST', `/expenses/${expense}/approve`);
  assert.equal(approved.status, 200);
  assert.equal(approved.body.expenses[0].payableCents, 50000);
  assert.equal(approved.body.months[0].leftCents, 0);
  const own = (await client.get(`/api/v1/portal/claims/${claim}`)).body.expenses[0];
  assert.deepEqual(own.reasons.map(({ key, value }) => [key, value]), [['ceiling-reached', '200.00']]);
  const { items, count, totalCents } = await list();
  assert.deepEqual([count, totalCents], [1, 50000]);
  assert.deepEqual([items[0].amountCents, items[0].partCents, items[0].expenseCents, items[0].ceilingCents, items[0].monthNumber], [50000, 70000, 70000, 50000, 1]);
  // Approving again, or anything more in that month, makes no second line.
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).body.code, 'expense-decided');
  const more = (await client.post(`/api/v1/portal/claims/${claim}/expenses`, {
    form: 'care-invoice', provider: 'X', document: '2', serviceFrom: day(), serviceTo: day(), amountCents: 100, receipted: true })).body;
  const second = more.expenses.find(({ state }) => state === 'submitted').id;
  assert.equal((await step(handler, claim, 'POST', `/expenses/${second}/approve`)).body.code, 'ceiling-reached');
  assert.equal((await list()).count, 1);
});

test('many clerks at once approve an expense once', async () => {
  const { handler, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'race'), { grades: [1, 1, 1, 0], amountCents: 5000 });
  const before = (await list()).count;
  const etag = (await handler.get(`/api/v1/claims/${claim}`)).headers.get('etag');
  const answers = await Promise.all(Array.from({ length: 12 }, () =>
    handler.post(`/api/v1/claims/${claim}/expenses/${expense}/approve`, undefined, { etag })));
  const statuses = answers.map(({ status }) => status).sort();
  assert.equal(statuses[0], 200);
  assert.deepEqual([...new Set(statuses.slice(1))], [412]);
  assert.equal((await list()).count, before + 1);
});

test('the newest line comes first, page by page, with the totals of all', async () => {
  for (const amountCents of [10000, 20000]) {
    const { handler, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'pages'), { grades: [1, 1, 1, 0], amountCents });
    assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
  }
  const first = await list('?limit=2');
  assert.deepEqual(first.items.map(({ amountCents }) => amountCents), [20000, 10000]);
  assert.deepEqual([first.count, first.totalCents], [4, 85000]);
  const rest = await list(`?limit=2&cursor=${encodeURIComponent(first.nextCursor)}`);
  assert.deepEqual(rest.items.map(({ amountCents }) => amountCents), [5000, 50000]);
  assert.equal(rest.nextCursor, null);
});

test('lines are for payments officers and claims handlers of the fund', async () => {
  for (const role of ['operator', 'monitoring-clinician', 'admin']) {
    assert.equal((await (await staff(house, role)).get('/api/v1/payment-lines')).status, 403, role);
  }
  const stranger = await staff(house, 'payments-officer', 'second');
  assert.equal((await stranger.get('/api/v1/payment-lines')).body.count, 0);
});

test('S-07: expenses approved at the same time share one ceiling', async () => {
  const { client, handler, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'ceilings'), { grades: [1, 1, 1, 0], amountCents: 20000 });
  const expenses = [expense];
  for (const document of ['a', 'b', 'c']) {
    const { body } = await client.post(`/api/v1/portal/claims/${claim}/expenses`, {
      form: 'care-invoice', provider: 'X', document, serviceFrom: day(), serviceTo: day(), amountCents: 20000, receipted: true });
    expenses.push(body.expenses.find((one) => one.document === document).id);
  }
  const before = (await list()).totalCents;
  const approve = async (id) => {
    for (;;) {
      const answer = await step(handler, claim, 'POST', `/expenses/${id}/approve`);
      if (answer.status !== 412) return answer.body.code ?? 'approved';
    }
  };
  assert.deepEqual((await Promise.all(expenses.map(approve))).sort(), ['approved', 'approved', 'approved', 'ceiling-reached']);
  assert.equal((await list()).totalCents - before, 50000);
  assert.equal((await handler.get(`/api/v1/claims/${claim}`)).body.months[0].leftCents, 0);
});

test('X-17: the lines of a recognition that is corrected into a refusal are stopped with their reason, and the expense is open again', async () => {
  const username = 'correcting.clinician';
  const { body: account } = await (await staff(house, 'admin')).post('/api/v1/accounts', { username, name: username, role: 'claims-clinician' });
  const second = await choosePassword(house, { username, role: 'claims-clinician', fund: 'colleague' }, account.oneTimePassword);
  const { client, handler, clinician, claim, expense } = await recognisedClaim(house, await registerFamily(house, 'corrected'), { grades: [1, 1, 1, 0], amountCents: 20000 });
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).status, 200);
  const before = await list();
  assert.deepEqual([before.items[0].claim, before.items[0].stopped], [claim, null]);
  const corrected = await step(second, claim, 'POST', '/decision/correction', { outcome: 'not-covered', reason: 'the cover was another person’s' });
  assert.equal(corrected.status, 200, JSON.stringify(corrected.body));
  const after = await list();
  const { id, stopped: { at, ...why } } = after.items[0];
  assert.deepEqual([id, why], [before.items[0].id, { kind: 'withdrawn', rule: 'A-07', reason: 'not-covered' }]);
  assert.ok(Date.parse(at) > 0);
  assert.deepEqual([before.count - after.count, before.totalCents - after.totalCents, after.stoppedCount - before.stoppedCount], [1, 20000, 1]);
  const own = (await client.get(`/api/v1/portal/claims/${claim}`)).body.expenses[0];
  assert.deepEqual([own.state, own.reasons.map(({ key }) => key)], ['submitted', ['not-recognised']]);
  // Recognised after all: the expense is judged anew, its old line stays stopped.
  assert.equal((await step(clinician, claim, 'POST', '/decision', { outcome: 'recognised', reason: 'the register was wrong' })).status, 200);
  assert.equal((await step(handler, claim, 'POST', `/expenses/${expense}/approve`)).body.months[0].leftCents, 30000);
  const again = await list();
  assert.deepEqual([again.items[0].stopped, again.items[1].stopped.kind, again.totalCents], [null, 'withdrawn', before.totalCents]);
});
