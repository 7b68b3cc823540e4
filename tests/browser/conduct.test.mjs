// SPDX-License-Identifier: EUPL-1.2
// How the applications behave when things go wrong for a person: the server is away, a colleague was faster, the session ends,
// a button is pressed twice, Back is pressed after sending (W-07, W-08, X-01, X-20, X-21, F-08, F-12).
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { axe, openBrowserOn, problem, say, Visitor } from './harness.mjs';
import { of } from './world.mjs';
import { openHouse } from '../house.mjs';
import { alertFor, bloodPressure, fillQuestionnaire, publish, registerFamily, staff } from '../api/story.mjs';

let browser;
let house;
let daughter;
let mother;
let patient;
let visitor;
let page;

before(async () => {
  [browser, house] = await openBrowserOn(openHouse({ seed: 'empty', parts: ['broker'] }));
  daughter = await registerFamily(house, 'figlia');
  mother = await registerFamily(house, 'madre', { mandateTo: daughter.username });
  patient = { ...mother, ...await alertFor(house, mother) };
});
after(async () => {
  await browser?.close();
  await house?.close();
});
afterEach(async () => {
  const last = visitor;
  visitor = undefined;
  await last?.leave();
});

async function comes(username, at, options) {
  visitor = await Visitor.arrive(browser, house, options);
  page = visitor.page;
  await visitor.session(username);
  await page.goto(at);
  await page.locator('h1:visible').first().waitFor();
}

async function draft(plan = 'temporary-2026') {
  const client = await house.client(daughter.username);
  const { body: { people } } = await client.get('/api/v1/portal');
  const own = people.find((one) => one.person === daughter.person).claims.find((one) => one.state === 'draft');
  return { client, claim: own ?? (await client.post('/api/v1/portal/claims', { person: daughter.person, plan })).body };
}

// The page tries by itself, too, and may be faster: either the button is pressed, or there is nothing left to try.
const tryNow = () => Promise.any([page.getByRole('button', { name: say('it', 'outage.now') }).click(), page.locator('.outage').waitFor({ state: 'detached' })]);

const row = () => page.locator(`tr[data-subject="${patient.subject}"]`);

it('X-20, W-07: the server goes away and comes back; what a door took into custody meanwhile appears without reload', async () => {
  await comes(of(house, 'operator'), '/staff/worklist');
  await page.getByText(say('it', 'live.on')).waitFor();
  await row().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined)); // nothing of the page itself is still to come
  await house.stop('server');
  await page.locator('.live.off').waitFor();
  assert.match(await page.locator('.live.off').innerText(), /\d{2}:\d{2}/);
  assert.equal(await row().count(), 1, 'what was on the screen stays there');
  await publish(house, patient, bloodPressure(197)); // acknowledged while no server runs
  house.start('server');
  await house.ready();
  await page.getByText(say('it', 'live.on')).waitFor();
  await row().getByText(say('it', 'alert.repeats', { n: 2 })).waitFor();
  assert.equal(await row().count(), 1);
});

it('X-20: while the server cannot be reached a banner counts down, and old data stays', async () => {
  await comes(of(house, 'operator'), `/staff/patients/${patient.subject}`);
  await page.getByText(say('it', 'vitals.title')).waitFor();
  await page.route('**/api/v1/**', (route) => route.abort());
  await page.getByRole('button', { name: say('it', 'window.30') }).click();
  await page.locator('.outage').getByText(say('it', 'outage.title')).waitFor();
  await page.getByText(/Riprovo tra \d+ second/).waitFor();
  assert.equal(await page.getByText(say('it', 'vitals.title')).isVisible(), true);
  assert.deepEqual(await axe(page), []);
  await page.unroute('**/api/v1/**');
  await tryNow();
  await page.locator('svg.chart').first().waitFor();
  await page.locator('.outage').waitFor({ state: 'detached' });
});

it('W-07: a line that died without a word is noticed, and taken up again', async () => {
  visitor = await Visitor.arrive(browser, house);
  page = visitor.page;
  await visitor.session(of(house, 'operator'));
  await page.clock.install();
  await page.goto('/staff/worklist');
  await page.getByText(say('it', 'live.on')).waitFor();
  process.kill(house.pid('server'), 'SIGSTOP'); // the connection stays open, nothing comes
  try {
    await page.clock.fastForward(60_000);
    await page.locator('.live.off').waitFor();
  } finally {
    process.kill(house.pid('server'), 'SIGCONT');
  }
  await page.clock.fastForward(60_000);
  await page.getByText(say('it', 'live.on')).waitFor();
});

