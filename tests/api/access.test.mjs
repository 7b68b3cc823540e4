// SPDX-License-Identifier: EUPL-1.2
// docs/access.csv, written by hand, walked over every route × role × relation in both directions:
// nothing unexpected opens, everything expected opens.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { api } from './contract.mjs';
import { alertFor, day, eventually, publish, recognisedClaim, registerFamily } from './story.mjs';

const [header, ...rows] = readFileSync(new URL('../../docs/access.csv', import.meta.url), 'utf8').trim().split('\n').map((line) => line.split(','));
const STAFF = ['operator', 'monitoring-clinician', 'claims-clinician', 'claims-handler', 'payments-officer', 'admin'];
const staffOf = (house, role, fund) => house.logins.find((login) => login.role === role && login.fund === fund).username;

// What fills a path, and a body that would be accepted, so that an answer of 404 can only mean "not yours".
const today = day();
const now = new Date().toISOString().slice(0, 19) + 'Z';
const bodies = {
  enrolDevice: {},
  recordCleaning: { at: now },
  recordCheck: { on: today, next: day(1) },
  issueCertificate: { csr: 'x' },
  revokeCertificate: { fingerprint: '0'.repeat(64) },
  openSession: { username: 'nobody', password: 'not the password' },
  changePassword: { current: 'not the password', new: 'another long password' },
  setLimit: { warnHigh: '150', reason: 'access walk' },
  recordCall: { result: 'no-answer' },
  closeAlert: { outcome: 'called-ok' },
  registerDevice: { transport: 'mqtt', model: 'walk' },
  endAssignment: { to: now },
  registerPerson: { firstName: 'A', lastName: 'B', birthDate: '1950-01-01', codiceFiscale: 'RSSMRA50A01H501X', covers: [] },
  searchPersons: { name: 'zzz' },
  saveAnswer: { grade: 'unknown' },
  saveFacts: { onsetDate: today },
  submitExpense: { form: 'care-invoice', provider: 'Walk', document: '1', serviceFrom: today, serviceTo: today, amountCents: 1, receipted: true },
  markComplete: { date: today },
  recordFinding: { consolidated: 'no', constantNeed: 'yes', examinedOn: today },
  recordLife: { fact: 'alive', date: today },
  decideClaim: { outcome: 'recognised', reason: 'access walk' },
  refuseExpense: { reason: 'access walk' },
  correctComplete: { date: today, reason: 'access walk' },
  recordChecks: { checks: [{ about: 'health-statement', answer: 'yes' }] },
  recordDossier: { situation: { admitted: 'no', homeService: 'no', inpatient: 'no' } },
  recordDate: { event: 'onset', date: today, evidence: 'access walk' },
  ruleOnLate: { ruling: 'accept', reason: 'access walk' },
  ruleOnSurvival: { ruling: 'payable', reason: 'access walk' },
  recordAssessment: { rater: 'physician', on: today, answers: [{ item: 'hygiene', grade: 'unable' }] },
  authoriseService: { provider: 'Walk', document: 'W-1', serviceFrom: today, serviceTo: today, amountCents: 1 },
  recordQuotations: { quotations: [{ currency: 'USD', day: today, units: '1.1' }] },
  ruleOnEarly: { ruling: 'accept', reason: 'access walk' },
  ruleOnRefusal: { ruling: 'confirmed', reason: 'access walk' },
  recordInterruption: { date: today, evidence: 'access walk' },
  recordControl: { event: 'requested', date: today },
  endClaim: { reason: 'state-ended', date: today, evidence: 'access walk' },
  correctEnd: { reason: 'access walk' },
  recordComplaint: { receivedOn: today, firstName: 'A', lastName: 'B', codiceFiscale: 'RSSMRA80A01H501U', text: 'access walk' },
  answerComplaint: { date: today, text: 'access walk' },
  correctDecision: { outcome: 'recognised', reason: 'access walk' },
  recordCoverEvent: { plan: 'temporary-2026', kind: 'enrolment', on: today },
  recordBankAccount: { iban: 'IT60X0542811101000000123456', holder: 'Walk', evidence: 'access walk' },
  createAccount: { username: 'walk', name: 'Walk', role: 'operator' },
  enterReading: { kind: 'weight', measuredAt: now, values: [{ quantity: 'weight', v: '80', u: 'kg' }] },
  decideQuarantine: { act: 'discard', reason: 'access walk' },
  enrolInMonitoring: { conditions: ['copd'] },
};

let house;
let ids;
before(async () => {
  house = await openHouse({ parts: ['broker'], seed: 'empty' });
  const own = await registerFamily(house, 'own');
  const mandated = await registerFamily(house, 'mandated', { mandateTo: own.username });
  const other = await registerFamily(house, 'other');
  const alert = await alertFor(house, own);
  await publish(house, alert, '{"sent": ');
  const operator = await house.client(staffOf(house, 'operator', 'first'));
  const quarantined = await eventually(async () => (await operator.get('/api/v1/quarantine')).body.items[0]?.id, 'something is in quarantine');
  const staff = {};
  for (const family of [own, mandated, other]) {
    const { claim, expense, clinician } = await recognisedClaim(house, family);
    const { decisions } = (await clinician.get(`/api/v1/claims/${claim}`)).body;
    staff[family.relation] = { claim, expense, decision: decisions[0].id, person: family.person };
  }
  const [receipt] = (await operator.get(`/api/v1/devices/${alert.device}/receipts`)).body.items;
  ids = { own, family: staff, alert, quarantined, receipt };
});
after(() => house?.close());

