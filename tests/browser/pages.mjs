// SPDX-License-Identifier: EUPL-1.2
// Every page of both applications in every state it has: who looks at it, where, and what must be read there.
// Words are keys of the text files, or [key, values]; '=…' is data that stands in both languages; functions take the language.
import { readFileSync } from 'node:fs';
import { of } from './world.mjs';

const plan = (name) => JSON.parse(readFileSync(new URL(`../../scoring/plans/${name}-2026.json`, import.meta.url), 'utf8'));
const [temporary, permanent] = ['temporary', 'permanent'].map(plan);
const label = ({ label: words }) => (language) => words[language];
const question = (language) => temporary.activities.find((one) => one.code === 'hygiene').question[language];

const FAILED = 'status.500';
const LOADING = 'state.loading';
const SEND = 'main form button[type=submit]';

// main: the reading that the page is about; failing or slow answers of that reading are the states 'error' and 'loading'.
function* states({ name, who, at, title, main, full, empty, faulty }) {
  yield { name, state: 'full', who, at, ...full };
  if (empty) yield { name, state: 'empty', who, at, h1: title, ...empty };
  if (main) {
    yield { name, state: 'error', who, at, h1: title, word: FAILED, main, answer: 'fail' };
    yield { name, state: 'loading', who, at, h1: title, word: LOADING, main, answer: 'never' };
  }
  // A form's error state: sent as it stands, it says at the top what is missing.
  if (faulty) yield { name, state: 'error', who, at, h1: title, word: 'form.summary', submit: SEND };
}