it('X-20: an answer that is no answer is said to be none, and asked for again', async () => {
  await comes(of(house, 'operator'), '/staff/quarantine');
  await page.route('**/api/v1/quarantine*', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<p>Wi-Fi' }));
  await page.reload();
  await page.getByText(say('it', 'fault.unreachable')).waitFor();
  await page.unroute('**/api/v1/quarantine*');
  await tryNow();
  await page.getByText(say('it', 'fault.unreachable')).waitFor({ state: 'detached' });
});

it('X-20: “now” means now, also before anything of the page could be read', async () => {
  visitor = await Visitor.arrive(browser, house);
  page = visitor.page;
  // By itself this page never tries again: only “now” can have asked, and nothing takes the button away before it is pressed.
  await page.addInitScript(() => {
    const real = window.setTimeout;
    window.waits = 0;
    window.setTimeout = (done, ms = 0, ...rest) => {
      if (ms < 1000) return real(done, ms, ...rest);
      window.waits += 1;
      return real(done, ms * 10_000, ...rest);
    };
  });
  await page.route('**/api/v1/session', (route) => route.abort());
  await page.goto('/');
  const now = page.getByRole('button', { name: say('it', 'outage.now') });
  const waits = (times) => page.waitForFunction((n) => window.waits === n, times);
  for (let times = 1; times <= 4; times++) {
    await waits(times);
    await now.click();
  }
  await waits(5);
  await page.unroute('**/api/v1/session');
  await now.click();
  await page.locator('#username').waitFor();
});

it('X-20: words that do not come are asked for again, and a language that cannot be had changes nothing', async () => {
  visitor = await Visitor.arrive(browser, house);
  page = visitor.page;
  const refuse = (language) => page.route(`**/assets/portal-${language}-*.json`, (route) => route.fulfill({ status: 503 }));
  await refuse('it');
  const refused = page.waitForResponse('**/assets/portal-it-*.json');
  await page.goto('/');
  await refused;
  await page.unroute('**/assets/portal-it-*.json');
  await page.getByRole('heading', { name: say('it', 'login.title') }).waitFor();
  await refuse('en');
  const english = page.getByRole('button', { name: say('it', 'shell.otherLanguage') });
  await english.click();
  await page.getByRole('alert').getByText(say('it', 'fault.unreachable')).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'it');
  await page.unroute('**/assets/portal-en-*.json');
  await english.click();
  await page.getByRole('heading', { name: say('en', 'login.title') }).waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  visitor.faults = visitor.faults.filter((fault) => !/\/assets\/portal-/.test(fault)); // the browser tells of the refusals
});

it('X-19: a fault that the server found takes the focus once, and leaves who corrects it alone', async () => {
  await comes(of(house, 'claims-handler'), '/staff/persons/new');
  for (const [field, text] of [['lastName', 'Rossi'], ['firstName', 'Anna'], ['birthDate', '1'], ['birthDate-month', '2'], ['birthDate-year', '1950'], ['codiceFiscale', 'RSSNNA50B41A562A']]) {
    await page.locator(`#${field}`).fill(text);
  }
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.classList.contains('error-summary'));
  assert.match(await page.locator('.error-summary').innerText(), new RegExp(say('it', 'invalid.check')));
  await page.locator('#codiceFiscale').focus();
  await page.keyboard.press('End');
  await page.keyboard.type('XYZ');
  assert.equal(await page.locator('#codiceFiscale').inputValue(), 'RSSNNA50B41A562AXYZ');
});

it('X-22: a page of a list that is gone leads back to the start', async () => {
  await comes(of(house, 'claims-handler'), '/staff/claims?cursor=gone');
  await page.getByText(say('it', 'problem.bad-cursor')).waitFor();
  await page.getByRole('button', { name: say('it', 'pager.first') }).click();
  await page.getByText(say('it', 'problem.bad-cursor')).waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).search, '');
});

