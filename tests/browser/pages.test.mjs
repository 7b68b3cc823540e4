// SPDX-License-Identifier: EUPL-1.2
// Pages × states × languages × screens: each shows its own words, and nothing that axe, the CSP or a telephone objects to.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFaults, Browser, sound } from './browser.mjs';
import { setStage } from './stage.mjs';

let stage;
let browser;
before(async () => {
  stage = await setStage();
  browser = await Browser.start(stage.house);
});
after(async () => {
  await browser?.close();
  await stage?.house.close();
});

// api: what the page asks for, to hold it back or break it; empty: who sees the page without data, and the words then.
const pages = [
  { path: '/staff/login', user: null, it: 'Accesso operatori', en: 'Staff log-in', shows: { it: 'Nome utente', en: 'User name' } },
  { path: '/staff/worklist', user: 'operator.first', it: 'Allerte da gestire', en: 'Alerts to handle', shows: { it: 'Pressione massima 192', en: 'Systolic pressure 192' },
    api: '**/api/v1/worklist*', empty: { user: 'operator.second', it: 'Nessuna allerta aperta', en: 'No open alerts' } },
  { path: () => `/staff/patients/${stage.patient.subject}`, user: 'monitoring-clinician.first', it: 'Fam', en: 'Fam', shows: { it: 'Limiti personali', en: 'Personal limits' }, api: '**/api/v1/patients/*' },
  { path: '/staff/quarantine', user: 'operator.first', it: 'Quarantena', en: 'Quarantine', shows: { it: 'Da', en: 'From' }, api: '**/api/v1/quarantine*',
    empty: { user: 'operator.second', it: 'La quarantena è vuota', en: 'The quarantine is empty' } },
  { path: '/staff/devices', user: 'admin.first', it: 'Dispositivi', en: 'Devices', shows: { it: 'Test gateway', en: 'Test gateway' }, api: '**/api/v1/devices*',
    empty: { user: 'admin.second', it: 'Nessun dispositivo registrato', en: 'No devices registered' } },
  { path: () => `/staff/devices/${stage.patient.device}`, user: 'operator.first', it: 'Test gateway', en: 'Test gateway', shows: { it: 'Assegnazioni', en: 'Assignments' }, api: '**/api/v1/devices/*' },
  { path: '/staff/claims', user: 'claims-clinician.first', it: 'Pratiche', en: 'Cases', shows: { it: 'Prossima scadenza', en: 'Next deadline' }, api: '**/api/v1/claims*',
    empty: { user: 'claims-clinician.second', it: 'Nessuna pratica in attesa', en: 'No cases waiting' } },
  { path: () => `/staff/claims/${stage.sent}`, user: 'claims-clinician.first', it: 'Pratica', en: 'Case', shows: { it: 'Proposta del sistema', en: 'What the rules propose' }, api: '**/api/v1/claims/*' },
  { path: () => `/staff/claims/${stage.recognised}`, user: 'claims-handler.first', it: 'Pratica', en: 'Case', shows: { it: 'Mesi di beneficio', en: 'Benefit months' }, api: '**/api/v1/claims/*' },
  { path: '/staff/persons', user: 'claims-handler.first', it: 'Persone', en: 'Persons', shows: { it: 'Nome o codice fiscale', en: 'Name or codice fiscale' } },
  { path: '/staff/persons/new', user: 'claims-handler.first', it: 'Registra una persona', en: 'Register a person', shows: { it: 'Data di nascita', en: 'Date of birth' } },
  { path: () => `/staff/persons/${stage.mother.person}`, user: 'claims-handler.first', it: 'Fam', en: 'Fam', shows: { it: 'Chi agisce per la persona', en: 'Who acts for the person' }, api: '**/api/v1/persons/*' },
  { path: '/staff/payment-lines', user: 'payments-officer.first', it: 'Righe di pagamento', en: 'Payment lines', shows: { it: 'Nessuna riga di pagamento', en: 'No payment lines' }, api: '**/api/v1/payment-lines*' },
  { path: '/staff/accounts', user: 'admin.first', it: 'Account', en: 'Accounts', shows: { it: 'operator.first', en: 'operator.first' }, api: '**/api/v1/accounts' },
  { path: '/staff/account', user: 'operator.first', it: 'Il mio account', en: 'My account', shows: { it: 'Cambia la password', en: 'Change the password' } },
  { path: '/staff/no-such-page', user: 'operator.first', it: 'Pagina non trovata', en: 'Page not found', shows: { it: 'nessuna pagina', en: 'no page' } },
  { path: '/login', user: null, it: 'Accesso', en: 'Log in', shows: { it: '112', en: '112' } },
  { path: '/', user: 'daughter', it: 'Le sue richieste', en: 'Your requests', shows: { it: 'Che cosa serve da lei', en: 'What we need from you' }, api: '**/api/v1/portal',
    empty: { user: 'sola', it: 'Non risulta nessuna persona', en: 'No person is linked' } },
  { path: () => `/claims/${stage.draft}/facts`, user: 'daughter', it: 'Da quando e dove serve aiuto', en: 'Since when and where help is needed', shows: { it: 'Dove viene assistita', en: 'Where the person is cared for' }, api: '**/api/v1/portal/claims/*' },
  { path: () => `/claims/${stage.draft}/questions/washing`, user: 'daughter', it: 'bagno o la doccia', en: 'bath or a shower', shows: { it: 'Non so', en: 'I do not know' }, api: '**/api/v1/portal/claims/*', h1InData: true },
  { path: () => `/claims/${stage.draft}/check`, user: 'daughter', it: 'Controlli le risposte', en: 'Check your answers', shows: { it: 'Non fornito', en: 'Not provided' }, api: '**/api/v1/portal/claims/*', h1InData: true },
  { path: () => `/claims/${stage.sent}/sent`, user: 'daughter', it: 'Richiesta inviata', en: 'Request sent', shows: { it: 'Che cosa succede adesso', en: 'What happens next' }, api: '**/api/v1/portal/claims/*' },
  { path: () => `/claims/${stage.recognised}`, user: 'daughter', it: 'Non autosufficienza temporanea', en: 'Temporary', shows: { it: 'Quanto resta', en: 'How much is left' }, api: '**/api/v1/portal/claims/*' },
  { path: () => `/claims/${stage.recognised}/expenses/new`, user: 'daughter', it: 'Invia una spesa', en: 'Send an expense', shows: { it: 'Numero della fattura', en: 'Number of the invoice' }, api: '**/api/v1/portal/claims/*', h1InData: true },
  { path: '/help', user: 'daughter', it: 'Aiuto', en: 'Help', shows: { it: '800', en: '800' } },
  { path: '/account', user: 'daughter', it: 'Il mio account', en: 'My account', shows: { it: 'Password nuova', en: 'New password' } },
];

