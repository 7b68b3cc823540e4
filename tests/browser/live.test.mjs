// SPDX-License-Identifier: EUPL-1.2
// W-06, W-07: a reading that a meter sends shows in an open worklist within two seconds, moves nothing under the hands of
// who works there, and a cut stream is said and made good.
import assert from 'node:assert/strict';
import { createServer, connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../house.mjs';
import { alertFor, bloodPressure, eventually, monitoredPerson, publish, registerFamily, staff, within } from '../api/story.mjs';
import { drawn, openBrowserOn, say, Visitor } from './harness.mjs';
import { of } from './world.mjs';

const LIMIT_MS = 2000;
let browser;
let house;

before(async () => {
  [browser, house] = await openBrowserOn(openHouse({ seed: 'empty', parts: ['broker'] }));
});

after(async () => {
  await browser?.close();
  await house?.close();
});

// Somebody with a meter that has sent an ordinary value, so that the broker is known to let it in.
async function metered(name) {
  const person = { ...await registerFamily(house, name) };
  Object.assign(person, await monitoredPerson(house, person));
  await eventually(() => publish(house, person, bloodPressure(120)).then(() => true, () => false), 'the broker lets the new device in');
  return person;
}

const rowOf = (page, { subject }) => page.locator(`tr[data-subject="${subject}"]`);

async function worklist(at = house) {
  const visitor = await Visitor.arrive(browser, at, { height: 500 });
  await visitor.session(of(house, 'operator'));
  await visitor.page.goto('/staff/worklist');
  await visitor.page.getByText(say('it', 'live.on')).waitFor();
  return visitor;
}

// A door for the browser which can be shut: what is open through it is cut, what comes is refused.
async function openPassage() {
  const sockets = new Set();
  let shut = false;
  const passage = createServer((client) => {
    if (shut) return client.destroy();
    const server = connect(house.ports.http, '127.0.0.1');
    for (const [one, other] of [[client, server], [server, client]]) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => { sockets.delete(one); other.destroy(); });
      one.pipe(other);
    }
    return undefined;
  });
  await new Promise((done) => { passage.listen(0, '127.0.0.1', done); });
  return {
    url: `http://127.0.0.1:${passage.address().port}`,
    shut() { shut = true; for (const socket of sockets) socket.destroy(); },
    reopen() { shut = false; },
    close() { this.shut(); passage.close(); },
  };
}

describe('the live worklist', () => {
  it('a reading above the limit shows within 2 s without reload', async (t) => {
    const visitor = await worklist();
    const { page } = visitor;
    await page.evaluate(() => { globalThis.notReloaded = true; });
    const times = await within(LIMIT_MS, async () => {
      const person = await metered('primo');
      const sent = Date.now();
      await publish(house, person, bloodPressure(190));
      const acknowledged = Date.now() - sent;
      await rowOf(page, person).waitFor();
      const shown = Date.now() - sent;
      t.diagnostic(`acknowledged after ${acknowledged} ms, on screen after ${shown} ms, limit ${LIMIT_MS} ms`);
      await rowOf(page, person).getByText('190').waitFor();
      return shown;
    });
    assert.equal(await page.evaluate(() => globalThis.notReloaded), true);
    assert.equal(/^\((\d+)\) /.exec(await page.title())?.[1], String(times.length), 'the title counts the urgent ones');
    await visitor.leave();
  });

  it('what arrives while somebody works in the list waits behind a notice and moves nothing', async (t) => {
    const [held, next] = [await registerFamily(house, 'secondo'), await metered('terzo')];
    const before_ = await alertFor(house, held);
    const visitor = await worklist();
    const { page } = visitor;
    const link = rowOf(page, before_).locator('[data-row-link]');
    await link.focus();
    await page.mouse.move(5, 5);
    const place = async () => page.evaluate(() => ({
      focus: document.activeElement.closest('tr')?.dataset.subject, scroll: scrollY, top: Math.round(document.activeElement.getBoundingClientRect().top),
      rows: [...document.querySelectorAll('tr[data-subject]')].map((row) => row.dataset.subject),
    }));
    await page.evaluate(() => scrollTo(0, 120));
    await page.waitForFunction(() => scrollY > 0);
    await drawn(page);
    const was = await place();
    const sent = Date.now();
    await publish(house, next, bloodPressure(191));
    const notice = page.getByRole('button', { name: new RegExp(say('it', 'worklist.newAlerts', { n: 1 }).replace('{n}', '1')) });
    await notice.waitFor();
    t.diagnostic(`notice after ${Date.now() - sent} ms`);
    assert.deepEqual(await place(), was, 'focus, scroll and rows are where they were');
    await page.keyboard.press('n');
    await rowOf(page, next).waitFor();
    assert.equal((await place()).focus, before_.subject, 'the focus has stayed on the same person');
    await visitor.leave();
  });

  it('a cut stream says since when, and comes back with every row once', async () => {
    const [first, second] = [await metered('quarto'), await metered('quinto')];
    const passage = await openPassage();
    try {
      const visitor = await worklist(Object.assign(Object.create(house), { url: passage.url }));
      const { page } = visitor;
      passage.shut();
      const badge = page.getByText(new RegExp(`^${say('it', 'live.off', { time: '\\d\\d:\\d\\d(\\sCES?T)?' })}$`));
      await badge.waitFor();
      await publish(house, first, bloodPressure(195));
      await page.waitForTimeout(1500);
      await publish(house, second, bloodPressure(196));
      await page.waitForTimeout(1500);
      assert.equal(await rowOf(page, first).count(), 0);
      passage.reopen();
      await page.getByText(say('it', 'live.on')).waitFor();
      for (const person of [first, second]) {
        await rowOf(page, person).waitFor();
        assert.equal(await rowOf(page, person).count(), 1, 'no double row');
      }
      assert.equal(await badge.count(), 0);
      visitor.faults = visitor.faults.filter((fault) => !/ERR_(CONNECTION|EMPTY|INCOMPLETE|NETWORK)/.test(fault));
      await visitor.leave();
    } finally {
      passage.close();
    }
  });

  it('an alert about no member shows in an open worklist, too, and says which device it is about', async () => {
    const admin = await staff(house, 'admin');
    const { device } = (await admin.post('/api/v1/devices', { transport: 'mqtt', model: 'Gateway' })).body;
    const visitor = await worklist();
    const day = (ago) => new Date(Date.now() - ago * 86400000).toISOString().slice(0, 10);
    assert.equal((await admin.post(`/api/v1/devices/${device.id}/checks`, { on: day(3), next: day(2) })).status, 200);
    await visitor.page.locator('main strong', { hasText: say('it', 'alert.ofDevice', { device: device.id, what: say('it', 'alertRule.check-due') }) }).waitFor();
    await visitor.leave();
  });
});
