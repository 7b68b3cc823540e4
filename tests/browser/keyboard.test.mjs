// SPDX-License-Identifier: EUPL-1.2
// an operator's and a family's whole task with the keyboard alone; the focus can always be seen and
// stands on the heading after every change of page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../house.mjs';
import { alertFor, registerFamily } from '../api/story.mjs';
import { focused, openBrowserOn, say, tabTo, Visitor, withId, withText } from './harness.mjs';
import { of } from './world.mjs';

let browser;
let house;

before(async () => {
  [browser, house] = await openBrowserOn(openHouse({ seed: 'empty', parts: ['broker'] }));
});

after(async () => {
  await browser?.close();
  await house?.close();
});

const words = (key, values) => say('it', key, values);

// Arrives by the form with Tab and Enter; the first Tab is the skip link.
async function signInByKeyboard(visitor, at, username) {
  const { page } = visitor;
  await page.goto(at);
  await page.locator('#username').waitFor();
  await page.keyboard.press('Tab');
  const skip = await focused(page);
  assert.equal(skip.text, words('shell.skip'), 'X-04: the first Tab offers to skip to the content');
  assert.ok(skip.inView && !skip.covered, JSON.stringify(skip));
  await page.keyboard.press('Enter');
  assert.equal((await focused(page)).id, 'main');
  await tabTo(page, withId('username'));
  await page.keyboard.type(username);
  await tabTo(page, withId('password'));
  await page.keyboard.type(house.password(username));
  await page.keyboard.press('Enter');
  await page.locator('#username').waitFor({ state: 'detached' });
}

// A page whose heading says `title` has opened and has the focus.
async function onPage(page, title) {
  await page.waitForFunction((text) => document.activeElement?.matches('h1:not(.visually-hidden)') && document.activeElement.textContent.includes(text), title);
}

const press = (page, ...keys) => keys.reduce((before_, key) => before_.then(() => page.keyboard.press(key)), Promise.resolve());

