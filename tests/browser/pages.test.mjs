// SPDX-License-Identifier: EUPL-1.2
// X-01… …X-22: every page in every state and both languages says what it must say, in both colour schemes and
// widths, and does nothing that axe, a strict content security policy or a narrow screen minds.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axe, foreignWords, openBrowserOn, overflow, problem, rawKeys, say, Visitor } from './harness.mjs';
import { pages } from './pages.mjs';
import { openWorld } from './world.mjs';

let browser;
let world;
const visitors = new Map();

before(async () => {
  [browser, world] = await openBrowserOn(openWorld());
});

after(async () => {
  await browser?.close();
  await world?.house.close();
});

const words = (language, what) => {
  if (typeof what === 'function') return what(language);
  if (Array.isArray(what)) return say(language, ...what).trim();
  return what.startsWith('=') ? what.slice(1) : say(language, what);
};

async function visitorFor(username) {
  let visitor = visitors.get(username);
  if (!visitor) {
    visitor = await Visitor.arrive(browser, world.house);
    if (username) await visitor.session(username);
    visitors.set(username, visitor);
  }
  visitor.faults.length = 0;
  return visitor;
}

async function readable(page, entry, language) {
  await page.locator('h1:visible, h1.visually-hidden', { hasText: words(language, entry.h1) }).first().waitFor({ state: 'attached' });
  await page.getByText(words(language, entry.word)).filter({ visible: true }).or(page.getByText(words(language, entry.word)).and(page.locator('.visually-hidden'))).first().waitFor({ state: 'attached' });
  assert.equal(await page.evaluate(() => document.documentElement.lang), language);
  assert.match(await page.title(), /^.+ - .+ - Sostegno$/, 'X-05: the title is page, section, product');
  assert.deepEqual(await rawKeys(page), [], 'X-02: no key and no gap is shown');
}

// Opens what the page keeps folded, so that it is looked at too.
async function unfold(page, entry) {
  if (!entry.unfold) return;
  await page.locator('main details').first().waitFor();
  if (entry.submit) await page.locator(entry.submit).first().waitFor({ state: 'attached' }); // what is folded comes part by part
  await page.evaluate(() => {
    const open = () => { for (const one of document.querySelectorAll('main details:not([open])')) one.open = true; };
    open();
    new MutationObserver(open).observe(document.body, { childList: true, subtree: true }); // and what comes later
  });
}

const submit = async (page, entry) => { if (entry.submit) await page.locator(entry.submit).first().click(); };

async function look(entry) {
  const visitor = await visitorFor(entry.who);
  const { page } = visitor;
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
  if (entry.main) {
    await page.route((url) => url.pathname === entry.main, (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      return entry.answer === 'fail' ? route.fulfill(problem(500)) : undefined;
    });
  }
  const found = [];
  const note = (what, faults) => found.push(...faults.map((fault) => `${what}: ${fault}`));
  try {
    await page.goto(entry.at, { waitUntil: 'domcontentloaded' });
    if (await page.evaluate(() => localStorage.getItem('sostegno.language')) === 'en') {
      await page.locator('button.language').click();
    }
    if (entry.search) {
      await page.locator('main form input').first().fill(entry.search);
      await page.keyboard.press('Enter');
    }
    await unfold(page, entry);
    await submit(page, entry);
    await readable(page, entry, 'it');
    note('it light 1280', await axe(page));
    note('it light 1280', await overflow(page));
    await page.setViewportSize({ width: 320, height: 700 });
    note('it light 320', await overflow(page));
    await page.locator('button.language').click();
    await unfold(page, entry);
    await submit(page, entry);
    await readable(page, entry, 'en');
    note('Italian on an English page', await foreignWords(page));
    note('en light 320', await overflow(page));
    await page.setViewportSize({ width: 360, height: 780 });
    await page.emulateMedia({ colorScheme: 'dark' });
    note('en dark 360', await axe(page));
    await page.setViewportSize({ width: 1280, height: 900 });
    note('en dark 1280', await axe(page, { rules: ['color-contrast'] }));
    note('while looking', visitor.faults);
    assert.deepEqual(found, []);
  } catch (fault) {
    fault.message += `\nthe page says:\n${(await page.locator('body').innerText().catch(String)).slice(0, 1500)}`;
    throw fault;
  } finally {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.evaluate(() => localStorage.removeItem('sostegno.language'));
  }
}

// The table needs the world's ids, which exist only when the house runs; its names are known before.
const names = pages(new Proxy({ house: { logins: new Proxy([], { get: (target, key) => (key === 'find' ? () => ({ username: '' }) : target[key]) }) } },
  { get: (target, key) => target[key] ?? { username: '', surname: '', subject: '', person: '', device: '' } }));

describe('pages × states × languages', () => {
  for (const [at, { name, state }] of names.entries()) it(`${name}: ${state}`, () => look(pages(world)[at]));
});
