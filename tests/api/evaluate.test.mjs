// SPDX-License-Identifier: EUPL-1.2
// sostegno evaluate: the page is true, bad lines are refused with their place, the others are still evaluated.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { block, evaluate, permanent, planPath, source, sostegno, temporary, validInput, validOutput } from './evaluating.mjs';
import { pick, random } from './cases.mjs';

const PLAN = ['evaluate', '--plan', planPath('permanent')];
const lines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

test('the example of the page is a case and is recognised as it says', () => {
  const example = block('input-example');
  assert.ok(validInput(example));
  const [result] = evaluate('permanent', [example]);
  assert.equal(result.outcome, 'recognised');
  assert.equal(result.firstPayable, '2026-03-12');
  assert.deepEqual(result.months.slice(0, 3).map(({ from, to, due, left }) => [from, to, due, left]), [
    ['2026-01-31', '2026-02-27', '0.00', '600.00'],
    ['2026-02-28', '2026-03-30', '516.12', '83.88'],
    ['2026-03-31', '2026-04-29', '483.88', '116.12'],
  ]);
  assert.deepEqual(result.expenses.map(({ id, outcome, reason }) => [id, outcome, reason?.key]), [['e1', 'payable', undefined], ['e2', 'refused', 'form-not-covered']]);
  assert.equal(result.months.length, 36);
});

test('random damage is answered line by line, never with a crash', () => {
  const next = random(4711);
  const good = Buffer.from(JSON.stringify({ ...block('input-example'), cover: { birth: '1960-01-01', child: 'no', events: [{ kind: 'enrolment', date: '2020-01-01', communicated: '2020-01-02' }] },
    health: { statement: 'yes', invalidity: { status: 'applied', percent: 20, since: '2019-01-01' } }, causes: { examined: 'yes', found: [{ code: 'pandemic', present: 'no' }] } }));
  const damaged = Array.from({ length: 5000 }, () => {
    const line = Buffer.from(good);
    for (let k = 0; k < 1 + next() * 3; k++) line[Math.floor(next() * line.length)] = pick(next, [0x20, 0x22, 0x2c, 0x30, 0x39, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d, 0x61, 0x2d, 0xc3, 0xff, 0x00]);
    return line;
  });
  const { status, text, error } = sostegno(PLAN, Buffer.concat(damaged.flatMap((line) => [line, Buffer.from('\n')])));
  assert.equal(status, 5, error);
  const found = lines(text);
  assert.equal(found.length, damaged.length);
  assert.deepEqual(found.filter((one) => !validOutput(one)), []);
  assert.ok(found.some((one) => one.outcome) && found.some((one) => one.error?.code === 'invalid-input'));
});

test('an empty line and a missing last line end are no fault; CRLF is a line end', () => {
  const line = JSON.stringify(permanent());
  const { status, text } = sostegno(PLAN, `\n${line}\r\n\n${line}`);
  assert.equal(status, 0);
  assert.equal(lines(text).length, 2);
});

test('a line of exactly the limit is read, one byte more is not', () => {
  const fill = (size) => { const line = JSON.stringify(permanent()); return line.slice(0, -1) + ' '.repeat(size - line.length) + '}'; };
  const { text } = sostegno(PLAN, `${fill(262144)}\n${fill(262145)}\n${fill(262144)}`);
  assert.deepEqual(lines(text).map((one) => one.outcome ?? one.error.code), ['recognised', 'json-too-large', 'recognised']);
});

test('wrong options and missing files have their own exit status', () => {
  assert.equal(sostegno(['evaluate']).status, 2);
  assert.equal(sostegno([...PLAN, '--as-of', '2026-02-30']).status, 2);
  assert.equal(sostegno([...PLAN, '--explain', 'fr']).status, 2);
  assert.equal(sostegno([...PLAN, '--explain', 'it', '--record']).status, 2);
  assert.equal(sostegno([...PLAN, '--colour', 'red']).status, 2);
  assert.equal(sostegno(['evaluate', '--plan', '/nowhere.json']).status, 3);
  assert.equal(sostegno([...PLAN, '--replay', '/nowhere.jsonl']).status, 3);
  assert.equal(sostegno(['evaluate', '--plan', planPath('docs/evaluate.md')]).status, 5);
});

