// SPDX-License-Identifier: EUPL-1.2
// A claim from the first question to the payment line, each step by the person whose step it is, each at a screen of
// their own (design.md §1); and what the family never reads on the way (F-09).
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../house.mjs';
import { day, registerFamily, staff } from '../api/story.mjs';
import { openBrowserOn, say, Visitor } from './harness.mjs';
import { of } from './world.mjs';

const SECRET = /punteggi|\bpunti\b|soglia|\bscores?\b|threshold|\bpoints?\b/i;
let browser;
let house;

before(async () => {
  [browser, house] = await openBrowserOn(openHouse({ seed: 'empty' }));
});

after(async () => {
  await browser?.close();
  await house?.close();
});

const words = (key, values) => say('it', key, values);

// A visitor who keeps every text that was on the screen and every answer that came over the line.
async function family(username) {
  const visitor = await Visitor.arrive(browser, house, { width: 360, height: 780 });
  visitor.read = new Map();
  visitor.coming = [];
  visitor.page.on('response', (response) => {
    if (!/\/api\/v1\/(portal|plans)/.test(response.url())) return;
    visitor.coming.push(response.text().catch(() => '').then((text) => { visitor.read.set(`${response.request().method()} ${response.url()}`, text); }));
  });
  await visitor.session(username);
  await visitor.page.goto('/');
  return visitor;
}

async function remember(visitor) {
  await visitor.h1().waitFor();
  visitor.read.set(`${visitor.page.url()} ${visitor.read.size}`, await visitor.page.locator('body').innerText());
}

// What of it tells score or threshold.
async function told(visitor) {
  await Promise.all(visitor.coming);
  return [...visitor.read].filter(([, text]) => SECRET.test(text)).map(([place, text]) => `${place}: ${SECRET.exec(text)[0]}`);
}

async function atDesk(role, at) {
  const visitor = await Visitor.arrive(browser, house);
  await visitor.session(of(house, role));
  await visitor.page.goto(at);
  return visitor;
}

async function typeDate(page, id, iso) {
  const [year, month, date] = iso.split('-').map(Number);
  await page.locator(`#${id}`).fill(String(date));
  await page.locator(`#${id}-month`).fill(String(month));
  await page.locator(`#${id}-year`).fill(String(year));
}

const button = (page, key) => page.getByRole('button', { name: words(key) }).first();