describe('with the keyboard alone', () => {
  it('an operator signs in, takes an alert, records a call and closes it', async () => {
    const family = await registerFamily(house, 'paziente');
    const { subject } = await alertFor(house, family);
    const visitor = await Visitor.arrive(browser, house);
    const { page } = visitor;
    await signInByKeyboard(visitor, '/staff/', of(house, 'operator'));
    await onPage(page, words('worklist.title'));
    const row = page.locator(`tr[data-subject="${subject}"]`);
    await row.waitFor();

    await tabTo(page, withText(words('act.take')));
    await press(page, 'Enter');
    await row.getByText(words('alert.takenBy', { name: '' }).trim()).waitFor();
    // The button is gone, the focus is not.
    await page.waitForFunction((text) => document.activeElement?.textContent.startsWith(text), words('act.call'));
    await press(page, 'Enter');
    await page.locator('dialog[open]').waitFor();
    await tabTo(page, withId('result'));
    await press(page, 'Space');
    await tabTo(page, withId('note'));
    await page.keyboard.type('Sta bene, ha preso la pastiglia.');
    await tabTo(page, withText(words('call.save')));
    await press(page, 'Enter');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    assert.match((await focused(page))?.text ?? '', new RegExp(`^${words('act.call')}`), 'the focus is back where the dialog was opened');

    await tabTo(page, withText(words('act.close')));
    await press(page, 'Enter');
    await tabTo(page, withId('outcome'));
    await press(page, 'ArrowDown');
    await tabTo(page, withText(words('close.save')));
    await press(page, 'Enter');
    await row.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement !== document.body);
    await page.getByText(words('worklist.none')).waitFor();
    await visitor.leave();
  });

  it('the keys of the worklist do the same, and can be switched off', async () => {
    const family = await registerFamily(house, 'seconda');
    const { subject } = await alertFor(house, family);
    const visitor = await Visitor.arrive(browser, house);
    const { page } = visitor;
    await visitor.session(of(house, 'operator'));
    await page.goto('/staff/worklist');
    const row = page.locator(`tr[data-subject="${subject}"]`);
    await row.waitFor();
    for (let steps = 0; steps < 5 && !await row.locator('[data-row-link]:focus').count(); steps++) await press(page, 'j');
    await press(page, 't');
    await row.getByText(words('alert.takenBy', { name: '' }).trim()).waitFor();
    await press(page, '?');
    await page.locator('dialog[open]').getByText(words('key.t')).waitFor();
    await press(page, 'Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await press(page, 'l');
    await page.locator('dialog[open]').waitFor();
    await press(page, 'Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.locator('#keys-on').focus();
    await press(page, 'Space');
    await press(page, 'c');
    assert.equal(await page.locator('dialog[open]').count(), 0, 'WCAG 2.1.4: the keys are off');
    await page.locator('#keys-on').focus();
    await press(page, 'Space');
    await row.locator('[data-row-link]').focus();
    await press(page, 'c');
    await page.locator('dialog[open] #outcome').waitFor();
    await visitor.leave();
  });

  it('a family signs in, opens a claim, answers every question, checks and sends', async () => {
    const family = await registerFamily(house, 'figlia');
    const visitor = await Visitor.arrive(browser, house, { width: 360, height: 780 });
    const { page } = visitor;
    await signInByKeyboard(visitor, '/', family.username);
    await onPage(page, words('home.title'));
    await tabTo(page, withText(words('home.start')));
    await press(page, 'Enter');

    await onPage(page, words('facts.title'));
    const today = new Date();
    await tabTo(page, withId('onsetDate'));
    await page.keyboard.type(String(today.getUTCDate()));
    await press(page, 'Tab');
    await page.keyboard.type(String(today.getUTCMonth() + 1));
    await press(page, 'Tab');
    await page.keyboard.type(String(today.getUTCFullYear()));
    await tabTo(page, withId('constantNeed'));
    await press(page, 'Space');
    await tabTo(page, withId('placeOfCare'));
    await press(page, 'Space', 'Enter');

    for (let at = 1; at <= 4; at++) {
      await page.getByText(words('question.of', { n: at, all: 4 })).waitFor();
      await page.waitForFunction(() => document.activeElement?.matches('legend h1'));
      await tabTo(page, withId('answer'));
      await press(page, 'Space', ...(at === 4 ? [] : ['ArrowDown']), 'Enter');
    }
    await onPage(page, words('check.title'));
    await tabTo(page, withText(words('check.send')), { most: 80 });
    await press(page, 'Enter');
    await onPage(page, words('sent.title'));
    assert.match(await page.title(), new RegExp(`^${words('sent.title')} - `));
    await visitor.leave();
  });

  it('an empty form moves the focus to the summary, whose links lead to the fields', async () => {
    const visitor = await Visitor.arrive(browser, house);
    const { page } = visitor;
    await visitor.session(of(house, 'claims-handler'));
    await page.goto('/staff/persons/new');
    await tabTo(page, withId('lastName'));
    await press(page, 'Enter');
    await page.locator('.error-summary').waitFor();
    await page.waitForFunction(() => document.activeElement?.classList.contains('error-summary'));
    assert.match(await page.title(), new RegExp(`^${words('page.failed')} `), 'X-19');
    await press(page, 'Tab', 'Enter');
    assert.equal((await focused(page)).id, 'lastName');
    await page.keyboard.type('Rossi');
    assert.equal(await page.locator('#lastName').inputValue(), 'Rossi');
    await visitor.leave();
  });

  it('a handler records an event of a cover', async () => {
    const family = await registerFamily(house, 'iscritta');
    const visitor = await Visitor.arrive(browser, house);
    const { page } = visitor;
    await visitor.session(of(house, 'claims-handler'));
    await page.goto(`/staff/persons/${family.person}`);
    await tabTo(page, withText(words('cover.add')));
    await press(page, 'Enter');
    await tabTo(page, withId('coverKind'));
    const kind = page.locator('#coverKind');
    for (let steps = 0; steps < 20 && await kind.inputValue() !== 'enrolment'; steps++) await press(page, 'ArrowDown');
    assert.equal(await kind.inputValue(), 'enrolment');
    await tabTo(page, withText(words('cover.save')));
    await press(page, 'Enter');
    await page.locator('.error-summary').waitFor();
    await page.waitForFunction(() => document.activeElement?.classList.contains('error-summary'));
    await press(page, 'Tab', 'Enter');
    assert.equal((await focused(page)).id, 'coverPlan');
    await press(page, 'ArrowDown');
    for (let i = 0; i < 2; i++) await press(page, 'Tab');
    for (const part of ['05', '12', '2023']) {
      await page.keyboard.type(part);
      await press(page, 'Tab');
    }
    await tabTo(page, withText(words('cover.save')));
    await press(page, 'Enter');
    await page.locator('li', { hasText: '05/12/2023' }).waitFor();
    await visitor.leave();
  });
});
