// SPDX-License-Identifier: EUPL-1.2
// The pictures of the README: `node tests/browser/pictures.mjs [FOLDER]` (docs/pictures by default), from the demo's own data.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, publish } from '../api/story.mjs';
import { openBrowser, say, Visitor } from './harness.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
mkdirSync(folder, { recursive: true });
const house = await openHouse({ parts: ['broker', 'coap'], seed: 'demo' });
const browser = await openBrowser();
const named = (role) => house.logins.find((login) => login.role === role).username;

async function picture(name, username, at, options, ready) {
  const visitor = await Visitor.arrive(browser, house, options);
  await visitor.session(username);
  await visitor.page.goto(at);
  await ready(visitor.page);
  await visitor.page.evaluate(() => document.fonts.ready);
  await visitor.page.screenshot({ path: join(folder, `${name}.png`), fullPage: options.full ?? false });
  await visitor.leave();
  process.stdout.write(`${join(folder, `${name}.png`)}\n`);
}

try {
  execFileSync(house.binary('sostegno-fleet'), ['--devices', house.path('devices.tsv'), '--mqtt', `127.0.0.1:${house.ports.mqtt}`, '--cafile', house.path('tls', 'ca.crt'),
    '--coap', `127.0.0.1:${house.ports.coap}`, '--clock', house.path('clock'), '--seed', '1', '--days-back', '14', '--history-only'], { stdio: ['ignore', 'ignore', 'inherit'], maxBuffer: 2 ** 28 });
  // A morning as it is: one member's pressure has just gone too high, a colleague already sees to another.
  const [member] = house.devices().filter((device) => device.transport === 'mqtt' && device.condition === 'hypertension');
  await publish(house, { device: member.id, secret: member.secret }, bloodPressure(187, 104));
  const operator = await house.client(named('operator'));
  const list = await eventually(async () => {
    const { body } = await operator.get('/api/v1/worklist');
    return body.items.some((row) => row.severity === 'urgent') && body;
  }, 'the urgent alert is on the worklist');
  const [alert] = list.items.find((row) => row.severity === 'warning').alerts;
  await operator.send('POST', `/api/v1/alerts/${alert.id}/take`, { etag: `"${alert.version}"` });
  await picture('worklist', named('operator'), '/staff/worklist', { width: 1280, height: 720 }, async (page) => {
    await page.getByText(say('it', 'live.on')).waitFor();
    await page.getByText(say('it', 'lane.clinical')).first().waitFor();
  });
  await picture('patient', named('monitoring-clinician'), '/staff/worklist', { width: 1280, height: 1180, colorScheme: 'dark' }, async (page) => {
    await page.locator('tr[data-subject] [data-row-link]').first().click();
    await page.locator('svg.chart').first().waitFor();
    await page.getByText(say('it', 'live.on')).waitFor();
  });
  await picture('case', named('claims-clinician'), '/staff/claims?state=complete', { width: 1280, height: 900 }, async (page) => {
    await page.locator('tbody a').first().click();
    await page.getByText(say('it', 'score.title')).first().waitFor();
    await page.getByText(say('it', 'live.on')).waitFor();
  });
  const family = house.logins.find((login) => login.username.startsWith('giulia'))?.username ?? named('family');
  await picture('portal', family, '/', { width: 390, height: 844 }, async (page) => {
    await page.getByText(say('it', 'home.title')).first().waitFor();
    await page.locator('.task-list').first().waitFor();
  });
} finally {
  await browser.close();
  await house.close();
}