export function pages(world) {
  const { house, recognised, draft, sent, patient, silent, spare, uncle, examined, mother, daughter, son, nobody, uncovered, newcomers } = world;
  const staff = (role) => of(house, role);
  const other = (role) => of(house, role, 'second');
  const [operator, admin, handler, clinician, officer] = ['operator', 'admin', 'claims-handler', 'claims-clinician', 'payments-officer'].map(staff);
  const list = [
    { name: 'staff log-in', who: null, at: '/staff/', title: 'login.staffTitle', full: { h1: 'login.staffTitle', word: 'safety.emergency' }, faulty: true },
    { name: 'worklist', who: operator, at: '/staff/worklist', title: 'worklist.title', main: '/api/v1/worklist',
      full: { h1: 'worklist.title', word: 'lane.clinical' }, empty: { who: other('operator'), word: 'worklist.none' } },
    { name: 'worklist, filtered to nothing', who: operator, at: '/staff/worklist?severity=urgent&condition=diabetes', full: { h1: 'worklist.title', word: 'worklist.filteredOut' } },
    { name: 'patient', who: operator, at: `/staff/patients/${patient.subject}`, title: 'patient.title', main: `/api/v1/patients/${patient.subject}`,
      full: { h1: `=${patient.surname}`, word: 'vitals.title' }, empty: { at: `/staff/patients/${silent.subject}`, h1: `=${silent.surname}`, word: 'vitals.none' } },
    { name: 'quarantine', who: operator, at: '/staff/quarantine', title: 'quarantine.title', main: '/api/v1/quarantine',
      full: { h1: 'quarantine.title', word: '=furlong' }, empty: { who: other('operator'), word: 'quarantine.none' } },
    { name: 'devices', who: admin, at: '/staff/devices', title: 'devices.title', main: '/api/v1/devices',
      full: { h1: 'devices.title', word: '=Test gateway' }, empty: { who: other('admin'), word: 'devices.none' } },
    { name: 'device', who: admin, at: `/staff/devices/${patient.device}`, title: 'device.title', main: `/api/v1/devices/${patient.device}`,
      full: { h1: '=Test gateway', word: 'assign.title' }, empty: { at: `/staff/devices/${spare}`, h1: '=Spare gateway', word: 'assign.none' } },
    { name: 'reconciliation', who: operator, at: '/staff/reconciliation', title: 'reconciliation.title', main: '/api/v1/reconciliation', unfold: true,
      full: { h1: 'reconciliation.title', word: 'receipt.number' } },
    { name: 'claims', who: handler, at: '/staff/claims', title: 'claims.title', main: '/api/v1/claims',
      full: { h1: 'claims.title', word: 'claimState.submitted' }, empty: { who: other('claims-handler'), word: 'claims.none' } },
    { name: 'case', who: clinician, at: `/staff/claims/${recognised}`, title: 'case.title', main: `/api/v1/claims/${recognised}`,
      full: { h1: ['case.heading', { number: '' }], word: 'score.title' }, empty: { at: `/staff/claims/${sent}`, h1: ['case.heading', { number: '' }], word: 'finding.save' } },
    { name: 'case of the handler', who: handler, at: `/staff/claims/${recognised}`, full: { h1: ['case.heading', { number: '' }], word: 'approve.act' } },
    { name: 'case, examined, everything open', who: clinician, at: `/staff/claims/${examined}`, unfold: true, full: { h1: ['case.heading', { number: '' }], word: 'checks.evidenceHint' } },
    { name: 'case of the handler, examined, everything open', who: handler, at: `/staff/claims/${examined}`, unfold: true, full: { h1: ['case.heading', { number: '' }], word: 'complaints.answer' } },
    { name: 'finding without a subject', who: clinician, at: `/staff/claims/${examined}`, unfold: true, submit: '#check-subject >> xpath=ancestor::form >> button[type=submit]',
      full: { h1: ['case.heading', { number: '' }], word: 'checks.noSubject' } },
    { name: 'persons', who: handler, at: '/staff/persons', title: 'persons.title', full: { h1: 'persons.title', word: 'persons.hint' }, faulty: true },
    { name: 'persons, found', who: handler, at: '/staff/persons', search: 'Maria', full: { h1: 'persons.title', word: `=${mother.surname}` } },
    { name: 'persons, none found', who: handler, at: '/staff/persons', search: 'Zzzzz', full: { h1: 'persons.title', word: 'persons.none' } },
    { name: 'new person', who: handler, at: '/staff/persons/new', title: 'person.new', full: { h1: 'person.new', word: 'person.codeHint' }, faulty: true },
    { name: 'person', who: handler, at: `/staff/persons/${mother.person}`, title: 'person.title', main: `/api/v1/persons/${mother.person}`,
      full: { h1: `=${mother.surname}`, word: 'mandate.title' }, empty: { at: `/staff/persons/${son.person}`, h1: `=${son.surname}`, word: 'mandate.none' } },
    { name: 'person with a history of the cover', who: handler, at: `/staff/persons/${uncle.person}`, unfold: true, full: { h1: `=${uncle.surname}`, word: 'coverEvent.enrolment' } },
    { name: 'event of the cover without its kind', who: handler, at: `/staff/persons/${uncle.person}`, unfold: true, submit: '#coverKind >> xpath=ancestor::form >> button[type=submit]',
      full: { h1: `=${uncle.surname}`, word: 'cover.noKind' } },
    { name: 'payment lines', who: officer, at: '/staff/payment-lines', title: 'lines.title', main: '/api/v1/payment-lines',
      full: { h1: 'lines.title', word: '=12/2026' }, empty: { who: other('payments-officer'), word: 'lines.none' } },
    { name: 'quotations', who: officer, at: '/staff/quotations', title: 'quotations.title', main: '/api/v1/quotations',
      full: { h1: 'quotations.title', word: '=CHF' }, empty: { who: other('payments-officer'), word: 'quotations.none' }, faulty: true },
    { name: 'sheet of an examination without its answers', who: clinician, at: `/staff/claims/${examined}`, unfold: true, submit: '#sheetOn >> xpath=ancestor::form >> button[type=submit]',
      full: { h1: ['case.heading', { number: '' }], word: 'sheets.noRater' } },
    { name: 'accounts', who: admin, at: '/staff/accounts', title: 'accounts.title', main: '/api/v1/accounts', full: { h1: 'accounts.title', word: '=nessuno' } },
    { name: 'staff account', who: operator, at: '/staff/account', title: 'account.title', full: { h1: 'account.title', word: 'account.fund' }, faulty: true },
    { name: 'staff, no such page', who: operator, at: '/staff/nowhere', full: { h1: 'notFound.title', word: 'notFound.text' } },
    { name: 'staff, not one’s role', who: officer, at: `/staff/claims/${recognised}`, full: { h1: 'case.title', word: 'status.403' } },

    { name: 'portal log-in', who: null, at: '/', title: 'login.title', full: { h1: 'login.title', word: 'login.welcome' }, faulty: true },
    { name: 'first password of a family', who: newcomers[0], at: '/', title: 'password.first', full: { h1: 'password.first', word: '=800 000 000' }, faulty: true },
    { name: 'first password of staff', who: newcomers[1], at: '/staff/worklist', title: 'password.first', full: { h1: 'password.first', word: 'password.received' }, faulty: true },
    { name: 'help without log-in', who: null, at: '/help', full: { h1: 'help.title', word: 'help.paperText' } },
    { name: 'home', who: daughter.username, at: '/', title: 'home.title', main: '/api/v1/portal',
      full: { h1: 'home.title', word: 'tasks.theirs' }, empty: { who: nobody, word: 'home.nobody' } },
    { name: 'home without cover', who: uncovered, at: '/', full: { h1: 'home.title', word: 'home.noCover' } },
    { name: 'own claim', who: mother.username, at: `/claims/${recognised}`, title: 'claim.title', main: `/api/v1/portal/claims/${recognised}`,
      full: { h1: label(temporary), word: 'ownMonths.title' }, empty: { who: son.username, at: `/claims/${sent}`, h1: label(permanent), word: 'claim.steps' } },
    { name: 'own claim, decided', who: mother.username, at: `/claims/${recognised}`, full: { h1: label(temporary), word: 'ownDecision.recognised' } },
    { name: 'own claim, documents missing', who: uncle.username, at: `/claims/${examined}`, full: { h1: label(temporary), word: 'ownDocuments.title' } },
    { name: 'facts', who: daughter.username, at: `/claims/${draft}/facts`, title: 'facts.title', main: `/api/v1/portal/claims/${draft}`, full: { h1: 'facts.title', word: 'facts.onsetHint' } },
    { name: 'question', who: daughter.username, at: `/claims/${draft}/questions/hygiene`, title: 'question.title', main: `/api/v1/portal/claims/${draft}`,
      full: { h1: question, word: 'question.save' } },
    { name: 'question, nothing chosen', who: daughter.username, at: `/claims/${draft}/questions/hygiene`, title: question, full: { h1: question, word: 'question.unknown' }, faulty: true },
    { name: 'question of a sent claim', who: son.username, at: `/claims/${sent}/questions/hygiene`, full: { h1: 'already.title', word: 'already.change' } },
    { name: 'check', who: daughter.username, at: `/claims/${draft}/check`, title: 'check.title', main: `/api/v1/portal/claims/${draft}`,
      full: { h1: 'check.title', word: 'check.lead' } },
    { name: 'check, sent too early', who: daughter.username, at: `/claims/${draft}/check`, submit: SEND, full: { h1: 'check.title', word: ['check.missing', { n: 4 }] } },
    { name: 'sent', who: son.username, at: `/claims/${sent}/sent`, title: 'sent.title', main: `/api/v1/portal/claims/${sent}`, full: { h1: 'sent.title', word: 'sent.next' } },
    { name: 'new expense', who: mother.username, at: `/claims/${recognised}/expenses/new`, title: 'expense.title', main: `/api/v1/portal/claims/${recognised}`,
      full: { h1: 'expense.title', word: 'expense.amountHint' }, faulty: true },
    { name: 'help', who: mother.username, at: '/help', full: { h1: 'help.title', word: 'help.paperText' } },
    { name: 'own account', who: mother.username, at: '/account', title: 'account.title', full: { h1: 'account.title', word: 'password.current' }, faulty: true },
    { name: 'portal, no such page', who: mother.username, at: '/nowhere', full: { h1: 'notFound.title', word: 'notFound.text' } },
    { name: 'portal, somebody else’s claim', who: son.username, at: `/claims/${recognised}`, full: { h1: 'claim.title', word: 'status.404' } },
  ];
  return list.flatMap((page) => [...states(page)].map((entry) => ({ search: page.search, submit: page.submit, unfold: page.unfold, ...entry })));
}
