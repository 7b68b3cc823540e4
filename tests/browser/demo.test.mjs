// SPDX-License-Identifier: EUPL-1.2
// The demo as a visitor meets it, with thirty days of the fleet's readings: the pages are full, and sound when they are.
// HOUSE_PICTURES=1 writes the pictures of docs/pictures from it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'node:test';
import { source } from '../../server/loopback.mjs';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, publish } from '../api/story.mjs';
import { axe, openBrowserOn, overflow, rawKeys, say, Visitor } from './harness.mjs';

// A Friday morning, so that the pictures are the same whenever they are made.
const MORNING = new Date('2026-11-20T09:40:00Z');
const pictures = process.env.HOUSE_PICTURES ? join(source, 'docs', 'pictures') : null;
let browser;
let house;

before(async () => {
  [browser, house] = await openBrowserOn(openHouse({ seed: 'demo', parts: ['broker', 'coap'], domainUs: MORNING.getTime() * 1000 }));
  await promisify(execFile)(house.binary('sostegno-fleet'), ['--devices', house.path('devices.tsv'), '--mqtt', `127.0.0.1:${house.ports.mqtt}`,
    '--cafile', house.path('tls', 'ca.crt'), '--coap', `127.0.0.1:${house.ports.coap}`, '--clock', house.path('clock'), '--seed', '1', '--days-back', '30', '--history-only'],
  { timeout: 600000, maxBuffer: 1 << 26 });
  // Two members feel unwell this morning.
  const unwell = house.devices().filter(({ transport, condition }) => transport === 'mqtt' && condition === 'hypertension').slice(1, 3);
  for (const [at, { id, secret }] of unwell.entries()) {
    await publish(house, { device: id, secret }, bloodPressure(188 + 6 * at, 104, { t: instant(-1500 + 900 * at, MORNING) }));
  }
  await house.caughtUp();
  const operator = await house.client('operatore');
  const list = await eventually(async () => {
    const { body } = await operator.get('/api/v1/worklist');
    return body.counts.urgent >= 2 && body;
  }, 'two urgent alerts');
  const [{ id, version }] = list.items.find((row) => row.severity === 'warning').alerts;
  const taken = await operator.send('POST', `/api/v1/alerts/${id}/take`, { etag: `"${version}"` });
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
});

after(async () => {
  await browser?.close();
  await house?.close();
});

async function visit(username, at, options) {
  const visitor = await Visitor.arrive(browser, house, options);
  await visitor.session(username);
  await visitor.page.goto(at);
  await visitor.h1().waitFor();
  return visitor;
}

async function sound(visitor, name) {
  const { page } = visitor;
  assert.deepEqual({ axe: await axe(page), overflow: await overflow(page), keys: await rawKeys(page) }, { axe: [], overflow: [], keys: [] });
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(pictures, name) });
  }
  await visitor.leave();
}

describe('the demo', () => {
  it('the worklist has the urgent rows before the others', async () => {
    const visitor = await visit('operatore', '/staff/worklist', { height: 720 });
    await visitor.page.locator('tr[data-subject]').first().waitFor();
    const order = await visitor.page.locator('tr[data-subject] .cell-severity').allInnerTexts();
    const ranks = order.map((text) => ['urgent', 'warning', 'technical'].findIndex((one) => text.includes(say('it', `severity.${one}`))));
    assert.deepEqual(ranks, [...ranks].sort());
    assert.ok(ranks.length >= 5 && ranks.filter((rank) => rank === 0).length >= 2, order.join());
    await sound(visitor, 'worklist.png');
  });

  it('a patient has thirty days of readings with gaps, limits and a table of the same', async () => {
    const operator = await house.client('operatore');
    const { body: { items } } = await operator.get('/api/v1/worklist?severity=urgent');
    const visitor = await visit('operatore', `/staff/patients/${items[0].subject}`, { height: 1100, colorScheme: 'dark' });
    const { page } = visitor;
    await page.getByRole('button', { name: say('it', 'window.30') }).click();
    await page.locator('.chart svg, svg .mark').first().waitFor();
    await eventually(async () => await page.locator('svg .mark').count() > 100, 'the marks of thirty days');
    await sound(visitor, 'patient-dark.png');
  });

  it('a case has score, reasons, deadlines and history', async () => {
    const clinician = await house.client('medico');
    const { body: { items } } = await clinician.get('/api/v1/claims?state=complete');
    assert.ok(items.length > 0, 'a case waits for a decision');
    const visitor = await visit('medico', `/staff/claims/${items[0].id}`, { height: 1100 });
    await visitor.page.getByRole('heading', { name: say('it', 'proposal.title') }).waitFor();
    assert.match(await visitor.page.locator('.timeline li').last().innerText(), new RegExp(`^${say('it', 'timelineKind.opened')}`), 'C-12: what came first stands last');
    await sound(visitor, 'case.png');
  });

  it('a family sees on a telephone what is needed', async () => {
    const visitor = await visit('giulia.ferrari', '/', { width: 360, height: 780 });
    await visitor.page.getByText(say('it', 'tasks.theirs')).first().waitFor();
    await sound(visitor, 'portal-phone.png');
  });
});
