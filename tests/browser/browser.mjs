// SPDX-License-Identifier: EUPL-1.2
// Chromium as a person would use it: signed in, in a language, on a screen; and what every page must hold.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const QUIET = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const screens = { desk: { width: 1280, height: 900 }, phone: { width: 360, height: 740 }, least: { width: 320, height: 640 } };

export class Browser {
  static async start(house) {
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET });
    return new Browser(house, browser);
  }

  constructor(house, browser) {
    this.house = house;
    this.browser = browser;
    this.cookies = new Map();
  }

  // "operator", "operator@second" (fund), or a user name.
  login(who) {
    const [role, fund = 'first'] = who.split('@');
    const found = this.house.logins.find((one) => one.role === role && one.role !== 'family' && one.fund === fund) ?? this.house.logins.find((one) => one.username === who);
    assert.ok(found, `there is a log-in for ${who}`);
    return found;
  }

  // A fresh context with one page; `user` null: nobody is signed in.
  async page({ user = null, language = 'it', screen = 'desk', scheme = 'light', more = {} } = {}) {
    const context = await this.browser.newContext({
      viewport: screens[screen], locale: language === 'it' ? 'it-IT' : 'en-GB', colorScheme: scheme, timezoneId: 'America/New_York', reducedMotion: 'reduce', ...more,
    });
    context.setDefaultTimeout(10000);
    if (user) await this.#signIn(context, user);
    const page = await context.newPage();
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(String(error)));
    page.on('console', (message) => { if (/Content Security Policy|Refused to/.test(message.text())) page.faults.push(message.text()); });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`Refused to: ${event.violatedDirective} ${event.blockedURI}`));
    });
    return page;
  }

  // One real log-in per person and file; later contexts get its cookie.
  async #signIn(context, user) {
    if (!this.cookies.has(user)) {
      const answer = await context.request.post(`${this.house.url}/api/v1/session`, { data: { username: this.login(user).username, password: this.login(user).password } });
      assert.equal(answer.status(), 200, `${user} can sign in: ${await answer.text()}`);
      this.cookies.set(user, await context.cookies());
    }
    await context.addCookies(this.cookies.get(user));
  }

  forget(user) { this.cookies.delete(user); }

  async open(page, path) {
    await page.goto(this.house.url + path);
    await page.locator('h1').first().waitFor();
  }

  close() { return this.browser.close(); }
}

// Violations as lines that name rule and place.
export async function axeFaults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), RULES);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.split('\n')[1]?.trim()}`));
}

// What holds on every page in every state.
export async function sound(page, where) {
  assert.deepEqual(await axeFaults(page), [], `${where}: axe`);
  assert.deepEqual(page.faults, [], `${where}: errors and CSP violations`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${where}: ${over} px of horizontal scroll`);
  assert.equal(await page.locator('h1:visible').count(), 1, `${where}: one h1`);
  assert.match(await page.title(), /^(\(\d+\) )?(Errore: |Error: )?.+ - .+ - Sostegno$/, `${where}: title`);
  assert.doesNotMatch(page.url(), /[A-Z]{6}\d{2}[A-Z]\d{2}/, `${where}: no codice fiscale in the URL`);
}
