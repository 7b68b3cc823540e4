// SPDX-License-Identifier: EUPL-1.2
// Browser tests: a chromium, visitors who write down everything that a page must not do, and the checks on a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
export const texts = Object.fromEntries(['it', 'en'].map((language) => {
  const sections = JSON.parse(readFileSync(new URL(`../../dashboard/text/${language}.json`, import.meta.url), 'utf8'));
  return [language, Object.assign({}, ...Object.values(sections))];
}));

// The text of a key as the page shows it; for plural keys the form of n.
export function say(language, key, values = {}) {
  let text = texts[language][key];
  assert.ok(text !== undefined, `no text '${key}'`);
  if (typeof text === 'object') text = text[new Intl.PluralRules(language).select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A page that works answers at once, and a slow machine takes its time: only what never comes is a fault.
const PATIENCE_MS = 60_000;

const openBrowser = () => chromium.launch({
  timeout: 2 * PATIENCE_MS,
  executablePath: process.env.HOUSE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// A browser and what it visits (the promise of a house or a world); when one does not open, the other is closed, or
// the test file would wait for it until it is ended from outside.
export async function openBrowserOn(place) {
  const both = await Promise.allSettled([openBrowser(), place]);
  const fault = both.find(({ reason }) => reason)?.reason;
  if (!fault) return both.map(({ value }) => value);
  for (const { value } of both) await value?.close();
  throw fault;
}

// One person at one browser of their own.
export class Visitor {
  static async arrive(browser, house, { language = 'it', width = 1280, height = 900, colorScheme = 'light' } = {}) {
    const visitor = new Visitor();
    visitor.house = house;
    visitor.context = await browser.newContext({
      baseURL: house.url, locale: language === 'it' ? 'it-IT' : 'en-GB', timezoneId: 'Europe/Rome', viewport: { width, height }, colorScheme, reducedMotion: 'reduce',
    });
    visitor.context.setDefaultTimeout(PATIENCE_MS);
    visitor.faults = [];
    await visitor.context.exposeBinding('houseViolation', (_, what) => { visitor.faults.push(`CSP: ${what}`); });
    await visitor.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        globalThis.houseViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`);
      });
    });
    visitor.page = await visitor.open();
    return visitor;
  }

  async open() {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.faults.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // The browser reports every answer of 400 and above; which answers are right is what the tests say themselves.
      if (/^Failed to load resource/.test(message.text()) && /\/api\/v1\//.test(message.location().url)) return;
      this.faults.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== this.house.url && /^http/.test(request.url())) this.faults.push(`foreign origin: ${request.url()}`);
    });
    return page;
  }

  // Signs in without the form, as a remembered session would.
  async session(username) {
    const answer = await this.context.request.post('/api/v1/session', { data: { username, password: this.house.password(username) } });
    assert.equal(answer.status(), 200, await answer.text());
    return answer.json();
  }

  // Signs in with the form of the application at `at`.
  async signIn(username, at) {
    await this.page.goto(at);
    await this.page.locator('#username').fill(username);
    await this.page.locator('#password').fill(this.house.password(username));
    await this.page.keyboard.press('Enter');
    await this.page.locator('#username').waitFor({ state: 'detached' });
  }

  async speak(language) {
    await this.page.evaluate((code) => localStorage.setItem('sostegno.language', code), language);
  }

  h1() { return this.page.locator('h1:visible').first(); }

  async leave() {
    await this.context.close();
    assert.deepEqual(this.faults, [], 'the pages did nothing that a strict browser minds');
  }
}

// Until what has been changed is drawn: measurements of the page wait for the frame after the next.
export const drawn = (page) => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => done())); }));

// What axe finds, one line per rule and place.
export async function axe(page, { rules, exclude = [] } = {}) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axeSource);
  return page.evaluate(async ({ tags, rules: only, exclude: without }) => {
    const { violations } = await globalThis.axe.run(without.length > 0 ? { exclude: without } : document, {
      runOnly: only ? { type: 'rule', values: only } : { type: 'tag', values: tags }, resultTypes: ['violations'], elementRef: false,
    });
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`));
  }, { tags: AXE_TAGS, rules, exclude });
}

// What sticks out of the screen, scrolled to or cut off; labelled scroll regions may scroll in themselves.
export async function overflow(page) {
  await drawn(page); // parts that measure themselves, such as the chart, follow the width of the screen a frame later
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const allowed = (element) => element.closest('[role=region][tabindex="0"], .visually-hidden, svg svg, svg *') !== null;
    const all = [...document.querySelectorAll('body *')].filter((element) => !allowed(element) && element.getBoundingClientRect().right > room + 1);
    if (document.documentElement.scrollWidth > room) all.push(document.documentElement);
    return all.map((element) => `${element.tagName.toLowerCase()}.${element.className} reaches ${Math.round(element.getBoundingClientRect().right)} of ${room} px`).slice(0, 5);
  });
}