describe('a day of the house', () => {
  let user;
  let claim;
  let number;

  before(async () => { user = await registerFamily(house, 'figlia'); });

  it('the daughter fills in the questionnaire on her telephone and sends it', async () => {
    const visitor = await family(user.username);
    const { page } = visitor;
    await page.locator('h1', { hasText: words('home.title') }).waitFor();
    await remember(visitor);
    await page.getByRole('button', { name: /Non autosufficienza temporanea/ }).click();
    await page.locator('h1', { hasText: words('facts.title') }).waitFor();
    await typeDate(page, 'onsetDate', day(-2));
    await page.locator('#constantNeed').check();
    await page.locator('#placeOfCare').check();
    await remember(visitor);
    await button(page, 'question.save').click();
    for (let at = 1; at <= 4; at++) {
      await page.getByText(words('question.of', { n: at, all: 4 })).waitFor();
      await remember(visitor);
      await page.locator('.radios input').nth(at === 4 ? 0 : 1).check();
      await button(page, 'question.save').click();
    }
    await page.locator('h1', { hasText: words('check.title') }).waitFor();
    await remember(visitor);
    await button(page, 'check.send').click();
    await page.locator('h1', { hasText: words('sent.title') }).waitFor();
    await remember(visitor);
    claim = /claims\/([0-9a-f]{32})/.exec(page.url())[1];
    number = await page.locator('.receipt-number').innerText();
    await page.goto(`/claims/${claim}`);
    await page.getByText(words('claim.steps')).waitFor();
    await remember(visitor);
    assert.deepEqual(await told(visitor), [], 'F-09: neither the screen nor the line tells score or threshold');
    assert.ok(visitor.read.size > 15, 'there was something to look at');
    await visitor.leave();
  });

  it('the handler finds the dossier complete', async () => {
    const visitor = await atDesk('claims-handler', '/staff/claims');
    const { page } = visitor;
    await page.getByRole('link', { name: number }).click();
    await page.getByText(words('complete.title'), { exact: true }).waitFor();
    await page.getByText(words('complete.waits')).waitFor();
    await page.getByText(words('situation.record'), { exact: true }).click();
    for (const name of ['admitted', 'homeService', 'inpatient']) await page.locator(`#situation-${name}-no`).check();
    await page.locator('form', { has: page.locator('#situation-admitted') }).getByRole('button').click();
    await page.getByText(words('documents.record'), { exact: true }).click();
    await typeDate(page, 'document-receivedOn', day());
    for (const [at, code] of ['D1', 'D2', 'D3', 'D4'].entries()) {
      await page.locator('#document-code').selectOption(code);
      await page.locator('#document-accepted').check();
      await button(page, 'documents.save').click();
      await page.locator('table .badge', { hasText: words('documents.accepted') }).nth(at).waitFor();
    }
    await button(page, 'complete.save').click();
    await button(page, 'complete.save').waitFor({ state: 'detached' });
    await visitor.leave();
  });

  it('the clinician sees the score with its reasons, finds, and decides', async () => {
    const visitor = await atDesk('claims-clinician', `/staff/claims/${claim}`);
    const { page } = visitor;
    await page.getByText(words('score.reached')).waitFor();
    assert.equal(await button(page, 'decision.save').count(), 1);
    await page.getByLabel(words('consolidated.no'), { exact: true }).check();
    await page.getByRole('group', { name: words('facts.need') }).getByLabel(words('tristate.yes'), { exact: true }).check();
    await typeDate(page, 'examinedOn', day());
    await button(page, 'finding.save').click();
    await page.getByText(words('finding.need', { answer: words('tristate.yes') })).waitFor();
    await page.getByRole('radio', { name: new RegExp(`^${words('decision.recognised')}`) }).check();
    await page.locator('#decisionReason').fill('Tre attività su quattro, stato non consolidato.');
    await button(page, 'decision.save').click();
    await page.getByText(words('months.title'), { exact: true }).waitFor();
    assert.match(await page.locator('.banner').innerText(), new RegExp(words('claimState.recognised')));
    await visitor.leave();
  });

  it('the daughter sees that it is recognised and sends an expense', async () => {
    const visitor = await family(user.username);
    const { page } = visitor;
    await page.getByRole('link', { name: words('claim.follow') }).click();
    await page.getByText(words('ownMonths.title')).waitFor();
    await remember(visitor);
    // On paper the page itself says whom the decision is about.
    const code = page.locator('dl.print-only .code');
    assert.equal(await code.isVisible(), false);
    await page.emulateMedia({ media: 'print' });
    await code.waitFor();
    assert.match(await page.locator('dl.print-only').innerText(), /[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]$/);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: words('ownExpense.new') }).click();
    await page.locator('#form-care-invoice').or(page.getByLabel(words('expenseForm.care-invoice'))).first().check();
    await page.locator('#provider').fill('Cooperativa Esempio');
    await page.locator('#document').fill('77/2026');
    await typeDate(page, 'serviceFrom', day());
    await typeDate(page, 'serviceTo', day());
    await page.locator('#amountCents').fill('1.234');
    await page.locator('#receipted').check();
    await button(page, 'expense.send').click();
    await page.locator('.error-summary').getByText(words('expense.money-ambiguous')).waitFor();
    await page.locator('#amountCents').fill('1.234,50');
    await button(page, 'expense.send').click();
    await page.getByText('77/2026').waitFor();
    await page.getByText(words('ownExpenseState.submitted')).waitFor();
    await remember(visitor);
    assert.deepEqual(await told(visitor), [], 'F-09');
    await visitor.leave();
  });

  it('the handler approves, and what is payable is the rest of the month', async () => {
    const visitor = await atDesk('claims-handler', `/staff/claims/${claim}`);
    const { page } = visitor;
    await button(page, 'approve.act').click();
    await page.getByText(words('expenseState.approved'), { exact: true }).waitFor();
    await page.getByText(words('expenses.payable', { amount: '500,00 €' }).replace(' €', '\u00a0€')).or(page.getByText(/Da pagare 500,00\s€/)).first().waitFor();
    // The account to pay it to: a wrong IBAN is sent back at its field.
    await page.locator('.banner a').click();
    await page.getByText(words('bank.add'), { exact: true }).click();
    await page.locator('#iban').fill('IT61 X054 2811 1010 0000 0123 456');
    await page.locator('#accountEvidence').fill('modulo firmato');
    await button(page, 'bank.save').click();
    await page.locator('#iban[aria-invalid=true]').waitFor();
    await page.locator('#iban').fill('it60 x054 2811 1010 0000 0123 456');
    await button(page, 'bank.save').click();
    await page.getByText('IT60 X054 2811 1010 0000 0123 456').waitFor();
    await visitor.leave();
  });

  it('the payments officer sees one line of 500 euro', async () => {
    const visitor = await atDesk('payments-officer', '/staff/payment-lines');
    const row = visitor.page.locator('tbody tr', { hasText: number });
    await row.waitFor();
    assert.match(await row.innerText(), /500,00\s€[\s\S]*77\/2026[\s\S]*1\.234,50\s€/);
    await visitor.page.setViewportSize({ width: 360, height: 800 });
    const amount = await row.locator('strong').boundingBox();
    assert.ok(amount.x >= 0 && amount.x + amount.width <= 360, 'the amount is seen without scrolling');
    await row.getByText('IT60 X054 2811 1010 0000 0123 456').waitFor();
    await visitor.leave();
  });

  it('S-27: the handler records a death with the day on which it was told', async () => {
    const visitor = await atDesk('claims-handler', `/staff/claims/${claim}`);
    const { page } = visitor;
    const form = page.locator('section', { has: page.locator('#life-title') });
    await form.getByLabel(words('life.hasDied')).check();
    await button(form, 'life.save').click();
    for (const missing of ['date.invalid', 'life.noTold', 'act.noEvidence']) await form.locator('.error-summary').getByText(words(missing)).first().waitFor();
    await typeDate(page, 'lifeDate', day());
    await typeDate(page, 'lifeTold', day(3));
    await page.locator('#lifeEvidence').fill('atto di morte 12');
    await button(form, 'life.save').click();
    await form.locator('.error-summary').getByText(`${words('life.told')}: ${words('invalid.in-future')}`).waitFor(); // the server's word, at the field that it means
    await page.locator('#lifeTold[aria-invalid=true]').waitFor();
    await typeDate(page, 'lifeTold', day());
    await button(form, 'life.save').click();
    await page.getByText(words('effect.pay-heirs')).waitFor();
    await page.getByText(words('checks.evidence', { evidence: 'atto di morte 12' })).waitFor();
    await visitor.leave();
  });
});

