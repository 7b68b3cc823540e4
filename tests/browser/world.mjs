// SPDX-License-Identifier: EUPL-1.2
// The people and cases that the browser tests look at: everything a page can hold, and people with nothing yet.
import assert from 'node:assert/strict';
import { openHouse } from '../house.mjs';
import {
  alertFor, bloodPressure, choosePassword, codiceFiscale, day, eventually, instant, monitoredPerson, publish, recognisedClaim, registerFamily, sentClaim, staff, step,
} from '../api/story.mjs';

export async function openWorld() {
  const house = await openHouse({ seed: 'empty', parts: ['broker'] });
  try {
    return await people(house);
  } catch (fault) {
    await house.close().catch(() => undefined);
    throw fault;
  }
}

export const of = (house, role, fund = 'first') => house.logins.find((login) => login.role === role && login.fund === fund).username;

async function people(house) {
  const admin = await staff(house, 'admin');
  const world = { house };

  // Somebody whose account is connected with nobody yet.
  const account = await admin.post('/api/v1/accounts', { username: 'nessuno', name: 'nessuno', role: 'family' });
  assert.equal(account.status, 201, JSON.stringify(account.body));
  await choosePassword(house, { username: 'nessuno', role: 'family' }, account.body.oneTimePassword);
  world.nobody = 'nessuno';

  // Somebody who is known and has no cover.
  const handler = await staff(house, 'claims-handler');
  const without = await handler.post('/api/v1/persons', { firstName: 'Nello', lastName: 'Scoperto', birthDate: '1950-02-01', codiceFiscale: codiceFiscale('Scoperto', '1950-02-01'), covers: [] });
  assert.equal(without.status, 201, JSON.stringify(without.body));
  const own = await admin.post('/api/v1/accounts', { username: 'nello', name: 'nello', role: 'family', person: without.body.id });
  assert.equal(own.status, 201, JSON.stringify(own.body));
  await choosePassword(house, { username: 'nello', role: 'family' }, own.body.oneTimePassword);
  world.uncovered = 'nello';

  // Two who hold a one-time password and have not been in yet.
  world.newcomers = [];
  for (const [username, role] of [['nuova.famiglia', 'family'], ['nuovo.operatore', 'operator']]) {
    const made = await admin.post('/api/v1/accounts', { username, name: username, role });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    house.logins.push({ username, role, fund: 'first', password: made.body.oneTimePassword });
    world.newcomers.push(username);
  }

  // A daughter: her own cover and her mother's; the mother has a recognised claim with one expense paid and one open.
  const daughter = await registerFamily(house, 'figlia');
  const mother = await registerFamily(house, 'madre', { mandateTo: daughter.username });
  const paidTo = await handler.post(`/api/v1/persons/${mother.person}/bank-account`, { iban: 'IT60X0542811101000000123456', holder: 'Maria e Anna Rossi', evidence: 'modulo firmato' });
  assert.equal(paidTo.status, 201, JSON.stringify(paidTo.body));
  const recognised = await recognisedClaim(house, mother);
  const approved = await recognised.handler.get(`/api/v1/claims/${recognised.claim}`);
  const first = await recognised.handler.send('POST', `/api/v1/claims/${recognised.claim}/expenses/${recognised.expense}/approve`, { etag: approved.headers.get('etag') });
  assert.equal(first.status, 200, JSON.stringify(first.body));
  const more = await recognised.client.post(`/api/v1/portal/claims/${recognised.claim}/expenses`, {
    form: 'home-carer', provider: 'Collaboratrice Esempio', document: '13/2026', serviceFrom: day(), serviceTo: day(), amountCents: 1234567, receipted: false,
  });
  assert.equal(more.status, 201, JSON.stringify(more.body));
  const draft = await (await house.client(daughter.username)).post('/api/v1/portal/claims', { person: daughter.person, plan: 'temporary-2026' });
  assert.equal(draft.status, 201, JSON.stringify(draft.body));
  Object.assign(world, { daughter, mother, recognised: recognised.claim, draft: draft.body.id });

  // A son who has sent a claim that nobody has looked at, and nothing else.
  const son = await registerFamily(house, 'figlio');
  const sent = await sentClaim(house, son, { plan: 'permanent-2026', grades: [1, 1, 1, 1, 1, 1] });
  Object.assign(world, { son, sent: sent.claim.id });

  // An uncle whose claim came late and says "I do not know" once, with findings that speak against it, a document that is no good, and a complaint.
  const uncle = await registerFamily(house, 'zio');
  const examined = (await sentClaim(house, uncle, { onset: day(-40), grades: [1, 1, 1, null] })).claim.id;
  const record = async (client, path, body) => {
    const answer = await step(client, examined, 'POST', path, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  };
  await record(handler, '/dossier', { situation: { admitted: 'no', homeService: 'unknown', inpatient: 'no' },
    documents: [{ code: 'D1', receivedOn: day(), accepted: 'yes' }, { code: 'D3', receivedOn: day(), accepted: 'no', note: 'manca la data' }] });
  await record(handler, '/checks', { checks: [{ about: 'health-statement', answer: 'yes' }, { about: 'finding', code: 'parkinson', answer: 'yes', since: '2019-05-01', evidence: 'D3' },
    { about: 'invalidity', answer: 'applied', since: '2018-01-01' }, { about: 'exclusion', code: 'radiation', answer: 'no' }] });
  await record(handler, '/dates', { event: 'first-contact', date: day(-20), evidence: 'telefonata 12' });
  await record(handler, '/complaints', { receivedOn: day(-1), firstName: 'Maria', lastName: 'Zio', codiceFiscale: 'RSSMRA80A01H501U', text: 'Nessuno risponde.' });
  const enrolled = await handler.post(`/api/v1/persons/${uncle.person}/cover-events`, { plan: 'temporary-2026', kind: 'enrolment', on: '2023-12-05', communicatedOn: '2023-12-07', paid: 'yes', evidence: 'flusso 2023-12' });
  assert.equal(enrolled.status, 201, JSON.stringify(enrolled.body));
  // A physician saw him, and one of his expenses abroad will want a rate of its week.
  await record(await staff(house, 'claims-clinician'), '/assessments', { rater: 'physician', on: day(-8),
    answers: ['hygiene', 'feeding', 'moving', 'dressing'].map((item, i) => ({ item, grade: ['unable', 'able', 'unknown'][i % 3] })) });
  const quoted = await (await staff(house, 'payments-officer')).post('/api/v1/quotations', { quotations: [{ currency: 'CHF', day: day(-3), units: '0.9431' }] });
  assert.equal(quoted.status, 200, JSON.stringify(quoted.body));
  Object.assign(world, { uncle, examined });

  // Somebody at home with a meter whose reading was too high, in quarantine too; and somebody whose meter has said nothing.
  const watched = await registerFamily(house, 'paziente');
  world.patient = { ...watched, ...await alertFor(house, watched) };
  await publish(house, world.patient, bloodPressure(151, 88, { t: instant(-3600) }));
  await publish(house, world.patient, '{"readings": [{"kind": "blood-pressure", "values": {"systolic": {"v": 120, "u": "furlong"}}}]}');
  const quiet = await registerFamily(house, 'silenzioso');
  world.silent = { ...quiet, ...await monitoredPerson(house, quiet, { conditions: ['copd'] }) };
  const operator = await staff(house, 'operator');
  await eventually(async () => (await operator.get('/api/v1/quarantine')).body.items.length > 0, 'the quarantine shows the wrong unit');
  const spare = await admin.post('/api/v1/devices', { transport: 'coap', model: 'Spare gateway' });
  world.spare = spare.body.device.id;
  return world;
}
