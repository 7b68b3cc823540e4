// SPDX-License-Identifier: EUPL-1.2
// Codice fiscale, IBAN and partita IVA against other people's code, over seeded random values: npm packages
// where they are right, an implementation of the rule book where none is. Where a package is wrong, the
// test says so and holds it to its fault, so that a better version is noticed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { random } from './cases.mjs';
import { source } from './evaluating.mjs';

const require = createRequire(import.meta.url);
const { CodiceFiscaleUtils, CheckDigitizer } = require('@marketto/codice-fiscale-utils');
const { CodiceFiscale } = require('codice-fiscale-js');
const ibantools = require('ibantools');
const iban = require('iban');

const COUNT = 12000;
const program = join(process.env.HOUSE_BUILD ?? join(source, '.build', 'asan'), 'probes', 'code_check');
const ask = (kind, texts) => {
  const run = spawnSync(program, [], { input: texts.map((text) => `${kind} ${text}\n`).join(''), maxBuffer: 2 ** 28 });
  assert.equal(run.status, 0, `${run.stderr}`);
  const answers = run.stdout.toString().trimEnd().split('\n');
  assert.equal(answers.length, texts.length);
  return answers;
};
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const among = (next, list) => list[Math.floor(next() * list.length)];
const some = (next, text, count) => Array.from({ length: count }, () => among(next, text)).join('');
const at = (text, place, character) => text.slice(0, place) + character + text.slice(place + 1);

// The first fifteen characters: mostly a day that exists, sometimes omocodic, sometimes damaged.
function stem(next) {
  const day = 1 + Math.floor(next() * 31) + (next() < 0.5 ? 40 : 0);
  let text = some(next, 'BCDFGLMNPRSTVZ', 6) + some(next, digits, 2) + among(next, 'ABCDEHLMPRST') + `${day}`.padStart(2, '0') + among(next, 'ABCDEFGHIL') + (100 + Math.floor(next() * 900));
  if (next() < 0.3) for (const place of [6, 7, 9, 10, 12, 13, 14]) if (next() < 0.5) text = at(text, place, 'LMNPQRSTUV'[Number(text[place])]);
  if (next() < 0.2) text = at(text, Math.floor(next() * 15), among(next, letters + digits));
  if (next() < 0.1) text = at(at(text, 9, among(next, digits)), 10, among(next, digits));
  return text;
}
const marketto = new CodiceFiscaleUtils(new Proxy({}, { get: () => () => null }));
const form = await marketto.pattern.codiceFiscale();

test('codice fiscale: the check letter of @marketto/codice-fiscale-utils is ours, the other 25 are refused', () => {
  const next = random(31);
  const good = Array.from({ length: COUNT }, () => stem(next)).map((text) => text + CheckDigitizer.checkDigit(text));
  const wrong = good.map((text) => at(text, 15, among(next, letters.replace(text[15], ''))));
  const answers = ask('cf', good);
  const faults = ask('cf', wrong);
  assert.ok(answers.filter((one) => one === 'ok').length > COUNT / 2);
  answers.forEach((answer, i) => {
    assert.notEqual(answer, 'check', good[i]);
    assert.equal(faults[i], answer === 'ok' ? 'check' : answer, wrong[i]);
  });
});

// Where that package is stricter: a name part is consonants, then vowels, then X, and the register of places has
// no letter from N to Y and no number 000. We leave both to the comparison with the person's data.
const name = '([A-Z][AEIOU][AEIOUX]|[AEIOU]X{2}|[B-DF-HJ-NP-TV-Z]{2}[A-Z])';
const usual = new RegExp(`^${name}${name}.{5}([A-M](?![0L]{3})|Z(?![0L]))`);

test('codice fiscale: form and calendar of @marketto/codice-fiscale-utils agree', () => {
  const next = random(32);
  const texts = Array.from({ length: COUNT }, () => stem(next)).map((text) => text + CheckDigitizer.checkDigit(text));
  let stricter = 0;
  ask('cf', texts).forEach((answer, i) => {
    const theirs = form.test(texts[i]);
    if (theirs === (answer === 'ok')) return;
    assert.deepEqual([answer, theirs, usual.test(texts[i])], ['ok', false, false], texts[i]);
    stricter++;
  });
  assert.ok(stricter < COUNT / 20);
});

