// SPDX-License-Identifier: EUPL-1.2
// How the web application speaks: Lei to people, infinitives on what is pressed, the law's words, the plan's numbers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const entries = (language) => Object.values(JSON.parse(readFileSync(new URL(`../../dashboard/text/${language}.json`, import.meta.url), 'utf8')))
  .flatMap((section) => Object.entries(section)).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : Object.values(value).map((form) => [key, form])));

// Forms of the second person singular that nothing else in these texts is.
const ANYWHERE = ['tu', 'te', 'ti', 'tuo', 'tua', 'tuoi', 'tue', 'sei', 'hai', 'puoi', 'devi', 'vuoi', 'sai', 'vedi', 'scegli', 'scrivi', 'apri', 'chiudi', 'decidi', 'leggi',
  'rispondi', 'aggiungi', 'togli', 'prendi', 'correggi', 'esci', 'vai', 'fai', 'inserisci', 'premi', 'metti', 'chiedi', 'attendi', 'ripeti', 'accedi', 'trovi'];
// Imperatives of verbs in -are and -ire that are something else in the middle of a sentence: at the beginning of a text
// they speak to somebody.
const FIRST = ['annulla', 'approva', 'assegna', 'attiva', 'blocca', 'cambia', 'cerca', 'conferma', 'continua', 'controlla', 'copia', 'crea', 'disattiva', 'elimina', 'entra', 'esporta',
  'genera', 'importa', 'imposta', 'indica', 'inizia', 'invia', 'mostra', 'modifica', 'nascondi', 'registra', 'ricarica', 'rifiuta', 'rinnova', 'riprova', 'ritira', 'salva', 'scarica', 'scarta',
  'seleziona', 'segna', 'sostituisci', 'stampa', 'termina', 'torna', 'usa', 'verifica'];
// The one text whose words are given.
const GIVEN = new Set(['shell.skip']);
// What a door or a device does, in the third person.
const TOLD = /^(?:alertRule\.|device\.lowBattery:)/;

const faults = (language, rule) => entries(language).filter(([key, text]) => !GIVEN.has(key) && rule.test(text)).map(([key, text]) => `${key}: ${text}`);

test('nobody is addressed with tu: Lei for people, infinitives on buttons and links', () => {
  assert.deepEqual(faults('it', new RegExp(`(?<![\\p{L}’])(?:${ANYWHERE.join('|')})(?![\\p{L}’])`, 'iu')), []);
  assert.deepEqual(faults('it', new RegExp(`^(?:${FIRST.join('|')})(?![\\p{L}’])`, 'iu')).filter((fault) => !TOLD.test(fault)), []);
  for (const [bad, rule] of [['Vai alla lista', ANYWHERE], ['Registra', FIRST]]) assert.match(bad, new RegExp(`^(?:${rule.join('|')})(?!\\p{L})`, 'iu'));
});

test('what a delay costs the insurer is prejudice, not damage (art. 1915 c.c.), and a state ceases', () => {
  assert.deepEqual(faults('it', /(?<!\p{L})(?:dann[oi]|stato (?:è )?finito)(?!\p{L})/iu), []);
  assert.deepEqual(faults('en', /(?<!\p{L})damages?(?!\p{L})/iu).filter((fault) => !/^(?:alert|quarantine)/.test(fault)), []);
});

test('numbers of a plan are not typed into the texts', () => {
  for (const language of ['it', 'en']) assert.deepEqual(faults(language, /(?<![\d.,])(?:14|60|180)(?![\d.,])/).filter((fault) => !fault.startsWith('window.')), []);
});

test('every check of our plans has words in both languages: no code stands on a page', () => {
  const codes = ['temporary', 'permanent'].flatMap((name) => {
    const { insurability, exclusions } = JSON.parse(readFileSync(new URL(`../../scoring/plans/${name}-2026.json`, import.meta.url), 'utf8'));
    return [...insurability.flatMap(({ code, findings }) => [code, ...findings]), ...exclusions.flatMap(({ code, exceptions }) => [code, ...exceptions])];
  });
  assert.ok(codes.length > 80);
  for (const language of ['it', 'en']) {
    const known = new Set(entries(language).map(([key]) => key));
    assert.deepEqual([...new Set(codes)].filter((code) => !known.has(`checkCode.${code}`)), []);
  }
});