it('F-01: help opens from the log-in page, and an address that says nothing is no blank page', async () => {
  visitor = await Visitor.arrive(browser, house);
  page = visitor.page;
  await page.goto('/');
  await page.locator('footer').getByRole('link', { name: say('it', 'nav.help') }).click();
  await page.getByText(say('it', 'help.paperText')).waitFor();
  await visitor.session(daughter.username);
  await page.goto('/');
  await page.locator('h1:visible').first().waitFor();
  await page.evaluate(() => {
    history.pushState({}, '', '/claims/%zz');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await page.getByText(say('it', 'notFound.text')).waitFor();
});

it('two tabs share one stream, and both see what a colleague does', async () => {
  await comes(of(house, 'operator'), '/staff/worklist');
  await page.getByText(say('it', 'live.on')).waitFor();
  const second = await visitor.open();
  let streams = 0;
  second.on('request', (request) => { if (request.url().endsWith('/api/v1/events')) streams += 1; });
  await second.goto('/staff/worklist');
  await second.getByText(say('it', 'live.on')).waitFor();
  const clinician = await staff(house, 'monitoring-clinician');
  const { body } = await clinician.get(`/api/v1/alerts/${patient.alert}`);
  const taken = await clinician.send('POST', `/api/v1/alerts/${patient.alert}/take`, { etag: `"${body.version}"` });
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  const words = say('it', 'alert.takenBy', { name: taken.body.owner.name });
  for (const tab of [page, second]) await tab.locator(`tr[data-subject="${patient.subject}"]`).getByText(words).waitFor();
  assert.equal(streams, 0, 'the second tab opened no stream of its own');
});

it('W-08: who comes second is told so, and nothing is overwritten', async () => {
  const other = { ...daughter, ...await alertFor(house, daughter) };
  await comes(of(house, 'operator'), '/staff/account');
  const behind = await (await visitor.context.request.get('/api/v1/worklist')).text();
  await page.route('**/api/v1/worklist*', (route) => route.fulfill({ contentType: 'application/json', body: behind })); // a screen that is a moment behind
  await page.goto('/staff/worklist');
  const take = page.locator(`tr[data-subject="${other.subject}"]`).getByRole('button', { name: say('it', 'act.take') });
  await take.waitFor();
  const clinician = await staff(house, 'monitoring-clinician');
  const { body } = await clinician.get(`/api/v1/alerts/${other.alert}`);
  const taken = await clinician.send('POST', `/api/v1/alerts/${other.alert}/take`, { etag: `"${body.version}"` });
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  await take.click();
  await page.locator('.callout.fault').first().waitFor();
  assert.match(await page.locator('.callout.fault').first().innerText(), /in carico|modificato/);
  const { body: now } = await clinician.get(`/api/v1/alerts/${other.alert}`);
  assert.equal(now.owner.id, taken.body.owner.id);
});

it('X-20: the session ends while somebody types; after a new log-in the text is still there and goes out once', async () => {
  await comes(of(house, 'admin'), '/staff/devices');
  await page.getByText(say('it', 'device.register'), { exact: true }).click();
  await page.locator('#model').fill('Sfigmomanometro di prova');
  const answer = await visitor.context.request.get('/api/v1/session');
  const { csrf } = await answer.json();
  assert.equal((await visitor.context.request.delete('/api/v1/session', { headers: { 'X-CSRF-Token': csrf } })).status(), 204);
  await page.getByRole('button', { name: say('it', 'device.registerNow'), exact: true }).click();
  await page.getByText(say('it', 'session.ended')).waitFor();
  assert.equal(await page.locator('#model').isVisible(), false, 'nothing of the page is shown to a stranger');
  await page.waitForFunction((text) => document.activeElement?.textContent === text, say('it', 'session.ended'));
  assert.deepEqual(await axe(page), []);
  await page.locator('#username').fill(of(house, 'admin'));
  await page.locator('#password').fill(house.password(of(house, 'admin')));
  await page.keyboard.press('Enter');
  await page.locator('#model').waitFor();
  assert.equal(await page.locator('#model').inputValue(), 'Sfigmomanometro di prova');
  await page.getByRole('button', { name: say('it', 'device.registerNow'), exact: true }).click();
  await page.getByText(say('it', 'secret.once')).waitFor();
  assert.deepEqual(await axe(page), []);
});

it('X-01: the language changes under a half-filled form and nothing typed is lost', async () => {
  const { claim } = await draft();
  await comes(daughter.username, `/claims/${claim.id}/facts`);
  await page.locator('#onsetDate').fill('7');
  await page.locator('button.language').click();
  await page.getByText(say('en', 'facts.title')).first().waitFor();
  assert.equal(await page.locator('#onsetDate').inputValue(), '7');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.reload();
  await page.getByText(say('en', 'facts.title')).first().waitFor();
});

it('F-12: who acts for several people sees for whom, on every page', async () => {
  const { claim } = await draft();
  await comes(daughter.username, `/claims/${claim.id}/facts`);
  assert.match(await page.locator('.acting').innerText(), new RegExp(daughter.surname));
  await page.goto('/');
  await page.locator('#acting').selectOption({ label: await page.locator('#acting option', { hasText: mother.surname }).innerText() });
  await page.locator('h2', { hasText: say('it', 'home.new') }).waitFor();
});

it('X-21, F-08: pressed twice it is sent once; Back after sending says that it was sent', async () => {
  const { client, claim } = await draft();
  await client.put(`/api/v1/portal/claims/${claim.id}/facts`, { onsetDate: '2026-01-10', constantNeed: 'yes', placeOfCare: 'home' });
  await fillQuestionnaire(client, claim.id, 'temporary-2026', [1, 1, 1, 0]);
  await comes(daughter.username, `/claims/${claim.id}/questions/hygiene`);
  await page.goto(`/claims/${claim.id}/check`);
  const sends = [];
  let letGo;
  const pressed = new Promise((done) => { letGo = done; });
  await page.route('**/submit', async (route) => {
    sends.push(route.request().headers()['idempotency-key']);
    await pressed; // the line is slow until all has been pressed
    await route.continue();
  });
  const button = page.getByRole('button', { name: say('it', 'check.send') });
  await button.dblclick();
  await button.click({ force: true }); // also while the button says that it is busy
  letGo();
  await page.getByText(say('it', 'sent.next')).waitFor();
  assert.equal(sends.length, 1);
  await page.goBack();
  await page.getByText(say('it', 'already.title')).first().waitFor();
  assert.match(await page.locator('main').innerText(), /\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}/);
  const { body } = await client.get(`/api/v1/portal/claims/${claim.id}`);
  assert.equal(body.state, 'submitted');
});

it('X-21: a line that breaks while sending keeps the key, so that trying again cannot count twice', async () => {
  await comes(of(house, 'admin'), '/staff/devices');
  await page.getByText(say('it', 'device.register'), { exact: true }).click();
  await page.locator('#model').fill('Una volta sola');
  const keys = [];
  await page.route('**/api/v1/devices', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch(); // it arrived, but the answer is lost
    return route.abort();
  });
  const send = page.getByRole('button', { name: say('it', 'device.registerNow'), exact: true });
  await send.click();
  await page.getByText(say('it', 'fault.unreachable')).waitFor();
  await send.click();
  await page.getByText(say('it', 'secret.once')).waitFor();
  assert.equal(keys[0], keys[1]);
  const admin = await staff(house, 'admin');
  const { body } = await admin.get('/api/v1/devices?limit=200');
  assert.equal(body.items.filter((one) => one.model === 'Una volta sola').length, 1);
});

