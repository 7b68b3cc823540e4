// SPDX-License-Identifier: EUPL-1.2
// The quarantine desk and the user buttons of a shared meter, by keyboard alone (custody C7, telemonitoring case 31).
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { axe, openBrowserOn, say, tabTo, Visitor, withId, withText } from './harness.mjs';
import { of } from './world.mjs';
import { openHouse } from '../house.mjs';
import { alertFor, day, eventually, instant, publish, registerFamily, staff } from '../api/story.mjs';

let browser;
let house;
let patient;
let operator;

before(async () => {
  [browser, house] = await openBrowserOn(openHouse({ seed: 'empty', parts: ['broker'] }));
  patient = await alertFor(house, await registerFamily(house, 'madre'));
  operator = await staff(house, 'operator');
  const t = instant(-600);
  await publish(house, patient, { sent: t, readings: [{ t, kind: 'glucose', values: { glucose: { v: 5.6, u: 'mg/dL' } } }] });
  await eventually(async () => (await operator.get('/api/v1/quarantine')).body.items.length === 1, 'it is in quarantine');
});
after(async () => {
  await browser?.close();
  await house?.close();
});

it('an operator corrects a wrong unit by keyboard; faults have the focus, the decision stands with its reason', async () => {
  const visitor = await Visitor.arrive(browser, house);
  const { page } = visitor;
  await visitor.session(of(house, 'operator'));
  await page.goto('/staff/quarantine');
  await page.getByText(say('it', 'quarantineCode.unit-suspect')).waitFor();
  await tabTo(page, withText(say('it', 'quarantine.decide')));
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await axe(page), []);
  const correct = page.getByLabel(say('it', 'quarantineAct.correct'));
  await correct.focus();
  await page.keyboard.press('Space');
  await tabTo(page, withText(say('it', 'quarantine.decideNow')));
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(say('it', 'quarantine.noReason')).waitFor();
  await page.locator('#u-glucose').selectOption('mmol/L');
  await tabTo(page, withId('reason'));
  await page.keyboard.type('letto dallo schermo in mmol/L');
  await tabTo(page, withText(say('it', 'quarantine.decideNow')));
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText(say('it', 'quarantine.none')).waitFor();
  await page.getByRole('link', { name: say('it', 'quarantine.showSettled') }).press('Enter');
  await page.getByText('letto dallo schermo in mmol/L').waitFor();
  await page.getByText(say('it', 'quarantineDone.corrected')).waitFor();
  assert.deepEqual(await axe(page), []);
  const { body } = await operator.get(`/api/v1/patients/${patient.subject}`);
  assert.equal(body.latest.find(({ quantity }) => quantity === 'glucose').value, '101');
  await visitor.leave();
});

it('an operator gives a user button of a shared meter and takes it away', async () => {
  const visitor = await Visitor.arrive(browser, house);
  const { page } = visitor;
  await visitor.session(of(house, 'operator'));
  await page.goto(`/staff/devices/${patient.device}`);
  await page.getByRole('heading', { name: say('it', 'slot.title') }).waitFor();
  await page.locator('#slot').fill('300');
  await page.locator('#slotSubject').fill(patient.subject);
  await page.getByRole('button', { name: say('it', 'slot.save') }).press('Enter');
  await page.getByRole('alert').getByText(say('it', 'slot.noButton')).waitFor();
  await page.locator('#slot').fill('2');
  await page.getByRole('button', { name: say('it', 'slot.save') }).press('Enter');
  await page.getByRole('button', { name: say('it', 'slot.end', { slot: 2 }) }).waitFor();
  assert.deepEqual(await axe(page), []);
  await visitor.leave();
});