describe('the end of a session', () => {
  it('X-23: it is said two minutes before, and can be put off with the keyboard', async () => {
    const visitor = await Visitor.arrive(browser, house);
    const { page } = visitor;
    const session = await visitor.session(of(house, 'operator'));
    await page.clock.install();
    await page.goto('/staff/worklist');
    await page.getByText(words('live.on')).waitFor();
    const byItself = page.waitForRequest((request) => request.url().includes('/api/v1/worklist') && request.headers()['x-unattended'] === '1');
    await page.clock.fastForward((session.idleSeconds - 90) * 1000); // no word on the line for so long: the page takes it up again and reads
    const warning = page.locator('dialog[open]', { hasText: words('session.ending') });
    await warning.waitFor();
    assert.equal((await (await byItself).response()).status(), 200);
    await page.clock.runFor(3000);
    assert.equal(await warning.count(), 1, 'what the page reads by itself is no use of the session');
    const extended = page.waitForResponse((response) => response.url().endsWith('/session/extend'));
    await warning.getByRole('button', { name: words('session.stay') }).focus();
    await page.keyboard.press('Enter');
    assert.equal((await extended).status(), 200);
    await page.clock.fastForward(3000);
    await warning.waitFor({ state: 'detached' });
    await page.clock.fastForward(session.idleSeconds * 1000);
    await page.getByRole('heading', { name: words('session.ended') }).waitFor();
    await page.getByText(words('session.draftKept')).waitFor();
    assert.equal(await page.locator('#worklist').isVisible(), false);
    await visitor.leave();
  });

  it('X-23: after the log-out Back shows nothing of the person', async () => {
    const handler = await staff(house, 'claims-handler');
    const { body: { items: [{ id, person }] } } = await handler.get('/api/v1/claims');
    const visitor = await atDesk('claims-handler', `/staff/claims/${id}`);
    const { page } = visitor;
    await page.getByText(person.name).first().waitFor();
    await button(page, 'shell.logOut').click();
    await page.locator('#username').waitFor();
    for (let steps = 0; steps < 2; steps++) {
      await page.goBack();
      if (page.url() !== 'about:blank') await page.locator('#username').waitFor(); // it has found out that nobody is signed in
      assert.ok(!(await page.content()).includes(person.name), 'the name is not in the page');
    }
    await page.goto(`/staff/claims/${id}`);
    await page.locator('#username').waitFor();
    await visitor.leave();
  });
});