it('every status has its own words and a reference', async () => {
  await comes(of(house, 'operator'), '/staff/quarantine');
  const seen = new Set();
  for (const status of [403, 404, 409, 413, 429, 500]) {
    await page.route('**/api/v1/quarantine*', (route) => route.fulfill(problem(status, `seeded-${status}`)));
    await page.reload();
    const fault = page.locator('main .callout.fault').first();
    await fault.waitFor();
    const words = await fault.locator('.callout-text').innerText();
    assert.equal(words, say('it', `status.${status}`));
    assert.match(await fault.innerText(), /0123456789abcdef/);
    seen.add(words);
    await page.unroute('**/api/v1/quarantine*');
  }
  assert.equal(seen.size, 6);
});

it('X-23: two minutes before the session ends a dialog offers to stay, by keyboard; nothing typed is lost', async () => {
  visitor = await Visitor.arrive(browser, house);
  page = visitor.page;
  const { idleSeconds } = await visitor.session(of(house, 'admin'));
  await page.clock.install();
  await page.goto('/staff/devices');
  await page.getByText(say('it', 'device.register'), { exact: true }).click();
  await page.locator('#model').fill('Ancora da finire');
  assert.equal(await page.locator('dialog').count(), 0);
  await page.clock.fastForward((idleSeconds - 100) * 1000);
  await page.locator('dialog').getByText(say('it', 'session.ending')).waitFor();
  assert.deepEqual(await axe(page), []);
  const extended = page.waitForResponse('**/api/v1/session/extend');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal((await extended).status(), 200);
  await page.clock.runFor(3000);
  await page.locator('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.locator('#model').inputValue(), 'Ancora da finire');
});
