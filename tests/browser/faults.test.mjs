// SPDX-License-Identifier: EUPL-1.2
// The checks see: each fault put into a page on purpose is found by its own check.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../api/story.mjs';
import { openHouse } from '../house.mjs';
import { axe, openBrowserOn, overflow, rawKeys, tabTo, Visitor, withId } from './harness.mjs';

let browser;
let house;

before(async () => {
  [browser, house] = await openBrowserOn(openHouse({ seed: 'empty' }));
});

after(async () => {
  await browser?.close();
  await house?.close();
});

// The log-in page of staff, with `prepare` before it is asked for; sound but for the fault.
async function page({ prepare } = {}) {
  const visitor = await Visitor.arrive(browser, house);
  await prepare?.(visitor.page);
  await visitor.page.goto('/staff/');
  await visitor.page.locator('#username').waitFor();
  return visitor;
}

// The one document of the application with something put into its body, under the server's own headers.
const withHtml = (html) => (one) => one.route('**/staff/', async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: (await response.text()).replace('<div id="app">', `${html}<div id="app">`) });
});

describe('a seeded fault makes its check fail', () => {
  it('nothing is found on the page as it is', async () => {
    const visitor = await page();
    assert.deepEqual([await axe(visitor.page), await overflow(visitor.page), await rawKeys(visitor.page)], [[], [], []]);
    await tabTo(visitor.page, withId('username'));
    await visitor.leave();
  });

  it('axe finds a paragraph of low contrast', async () => {
    const { page: one, context } = await page();
    await one.evaluate(() => { document.querySelector('main p').style.color = '#bbb'; });
    assert.match((await axe(one)).join('\n'), /^color-contrast:/m);
    await context.close();
  });

  it('axe finds a field without a label', async () => {
    const { page: one, context } = await page();
    await one.evaluate(() => document.querySelector('label[for=username]').remove());
    assert.match((await axe(one)).join('\n'), /^label:.*#username/m);
    await context.close();
  });

  it('a missing translation key is found', async () => {
    const { page: one, context } = await page({
      prepare: (it) => it.route('**/assets/staff-it-*.json', async (route) => {
        const response = await route.fetch();
        const { 'login.staffTitle': gone, ...body } = await response.json();
        assert.ok(gone);
        await route.fulfill({ response, json: body });
      }),
    });
    assert.deepEqual([...new Set(await rawKeys(one))], ['login.staffTitle']);
    await context.close();
  });

  it('a placeholder that nobody filled is found', async () => {
    const { page: one, context } = await page();
    await one.evaluate(() => { document.querySelector('main p').textContent = 'Mancano {n} risposte'; });
    assert.deepEqual(await rawKeys(one), ['{n}']);
    await context.close();
  });

  for (const [what, html, word] of [
    ['an inline style', '<p style="color: #123">x</p>', /^CSP: style-src-attr /],
    ['an inline script', '<script>document.title = "x"</script>', /^CSP: script-src-elem /],
    ['a picture from elsewhere', '<img alt="" src="https://example.invalid/x.png">', /^CSP: img-src /],
  ]) {
    it(`the content security policy refuses ${what}, and that is counted`, async () => {
      const visitor = await page({ prepare: withHtml(html) });
      await eventually(() => visitor.faults.some((line) => word.test(line)), 'the browser tells of it');
      await assert.rejects(() => visitor.leave(), (fault) => fault.actual.some((line) => word.test(line)));
    });
  }

  it('an error on the console is counted', async () => {
    const visitor = await page();
    await visitor.page.evaluate(() => { console.error('seeded'); });
    await eventually(() => visitor.faults.length > 0, 'the browser tells of it');
    await assert.rejects(() => visitor.leave(), (fault) => /console: seeded/.test(fault.actual.join()));
  });

  it('what sticks out of a narrow screen is found', async () => {
    const { page: one, context } = await page();
    await one.setViewportSize({ width: 320, height: 700 });
    await one.evaluate(() => { document.querySelector('main p').style.minWidth = '600px'; });
    assert.match((await overflow(one)).join('\n'), /^p\..* reaches \d+ of 320 px/m);
    await context.close();
  });

  it('a focus that nobody can see is found', async () => {
    const { page: one, context } = await page();
    await one.evaluate(() => { document.styleSheets[0].insertRule('*:focus { outline: none !important; box-shadow: none !important; }', document.styleSheets[0].cssRules.length); });
    await assert.rejects(() => tabTo(one, withId('username')), /the focus can be seen/);
    await context.close();
  });
});

describe('a slow machine', () => {
  it('a session that is answered before the page has drawn itself does not leave it blank', async () => {
    const visitor = await Visitor.arrive(browser, house);
    await visitor.session(house.logins.find(({ role }) => role === 'claims-handler').username);
    await visitor.context.addInitScript(() => { globalThis.requestAnimationFrame = () => 0; });
    for (let turn = 0; turn < 5; turn++) {
      await visitor.page.goto('/staff/persons');
      await visitor.h1().waitFor();
    }
    await visitor.leave();
  });
});