test('--as-of is the day of the cases that name none', () => {
  const [own, given] = evaluate('permanent', [permanent({ asOf: '2026-07-01' }), { ...permanent(), asOf: undefined }], ['--as-of', '2026-06-15']);
  assert.deepEqual([own.asOf, given.asOf], ['2026-07-01', '2026-06-15']);
});

test('records replay to the same bytes; a changed record, another plan and no record are told apart', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'evaluate-'));
  t.after(() => rmSync(place, { recursive: true }));
  const cases = [permanent({ asOf: undefined, expenses: [{ id: 'à', form: 'direct', from: '2026-04-01', amount: '12.3' }] }), permanent({ id: '"\\' })].map((one) => JSON.stringify(one)).join('\n');
  const { text } = sostegno([...PLAN, '--record', '--as-of', '2026-06-01'], cases);
  const [first, second] = text.split('\n');
  const file = join(place, 'records.jsonl');
  writeFileSync(file, [first, second, second.replace('"recognised"', '"reviewable"'), '{"id":"x"}'].join('\n'));
  const run = sostegno([...PLAN, '--replay', file]);
  assert.equal(run.status, 5);
  assert.deepEqual(lines(run.text).map((one) => one.replay ?? one.error.code), ['same', 'same', 'differs', 'not-a-record']);
  const record = JSON.parse(first);
  const plan = JSON.parse(readFileSync(planPath('permanent'), 'utf8'));
  assert.deepEqual(record.plan.settings, Object.fromEntries(Object.entries(plan.settings).map(([id, { value }]) => [id, value])), 'the settings of the plan, every one');
  assert.deepEqual(record.rules, [...new Set(record.rules)].sort());
  const named = JSON.stringify(record.result).match(/(?<="rule":")[^"]+/g);
  assert.deepEqual([...new Set(named)].filter((rule) => !record.rules.includes(rule)), [], 'each rule id of the result stands in the list');
  const tampered = { 'the case': first.replace('"12.3"', '"12.4"'), 'a setting': first.replace('event-day-is-day-0', 'day-after'), 'a rule id': first.replace('"B-22"', '"B-99"'), 'an amount': first.replace('"due":"12.30"', '"due":"12.31"'), 'a blank': first.replace('"input":', '"input": ') };
  for (const [what, line] of Object.entries(tampered)) {
    assert.notEqual(line, first, what);
    writeFileSync(file, line);
    assert.deepEqual(lines(sostegno([...PLAN, '--replay', file]).text).map((one) => [one.id, one.error?.code]), [['p', 'differs']], what);
  }
  // The first place where it differs, in the order of the record made again.
  const places = [
    [first.replace('"due":"12.30"', '"due":"12.31"'), '/result/expenses/0/due', 'differs'], [first.replace('"B-22"', '"B-99"'), null, 'differs'], [first.replace('"record":1,', ''), '/record', 'missing'],
    [first.replace('"record":1,', '"record":1,"a/b~c":2,'), '/a~1b~0c', 'unknown-field'], [first.replace('"input":', '"input": '), '', 'differs'], [first.replace('"rules":[', '"rules":["A-00",'), '/rules/0', 'differs'],
    [first.replace('event-day-is-day-0', 'day-after'), '/plan/settings/S-01', 'differs'], [first.replace('"expenses":[', '"expenses":[{},'), null, null],
    [JSON.stringify({ ...record, rules: record.rules.slice(0, -1) }), `/rules/${record.rules.length - 1}`, 'missing'], [JSON.stringify({ ...record, rules: [...record.rules, 'Z'] }), `/rules/${record.rules.length}`, 'unknown-field'],
    [JSON.stringify({ ...record, rules: {} }), '/rules', 'differs'], [JSON.stringify({ ...record, result: { ...record.result, ['x'.repeat(300)]: 1 } }), null, 'unknown-field'],
  ];
  for (const [line, pointer, code] of places) {
    writeFileSync(file, line);
    const [{ error }] = lines(sostegno([...PLAN, '--replay', file]).text);
    if (code === null) { assert.equal(error.code, 'invalid-input', line); continue; }
    assert.deepEqual([error.code, error.at.length, error.at[0].code], ['differs', 1, code], line);
    if (pointer === null) assert.match(error.at[0].pointer, /^\/re?(sult|cord|ules)?/);
    else assert.equal(error.at[0].pointer, pointer);
  }
  writeFileSync(file, first);
  assert.equal(sostegno([...PLAN, '--replay', file]).status, 0);
  assert.equal(lines(sostegno(['evaluate', '--plan', planPath('temporary'), '--replay', file]).text)[0].error.code, 'other-plan');
});