test('codice fiscale: codice-fiscale-js agrees but for the calendar, which it does not know', () => {
  const next = random(33);
  const texts = Array.from({ length: COUNT }, () => stem(next)).map((text, i) => (i % 3 ? text + CheckDigitizer.checkDigit(text) : text + among(next, letters)));
  let calendar = 0;
  ask('cf', texts).forEach((answer, i) => {
    const theirs = CodiceFiscale.check(texts[i]);
    if (theirs === (answer === 'ok')) return;
    assert.deepEqual([answer, theirs], ['day', true], texts[i]);
    calendar++;
  });
  assert.ok(calendar > 100);
});

test('codice fiscale: the 127 omocodic forms of @marketto/codice-fiscale-utils are accepted', () => {
  const next = random(34);
  const bases = Array.from({ length: 100 }, () => some(next, 'BCDFG', 6) + some(next, digits, 2) + among(next, 'ACELMRT') + '15H' + (100 + Math.floor(next() * 900)));
  const texts = bases.flatMap((base) => Array.from({ length: 128 }, (_, id) => marketto.parser.cfOmocode(base + CheckDigitizer.checkDigit(base), id)));
  assert.ok(new Set(texts).size >= 12800 - 128);
  ask('cf', texts).forEach((answer, i) => assert.equal(answer, 'ok', texts[i]));
});

test('codice fiscale: surname and name letters of codice-fiscale-js are ours', () => {
  const next = random(35);
  const word = () => some(next, 'AEIOUBCDFGLMNPRSTVZ', 1 + Math.floor(next() * 9)).toLowerCase();
  const lines = Array.from({ length: COUNT }, () => {
    const [surname, given] = [word(), word()];
    const base = `${CodiceFiscale.surnameCode(surname)}${CodiceFiscale.nameCode(given)}80A15H501`;
    return `${base}${CheckDigitizer.checkDigit(base)}|${surname}|${given}`;
  });
  ask('name', lines).forEach((answer, i) => assert.equal(answer, 'yes', lines[i]));
  const other = lines.map((line) => `${line}d`);
  assert.ok(ask('name', other).includes('no'));
});

// Provisional codes and partita IVA: no package at hand knows both, so the sum is done here in another way, from
// the table of doubled digits.
const DOUBLED = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
const lastDigit = (ten) => (10 - [...ten].reduce((sum, digit, i) => sum + (i % 2 ? DOUBLED[digit] : Number(digit)), 0) % 10) % 10;

test('partita IVA and provisional codice fiscale: one check digit of ten, by another sum', () => {
  const next = random(36);
  const stems = Array.from({ length: COUNT }, () => some(next, digits, 10));
  const texts = stems.map((ten) => ten + (next() < 0.5 ? lastDigit(ten) : among(next, digits)));
  const expected = texts.map((text) => (Number(text[10]) === lastDigit(text.slice(0, 10)) && /[1-9]/.test(text) ? 'ok' : 'check'));
  assert.deepEqual(ask('iva', texts), expected);
  assert.deepEqual(ask('cf', texts), expected);
  assert.ok(ask('cf', texts).filter((one) => one === 'ok').length > COUNT / 2);
  // codice-fiscale-js takes no provisional code for one at all.
  assert.equal(CodiceFiscale.check('00743110157'), false);
  assert.deepEqual(ask('iva', ['00743110157', 'IT12345678903', '00000000000', '11109876453', '0074311015']), ['ok', 'ok', 'check', 'foreign-issuer', 'length']);
});