function address(method, path, relation) {
  const family = ids.family[relation] ?? ids.family.own;
  const values = {
    subject: ids.alert.subject, alert: ids.alert.alert, device: ids.alert.device, person: family.person, claim: family.claim,
    expense: family.expense, decision: family.decision, complaint: family.expense, account: ids.own.account, plan: 'temporary-2026', quantity: 'systolic', item: 'hygiene', reading: 'f'.repeat(32), quarantined: ids.quarantined,
    inbox: ids.receipt.inbox, sequence: ids.receipt.sequence,
  };
  const filled = path.replace(/\{(\w+)\}/g, (all, name) => values[name]);
  if (path.includes('/imports')) return `${filled}?layout=cuff-log`;
  return method === 'GET' && path.endsWith('/readings') ? `${filled}?kind=blood-pressure&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z` : filled;
}

function bodyOf(operation, relation) {
  if (operation.operationId === 'openClaim') return { person: ids.family[relation]?.person ?? ids.family.own.person, plan: 'temporary-2026' };
  if (operation.operationId === 'withdrawReading') return { measuredAt: now, reason: 'nobody measured it' };
  if (operation.operationId === 'endMonitoring') return { reason: 'left' };
  if (operation.operationId === 'giveSlot') return { slot: 9, subject: ids.alert.subject, from: now };
  if (operation.operationId === 'endSlot') return { slot: 9, to: now };
  if (operation.operationId === 'assignDevice') return { subject: ids.alert.subject, from: now };
  if (operation.operationId === 'grantMandate') return { username: ids.own.username, kind: 'relative', from: today };
  return bodies[operation.operationId];
}

// Signed in anew for each probe of a session route, since some of them end the session.
async function visitor(column) {
  if (column === 'none') return house.anonymous();
  if (column.startsWith('family')) return house.client(ids.own.username);
  if (column === 'staff-other-fund') return null;
  return house.client(staffOf(house, column, 'first'));
}

async function probe(client, method, path, relation) {
  const operation = api.paths[path][method.toLowerCase()];
  // An If-Match that is never current: a permitted actor gets 412 and nothing changes.
  const headers = { 'if-match': '"999999"', ...(path.endsWith('/events') ? { 'last-event-id': '0' } : {}) };
  if (operation.operationId === 'followEvents') {
    const controller = new AbortController();
    const answer = await fetch(house.url + path, { headers: client.cookie ? { cookie: client.cookie } : {}, signal: controller.signal });
    controller.abort();
    return answer.status;
  }
  const raw = operation.requestBody?.content['text/csv'] && 'Date,Time,Systolic (mmHg),Diastolic (mmHg)\n2020-01-01,08:00,120,80\n';
  if (raw) headers['content-type'] = 'text/csv';
  const { status } = await client.send(method, address(method, path, relation), { body: bodyOf(operation, relation), headers, raw });
  return status;
}

// 401, 403 and 404 are refusals; anything else means that the door opened (412: only the version was wrong).
const verdict = (status, method, path) =>
  path === '/api/v1/session' && method === 'POST' ? 'ok' : [401, 403, 404].includes(status) ? String(status) : 'ok';

test('access: the table names every route of the document exactly once', () => {
  const written = rows.map(([method, path]) => `${method} ${path}`).sort();
  const served = Object.entries(api.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`)).sort();
  assert.deepEqual(written, served);
});

for (const column of header.slice(2)) {
  test(`access: ${column} finds open what docs/access.csv opens and nothing else`, async () => {
    const wrong = [];
    const relation = column.startsWith('family-') ? column.slice(7) : 'own';
    const everyday = await visitor(column);
    const strangers = {};
    for (const row of rows) {
      const [method, path] = row;
      const expected = row[header.indexOf(column)];
      if (expected === '-') continue;
      let client = everyday;
      if (column === 'staff-other-fund') {
        const role = STAFF.find((one) => row[header.indexOf(one)] === 'ok');
        client = strangers[role] ??= await house.client(staffOf(house, role, 'second'));
      } else if (path.startsWith('/api/v1/session') && column !== 'none') client = await visitor(column);
      // A wrong current password and so on is still an open door; what ends a device or an account comes last by the order of the table.
      const status = await probe(client, method, path, relation);
      const got = path === '/api/v1/session/password' && status === 403 ? 'ok' : verdict(status, method, path);
      assert.ok(status < 500, `${method} ${path} as ${column} answered ${status}`);
      if (got !== expected) wrong.push(`${method} ${path}: ${column} got ${status}, expected ${expected}`);
    }
    assert.deepEqual(wrong, []);
  });
}