test('a record of the largest case replays too', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'evaluate-'));
  t.after(() => rmSync(place, { recursive: true }));
  const expenses = Array.from({ length: 200 }, (_, i) => ({ id: `e${i}`, form: 'direct', from: '2024-01-01', to: '2033-12-31', amount: '1000000.00' }));
  const { text } = sostegno([...PLAN, '--record'], JSON.stringify(permanent({ asOf: '2034-01-01', expenses })));
  assert.ok(text.length > 262144);
  writeFileSync(join(place, 'records.jsonl'), text);
  assert.deepEqual(lines(sostegno([...PLAN, '--replay', join(place, 'records.jsonl')]).text), [{ id: 'p', replay: 'same' }]);
});

const explained = (plan, language, one) => {
  const { text, status } = sostegno(['evaluate', '--plan', planPath(plan), '--explain', language], JSON.stringify(one));
  assert.equal(status, 0);
  return text;
};

test('--explain tells a case in both languages: where it stands, each day, each amount, what is left to a person', () => {
  const one = temporary({
    claim: { onset: '2026-03-23', firstContact: '2026-04-07', received: '2026-04-08', complete: '2026-04-10' }, decision: 'recognised', member: { codiceFiscale: 'RSSMRA85T10A562S', familyName: 'Bianchi' },
    paid: [{ month: 1, amount: '200.00' }], expenses: [{ id: 'e1', form: 'home-carer', from: '2026-04-20', to: '2026-05-19', amount: '1900.00', receipted: 'yes' }], evidence: { answers: ['sheet-7'] },
  });
  const phrases = {
    it: ['Piano: Non autosufficienza temporanea (temporary-2026 1, valido dal 01/01/2026)', 'Stato della richiesta: in pagamento', 'Pagamento: possibile', 'Proposta: riconosciuta', 'Beneficio dal: 10/04/2026', 'Nutrirsi: No, non da sola: 1 su 1 [A-13]', 'soglia 3, raggiunto 4, distanza 1 (atti)',
      'A-12: La soglia è raggiunta {sheet-7}', 'A-16: 14 giorni dal 23/03/2026 (inizio dello stato, che non si conta): ultimo giorno 07/04/2026, prorogato perché festivo: 06/04/2026 è festivo',
      'mese 1: dal 10/04/2026 al 09/05/2026: massimale 500,00 euro, già pagato 200,00 euro, da pagare 300,00 euro', 'e1: pagabile; da pagare 800,00 euro, a carico dell’iscritto 1.100,00 euro', 'mesi 3–6', 'capitolo 5: Il cognome non corrisponde al codice fiscale',
      'massimale al mese: 500,00 euro — A-30, fonte: [G 6.19.3]', 'giorni di sopravvivenza: nessuno', 'S-02 ultimo giorno di un atto, se festivo: passa al primo giorno non festivo [next-working-day]', '06/04/2026 è festivo (lunedì dell’Angelo)',
      'dal 20/04/2026 al 09/05/2026: spesa 1.266,66 euro (mese 1, S-08), da pagare 300,00 euro [A-30: Il massimale del mese è raggiunto]', 'non assicurabile per invalidità civile: non si sa', 'esclusione malattie mentali (1): non si sa', '500,00 euro ciascuno, nulla richiesto'],
    en: ['Plan: Temporary long-term-care state (temporary-2026 1, valid from 2026-01-01)', 'State of the claim: in payment', 'Payment: possible', 'Proposal: recognised', 'Benefit from: 2026-04-10', 'Feeding: No, not alone: 1 of 1 [A-13]', 'threshold 3, reached 4, distance 1 (activities)',
      'A-12: The threshold is reached {sheet-7}', 'A-16: 14 days from 2026-03-23 (onset of the state, not counted): last day 2026-04-07, moved because of a holiday: 2026-04-06 is a holiday',
      'month 1: from 2026-04-10 to 2026-05-09: ceiling EUR 500.00, already paid EUR 200.00, due EUR 300.00', 'e1: payable; due EUR 800.00, borne by the member EUR 1,100.00', 'months 3–6', 'chapter 5: The family name does not fit the codice fiscale',
      'ceiling a month: EUR 500.00 — A-30, source: [G 6.19.3]', 'days of survival: none', 'S-02 last day of an act, if a holiday: moves to the next day that is no holiday [next-working-day]', '2026-04-06 is a holiday (Easter Monday)',
      'from 2026-04-20 to 2026-05-09: spent EUR 1,266.66 (month 1, S-08), due EUR 300.00 [A-30: The month’s ceiling is reached]', 'not insurable for civil invalidity: not known', 'exclusion mental illness (1): not known', 'EUR 500.00 each, nothing asked for'],
  };
  for (const [language, wanted] of Object.entries(phrases)) {
    const text = explained('temporary', language, one);
    for (const phrase of wanted) assert.ok(text.includes(phrase), `${language}: ${phrase} in\n${text}`);
    assert.ok(!/\(null\)|undefined/.test(text), text);
  }
});