// ISO 13616 with big integers.
const number = (text) => [...text].map((c) => (/[A-Z]/.test(c) ? `${c.charCodeAt(0) - 55}` : c)).join('');
const withDigits = (country, bban) => `${country}${`${98n - BigInt(number(`${bban}${country}00`)) % 97n}`.padStart(2, '0')}${bban}`;
const ODD = { A: 1, B: 0, C: 5, D: 7, E: 9, F: 13, G: 15, H: 17, I: 19, J: 21, K: 2, L: 4, M: 18, N: 20, O: 11, P: 3, Q: 6, R: 8, S: 12, T: 14, U: 16, V: 10, W: 22, X: 25, Y: 24, Z: 23 };
const face = (c) => (/[0-9]/.test(c) ? Number(c) : letters.indexOf(c));
const cinOf = (rest) => letters[[...rest].reduce((sum, c, i) => sum + (i % 2 ? face(c) : ODD[letters[face(c)]]), 0) % 26];
const italian = (next, country) => {
  const rest = some(next, digits, 10) + some(next, next() < 0.7 ? digits : digits + letters, 12);
  return withDigits(country, cinOf(rest) + rest);
};
// Account patterns of the registry as ibantools has them: country, then digits and letters.
const PATTERNS = { DE: '18n', FR: '10n11c2n', ES: '20n', NL: '4a10n', BE: '12n', PT: '21n', AT: '16n', CH: '5n12c', GB: '4a14n', NO: '11n', MT: '4a5n18c', PL: '24n', SE: '20n', FI: '14n', LU: '3n13c', GR: '7n16c', VA: '18n', AD: '8n12c', MC: '10n11c2n' };
const account = (next, pattern) => [...pattern.matchAll(/(\d+)([nac])/g)].map(([, count, kind]) => some(next, { n: digits, a: letters, c: digits + letters }[kind], Number(count))).join('');

test('IBAN: mod 97 and lengths agree with iban and ibantools where they read the form only', () => {
  const next = random(37);
  const texts = Array.from({ length: COUNT }, (_, i) => {
    const country = among(next, Object.keys(PATTERNS));
    const text = withDigits(country, account(next, PATTERNS[country]));
    if (i % 3 === 0) return text;
    if (i % 3 === 1) { const place = 2 + Math.floor(next() * (text.length - 2)); return at(text, place, among(next, /[0-9]/.test(text[place]) ? digits : letters)); }
    return next() < 0.5 ? text.slice(0, -1) : `${text}0`;
  });
  ask('iban', texts).forEach((answer, i) => assert.equal(answer === 'ok', iban.isValid(texts[i]), `${texts[i]} ${answer}`));
  // ibantools knows national check digits of some countries, too: what it takes is right here as well.
  const answers = ask('iban', texts);
  texts.forEach((text, i) => ibantools.isValidIBAN(text) && assert.equal(answers[i], 'ok', text));
});

test('IBAN: of Italy and San Marino the CIN is checked, which both packages leave out', () => {
  const next = random(38);
  for (const country of ['IT', 'SM']) {
    const good = Array.from({ length: COUNT / 2 }, () => italian(next, country));
    const wrong = good.map((text) => withDigits(country, among(next, letters.replace(text[4], '')) + text.slice(5)));
    ask('iban', good).forEach((answer, i) => assert.equal(answer, 'ok', good[i]));
    ask('iban', wrong).forEach((answer, i) => assert.equal(answer, 'cin', wrong[i]));
    assert.ok(good.every((text) => iban.isValid(text) && ibantools.isValidIBAN(text)));
    assert.ok(wrong.every((text) => iban.isValid(text) && ibantools.isValidIBAN(text)), 'a package has learned the CIN: use it');
  }
  assert.deepEqual(ask('iban', ['IT60X0542811101000000123456', 'SM86U0322509800000000270100', 'IT64Y0542811101000000123456', 'IT40S0542811101000000123456']), ['ok', 'ok', 'cin', 'cin']);
});

test('IBAN: check digits 00, 01 and 99 are refused, which the packages accept', () => {
  const next = random(39);
  const twins = [];
  while (twins.length < 300) {
    const text = withDigits('DE', some(next, digits, 18));
    const twin = { 97: '00', 98: '01', '02': '99' }[text.slice(2, 4)];
    if (twin) twins.push(`DE${twin}${text.slice(4)}`);
  }
  ask('iban', twins).forEach((answer, i) => assert.equal(answer, 'check', twins[i]));
  assert.ok(twins.every((text) => iban.isValid(text)), 'iban 0.0.14 takes them all');
});