const pathOf = ({ path }) => (typeof path === 'function' ? path() : path);
const nameOf = ({ path }) => (typeof path === 'function' ? String(path).replace(/.*`(.*)`.*/, '$1') : path);
const userOf = (name) => (name === 'daughter' ? stage.daughter.username : name);

const looks = [
  { language: 'it', screen: 'desk', scheme: 'light' },
  { language: 'en', screen: 'phone', scheme: 'dark' },
  { language: 'it', screen: 'least', scheme: 'light' },
];

for (const one of pages) {
  test(`${nameOf(one)}: full, in two languages, three screens, light and dark`, async () => {
    for (const look of looks) {
      const page = await browser.page({ user: userOf(one.user), ...look });
      const where = `${nameOf(one)} ${Object.values(look).join(' ')}`;
      await browser.open(page, pathOf(one));
      await page.getByText(one.shows[look.language]).first().waitFor();
      assert.match(await page.locator('h1').first().innerText(), new RegExp(one[look.language]), where);
      assert.equal(await page.locator('html').getAttribute('lang'), look.language, where);
      await sound(page, where);
      await page.context().close();
    }
  });

  if (one.empty) {
    test(`${nameOf(one)}: empty says why`, async () => {
      for (const language of ['it', 'en']) {
        const page = await browser.page({ user: one.empty.user, language, screen: language === 'it' ? 'desk' : 'phone' });
        await browser.open(page, pathOf(one));
        await page.getByText(one.empty[language]).first().waitFor();
        await sound(page, `${nameOf(one)} empty ${language}`);
        await page.context().close();
      }
    });
  }

  if (one.api) {
    test(`${nameOf(one)}: a failing server gives words, a reference and a way on`, async () => {
      const page = await browser.page({ user: userOf(one.user), language: 'it', screen: 'phone' });
      await page.route(one.api, (route) => (route.request().method() === 'GET' ? route.fulfill({
        status: 500, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:sostegno:problem:internal', title: 'Internal', status: 500, code: 'internal', requestId: 'riferimento-7' }),
      }) : route.continue()));
      await page.goto(stage.house.url + pathOf(one));
      await page.getByText('Errore del servizio').first().waitFor();
      await page.getByText('riferimento-7').first().waitFor();
      assert.deepEqual(await axeFaults(page), []);
      await page.unroute(one.api);
      await page.getByRole('button', { name: 'Riprova' }).first().click();
      await page.getByText(one.shows.it).first().waitFor();
      await page.context().close();
    });

    test(`${nameOf(one)}: while loading a skeleton after 300 ms, and busy`, async () => {
      const page = await browser.page({ user: userOf(one.user), language: 'en', scheme: 'dark' });
      await page.route(one.api, async (route) => {
        await new Promise((done) => setTimeout(done, 2000));
        await route.continue().catch(() => undefined); // the page may be gone
      });
      await page.goto(stage.house.url + pathOf(one));
      await page.locator('.skeleton.shown').first().waitFor({ timeout: 1500 });
      assert.ok(await page.locator('[aria-busy="true"]').count() > 0);
      assert.deepEqual(await axeFaults(page), []);
      await page.context().close();
    });
  }
}

test('the check is alive: a seeded pale paragraph and a field without a label are found', async () => {
  const page = await browser.page({ user: 'operator.first' });
  await browser.open(page, '/staff/account');
  await page.evaluate(() => {
    const pale = document.createElement('p');
    pale.textContent = 'too pale to read';
    pale.style.color = '#d8dde0'; // through the CSSOM, which the CSP allows
    document.querySelector('main').append(pale, document.createElement('input'));
  });
  const faults = await axeFaults(page);
  assert.ok(faults.some((fault) => fault.startsWith('color-contrast')), faults.join('\n'));
  assert.ok(faults.some((fault) => fault.startsWith('label')), faults.join('\n'));
  await page.context().close();
});