test('--explain says what is open as open, days as a person says them, the decision, a suspension and what is asked back', () => {
  const open = temporary({ answers: { ...temporary().answers, feeding: 'unknown', dressing: undefined }, asOf: '2026-06-11' });
  const it = explained('temporary', 'it', open);
  for (const phrase of ['alla data dell’11/06/2026', 'Punteggio: 2 – 4 su 4 punti', 'Nutrirsi: non so: 0 – 1 su 1 [A-13]', 'Vestirsi: nessuna risposta: 0 – 1 su 1 [A-13]', 'soglia 3, raggiunto 2 – 4, distanza -1 (atti)', 'Pagamento: nessuno: la proposta non è di riconoscere', 'età fino alla quale i figli sono coperti: nessuna']) {
    assert.ok(it.includes(phrase), `${phrase} in\n${it}`);
  }
  assert.equal(it.match(/Completare le risposte/g).length, 1, 'a task is said once');
  assert.ok(!it.includes('Decisione:'));
  const without = explained('temporary', 'it', temporary({ claim: undefined }));
  assert.ok(without.includes('coperto all’inizio dello stato (giorno non noto): non si sa') && without.includes('Beneficio dal: giorno non noto'), without);
  const refused = temporary({ decision: 'recognised', visits: [{ ordered: '2026-05-08', refused: '2026-05-20', refusalConfirmed: 'yes' }] });
  assert.match(explained('temporary', 'it', refused), /\nDecisione: riconosciuta\n[^]*\nPagamenti sospesi dall’08\/05\/2026 \[S-11\]\n/);
  const dead = temporary({ decision: 'recognised', life: { death: '2026-05-10' }, payments: [{ id: 'p1', from: '2026-05-09', to: '2026-05-12', amount: '400.00' }] });
  assert.ok(explained('temporary', 'it', dead).includes('Pagato per giorni dopo il decesso [S-27]\n  p1: dall’11/05/2026 al 12/05/2026: 200,00 euro\n'));
  assert.ok(explained('temporary', 'en', dead).includes('Paid for days after the death [S-27]\n  p1: from 2026-05-11 to 2026-05-12: EUR 200.00\n'));
});