it('an operator writes down what the member told; it is the latest value', async () => {
  const visitor = await Visitor.arrive(browser, house);
  const { page } = visitor;
  await visitor.session(of(house, 'operator'));
  await page.goto(`/staff/patients/${patient.subject}`);
  await page.getByRole('button', { name: say('it', 'enter.open') }).press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.locator('#kind').selectOption('weight');
  await page.getByRole('button', { name: say('it', 'enter.save') }).press('Enter');
  await page.getByRole('alert').getByText(say('it', 'quarantine.noValue')).waitFor();
  await page.locator('#v-weight').fill('71,5');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: say('it', 'enter.save') }).press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const { body } = await operator.get(`/api/v1/patients/${patient.subject}`);
  assert.equal(body.latest.find(({ quantity }) => quantity === 'weight').value, '71.5');
  await visitor.leave();
});

it('an operator brings the file of a cuff: sees each row with its place, imports what is new, and the table says where it came from', async () => {
  const visitor = await Visitor.arrive(browser, house);
  const { page } = visitor;
  await visitor.session(of(house, 'operator'));
  await page.goto(`/staff/patients/${patient.subject}`);
  await page.getByRole('button', { name: say('it', 'import.open') }).press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.getByRole('button', { name: say('it', 'import.look') }).press('Enter');
  await page.getByRole('alert').getByText(say('it', 'import.noFile')).waitFor();
  const file = (text) => page.locator('#file').setInputFiles({ name: 'cuff.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await file('Date,Time,Steps\n');
  await page.getByRole('button', { name: say('it', 'import.look') }).press('Enter');
  await page.getByRole('alert').getByText('Steps (riga 1, carattere 11)').waitFor();
  const [date, time] = [day(-1), '12:00:00']; // an hour that no change of the clocks doubles or leaves out
  await file(`Date,Time,Systolic (mmHg),Diastolic (mmHg)\n${date},${time},127,79\n${date},${time},14x,79\n${date},${time},80,130\n`);
  await page.getByRole('button', { name: say('it', 'import.look') }).press('Enter');
  await page.getByText('Systolic (mmHg), carattere 21').waitFor();
  await page.getByText(say('it', 'quarantineCode.pressures-swapped')).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: say('it', 'import.keep') }).press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const { body } = await operator.get(`/api/v1/patients/${patient.subject}/readings?kind=blood-pressure&from=${instant(-3 * 86400)}&to=${instant(60)}`);
  assert.deepEqual(body.series[0].points.filter(({ source }) => source === 'imported').map(({ v }) => v), ['127']);
  await visitor.leave();
});

it('an operator takes a wrong reading back from the table, and ends the monitoring, each with its reason', async () => {
  const visitor = await Visitor.arrive(browser, house);
  const { page } = visitor;
  await visitor.session(of(house, 'operator'));
  await page.goto(`/staff/patients/${patient.subject}?kind=blood-pressure`);
  await page.getByRole('button', { name: say('it', 'chart.asTable') }).press('Enter');
  const rows = page.locator('.vitals tbody tr');
  await rows.first().waitFor();
  const before = await rows.count();
  await page.getByRole('button', { name: new RegExp(`^${say('it', 'withdraw.open')} `) }).first().press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.getByRole('button', { name: say('it', 'withdraw.now') }).press('Enter');
  await page.getByRole('alert').getByText(say('it', 'quarantine.noReason')).waitFor();
  await page.locator('#reason').fill('era di sua moglie');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: say('it', 'withdraw.now') }).press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await eventually(async () => await rows.count() < before, 'its values are gone from the table');
  await page.getByRole('button', { name: say('it', 'leave.title') }).press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.getByRole('button', { name: say('it', 'leave.now') }).press('Enter');
  await page.getByRole('alert').getByText(say('it', 'leave.noReason')).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByLabel(say('it', 'leave.left')).check();
  await page.getByRole('button', { name: say('it', 'leave.now') }).press('Enter');
  await page.getByText(say('it', 'patient.ended')).waitFor();
  await page.getByText(say('it', 'alertRule.recover-kit')).first().waitFor();
  assert.deepEqual(await axe(page), []);
  await visitor.leave();
});