// Italian words that the plans and the reasons bring, on a page in English.
const strings = (value) => (typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(strings));
const pairs = (value) => (typeof value?.it === 'string' ? [[value.it, value.en]] : typeof value === 'object' && value ? Object.values(value).flatMap(pairs) : []);
const italian = [
  ...['temporary', 'permanent'].flatMap((plan) => pairs(JSON.parse(readFileSync(new URL(`../../scoring/plans/${plan}-2026.json`, import.meta.url), 'utf8')))),
  ...Object.entries(texts.it).filter(([key]) => /^(?:reason|ownReason|notAllowed|caseTask|basis)\./.test(key)).map(([key, text]) => [text, texts.en[key]]),
].flatMap(([it, en]) => strings(it).map((one) => [one.split('{')[0].trim(), strings(en).join()])).filter(([it, en]) => it.length > 6 && !en.includes(it)).map(([it]) => it);

export async function foreignWords(page) {
  const text = await page.locator('body').innerText();
  return italian.filter((one) => text.includes(one));
}

// Keys of the text files, and placeholders nobody filled, that a reader would see.
export async function rawKeys(page) {
  const seen = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const all = [document.title, ...[...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''))];
    while (walker.nextNode()) all.push(walker.currentNode.textContent);
    return all;
  });
  const keys = new Set(Object.keys(texts.it));
  const key = new RegExp(`(^|[^\\w.@/-])((?:${[...new Set([...keys].map((one) => one.split('.')[0]))].join('|')})\\.[a-zA-Z][\\w-]*)(?![\\w.@/-])`, 'g');
  return seen.flatMap((text) => [...text.matchAll(key)].map((match) => match[2]).concat(text.match(/\{[a-z]+\}|\bundefined\b|\bNaN\b|\[object /g) ?? []));
}

// Where the keyboard is, and whether a person can see it.
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const radio = element.matches('input[type=radio], input[type=checkbox]');
    const top = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.left + Math.min(box.width, 40) / 2)), Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2)));
    return {
      tag: element.tagName.toLowerCase(), id: element.id, text: (element.textContent ?? '').trim().slice(0, 80),
      ring: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none',
      inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
      covered: !(top && (element.contains(top) || top.contains(element) || (radio && top.closest('label, .form-check')))),
    };
  });
}

// Where the keyboard is once the page stands still: a part above it may still be coming and move it for a frame or two.
async function settled(page) {
  let now = await focused(page);
  for (let frames = 0; frames < 10 && now && !(now.ring && now.inView && !now.covered); frames++) {
    await drawn(page);
    now = await focused(page);
  }
  return now;
}

// Tabs until `wanted` says yes; everything passed on the way must be visible and show a ring. What is wanted is there first.
export async function tabTo(page, wanted, { most = 60, back = false } = {}) {
  const passed = [];
  await page.waitForFunction(wanted.there, wanted.value);
  for (let steps = 0; steps < most; steps++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const now = await settled(page);
    if (!now) continue;
    assert.ok(now.ring && now.inView && !now.covered, `the focus can be seen on ${JSON.stringify(now)}`);
    passed.push(`${now.tag}#${now.id} ${now.text}`);
    if (await page.evaluate(wanted.test, wanted.value)) return now;
  }
  throw new Error(`not reached in ${most} steps: ${wanted.value}; passed\n${passed.join('\n')}`);
}

export const withText = (value) => ({
  value, test: (text) => (document.activeElement?.textContent ?? '').trim().startsWith(text),
  there: (text) => [...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')].some((element) => (element.textContent ?? '').trim().startsWith(text)),
});
export const withId = (value) => ({ value, test: (id) => document.activeElement?.id === id, there: (id) => document.getElementById(id) !== null });

export const problem = (status, code = 'internal') => ({
  status, contentType: 'application/problem+json',
  body: JSON.stringify({ type: `urn:sostegno:problem:${code}`, title: code, status, code, requestId: '0123456789abcdef', errors: [] }),
});