test('--explain shows how a foreign amount, a hold and a reserve came about', () => {
  const text = explained('temporary', 'en', temporary({
    quotations: [{ currency: 'CHF', day: '2026-03-02', units: '0.94' }, { currency: 'CHF', day: '2026-03-06', units: '0.96' }],
    authorisations: [{ id: 'later', from: '2026-06-02', to: '2026-06-05', amount: '400.00' }],
    expenses: [{ id: 'abroad', form: 'invoice', from: '2026-03-01', amount: '190.00', currency: 'CHF', paid: '2026-03-08', receipted: 'yes' }],
  }));
  assert.ok(text.includes('CHF 190.00 at the mean of the rates of the week from 2026-03-02 (2): EUR 200.00 [A-36, S-24]'), text);
  assert.ok(text.includes('[S-08: The expense lies in the future], not before 2026-06-05, reserved EUR 400.00 [A-32]'), text);
});

test('every value that a setting may have is told in words', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'words-'));
  t.after(() => rmSync(place, { recursive: true }));
  const rows = readFileSync(join(source, 'docs/plan-file.md'), 'utf8').split('\n').filter((row) => /^\| (S-\d|L-09)/.test(row)).map((row) => row.split('|').map((cell) => cell.trim()));
  assert.ok(rows.length >= 20, `${rows.length}`);
  const file = JSON.parse(readFileSync(planPath('permanent'), 'utf8'));
  for (let turn = 0; turn < 7; turn++) {
    for (const [, ids, values] of rows) {
      const choices = [...values.matchAll(/`([^`]+)`/g)].map(([, value]) => value).filter((value) => !/^S-/.test(value));
      for (const id of ids.split(', ')) file.settings[id].value = choices[turn] ?? choices[0];
    }
    const path = join(place, `${turn}.json`);
    writeFileSync(path, JSON.stringify(file));
    for (const language of ['it', 'en']) {
      const { status, text, error } = sostegno(['evaluate', '--plan', path, '--explain', language], JSON.stringify(permanent()));
      assert.equal(status, 0, error);
      for (const [id, { value }] of Object.entries(file.settings)) if (typeof value === 'string') assert.match(text, new RegExp(`  ${id} [^\n]+: [^\n]+ \\[${value}\\]\n`), `${id}: ${value}`);
    }
  }
});

// Every {value, rule, source} of a plan file that says something.
const numbers = (node) => (node && typeof node === 'object'
  ? [...('value' in node && 'source' in node && node.rule ? [node] : []), ...Object.values(node).flatMap(numbers)] : []);

test('--explain prints every number of the regulation with its rule and its source, and every setting', () => {
  for (const plan of ['permanent', 'temporary']) {
    const file = JSON.parse(readFileSync(planPath(plan), 'utf8'));
    for (const language of ['it', 'en']) {
      const text = explained(plan, language, plan === 'permanent' ? permanent() : temporary());
      const wanted = numbers({ ...file, activities: [], questions: [], documents: [], exclusions: [], settings: {} }).filter(({ value }) => typeof value === 'number' ? value > 0 : value === true || /^[0-9]/.test(value));
      assert.ok(wanted.length >= 12, `${wanted.length}`);
      for (const { rule, source, value } of wanted) assert.ok(text.includes(source) && text.includes(rule), `${plan} ${language}: ${rule} ${value} ${source}\n${text}`);
      for (const [id, { value }] of Object.entries(file.settings)) assert.match(text, new RegExp(typeof value === 'string' ? `  ${id} [^\n]+: [^\n]+ \\[${value}\\]\n` : `  ${id} [^\n]+: ${value}\n`), `${plan}: ${id}`);
    }
  }
});

test('the time zone and the locale of the machine change nothing', () => {
  const input = [permanent(), permanent({ expenses: [{ id: 'e', form: 'rsa-stay', from: '2026-03-29', to: '2026-04-05', amount: '1234.56' }] })].map((one) => JSON.stringify(one)).join('\n');
  const runs = [{}, { TZ: 'Pacific/Kiritimati' }, { TZ: 'America/Anchorage', LC_ALL: 'it_IT.UTF-8' }, { LANG: 'tr_TR.UTF-8' }].map((env) => sostegno(PLAN, input, env).text);
  assert.equal(new Set(runs).size, 1);
});

test('plan check names line, place and hint of a bad plan', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'plan-'));
  t.after(() => rmSync(place, { recursive: true }));
  const file = join(place, 'bad.json');
  writeFileSync(file, '{\n  "format": 2\n}\n');
  const run = sostegno(['plan', 'check', file]);
  assert.equal(run.status, 5);
  assert.match(run.error, /bad\.json:1:1: missing-key at "\/id": /);
  assert.equal(sostegno(['plan', 'check', planPath('permanent')]).status, 0);
});

test('plan compare lists who changes and what it costs', (t) => {
  const place = mkdtempSync(join(tmpdir(), 'compare-'));
  t.after(() => rmSync(place, { recursive: true }));
  const plan = JSON.parse(readFileSync(planPath('permanent'), 'utf8'));
  plan.version = 2;
  plan.ceiling.value = '700.00';
  plan.test.points = 45;
  const file = join(place, 'new.json');
  writeFileSync(file, JSON.stringify(plan));
  const expenses = [{ id: 'e', form: 'direct', from: '2026-04-01', amount: '1000.00' }];
  const forty = { ...permanent().answers, continence: 'grade-1', feeding: 'grade-1' };
  const cases = [permanent({ id: 'same' }), permanent({ id: 'more', expenses }), permanent({ id: 'short', answers: forty, expenses }), { id: 'bad' }, permanent({ id: 'later', authorisations: [{ id: 'g', from: '2026-06-02', amount: '650.00' }] })];
  const run = sostegno(['plan', 'compare', planPath('permanent'), file], cases.map((one) => JSON.stringify(one)).join('\n'));
  assert.equal(run.status, 5);
  const [more, short, bad, later, total] = lines(run.text);
  assert.deepEqual(more, { id: 'more', old: { outcome: 'recognised', due: '600.00', reserved: '0.00' }, new: { outcome: 'recognised', due: '700.00', reserved: '0.00' }, difference: '100.00' });
  assert.deepEqual(short, { id: 'short', old: { outcome: 'recognised', due: '600.00', reserved: '0.00' }, new: { outcome: 'not-recognised', due: '0.00', reserved: '0.00' }, difference: '-600.00' });
  assert.deepEqual([bad.line, bad.error.at[0]], [4, { pointer: '/asOf', code: 'missing' }]);
  assert.deepEqual(later, { id: 'later', old: { outcome: 'recognised', due: '0.00', reserved: '600.00' }, new: { outcome: 'recognised', due: '0.00', reserved: '650.00' }, difference: '50.00' });
  assert.deepEqual(total, { cases: 5, changed: 3, refused: 1, old: '1800.00', new: '1350.00', difference: '-450.00' });
  // A fault that lies between the case and one plan says which; the places of both stand together.
  plan.months.value = 24;
  writeFileSync(file, JSON.stringify(plan));
  const refused = (...files) => lines(sostegno(['plan', 'compare', ...files], JSON.stringify(permanent({ paid: [{ month: 30, amount: '1.00' }, { month: 37, amount: '1.00' }] }))).text)[0].error;
  const of = (name) => ({ code: 'invalid-input', at: [{ pointer: '/paid/1/month', code: 'out-of-range' }, { pointer: '/paid/0/month', code: 'out-of-range', plan: name }] });
  assert.deepEqual(refused(planPath('permanent'), file), of('new'));
  assert.deepEqual(refused(file, planPath('permanent')), { ...of('old'), at: of('old').at.reverse() });
  for (const words of [['compare', file], ['compare', file, file, file], ['compare', file, file, '--as-of', '2026-06-01'], ['check', file, file], ['check', '--colour', file], ['check']]) assert.equal(sostegno(['plan', ...words]).status, 2, words.join(' '));
});
