// SPDX-License-Identifier: EUPL-1.2
// docs/cases.md: every case of ingestion is there once, with tests that exist, over each transport it concerns.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from './rooms.mjs';

const CASES = 56;
const page = readFileSync(join(root, 'docs/cases.md'), 'utf8');
const rows = [...page.matchAll(/^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \| (.*?) \|$/gm)].map(([, number, what, becomes, over, tests]) => ({ number: Number(number), what, becomes, over, tests }));
const text = (file) => readFileSync(join(root, file), 'utf8');
const known = (file, title) => (file.endsWith('.c') ? new RegExp(`^static void ${title}\\(`, 'm').test(text(file))
  : [...text(file).matchAll(/\btest\(\s*(?:say\()?(['"`])(.*?)(?<!\\)\1/g)].some(([, , name]) => name.replace(/\\'/g, "'").startsWith(title)));
const scenarios = readdirSync(join(root, 'tests/scenarios')).map((name) => ({ file: `tests/scenarios/${name}`, lines: text(`tests/scenarios/${name}`).split('\n') }));

test('every case stands in docs/cases.md once', () => {
  assert.deepEqual(rows.map(({ number }) => number), Array.from({ length: CASES }, (_, at) => at + 1));
});

test('every case has tests or scenarios that exist', () => {
  const faults = rows.flatMap(({ number, tests }) => {
    const named = [...tests.matchAll(/`([^`]+)`(?:: ((?:[^;`]|`(?!tests\/))+))?/g)];
    if (named.length === 0) return [`${number}: no test`];
    return named.flatMap(([, file, title]) => (!existsSync(join(root, file)) ? [`${number}: no file ${file}`]
      : !title && !file.startsWith('tests/scenarios/') ? [`${number}: no test of ${file} is named`]
        : title && !known(file, title.trim()) ? [`${number}: no test "${title}" in ${file}`] : []));
  });
  assert.deepEqual(faults, []);
});

test('a case that concerns both transports is held over both', () => {
  const faults = rows.filter(({ over }) => over === 'MQTT, CoAP').flatMap(({ number, tests }) => {
    const over = scenarios.filter(({ file }) => tests.includes(file)).flatMap(({ lines }) => lines.find((line) => line.startsWith('over ')).split(' ').slice(1));
    // A test of what comes after the doors, of a decoder, or one made for every transport holds over both.
    const both = /\$\{transport\}|\$\{door\}|tests\/(store|unit)\/|outage/.test(tests);
    return both || (over.includes('coap') && over.includes('mqtt')) || (/mqtt\.test|identity\.test|reading\.test|security\.test/.test(tests) && /coap/.test(tests)) ? [] : [`${number}: ${tests}`];
  });
  assert.deepEqual(faults, []);
});

test('every scenario stands in docs/cases.md under its own number', () => {
  const faults = scenarios.filter(({ file, lines }) => {
    const number = Number(lines.find((line) => line.startsWith('case ')).split(' ')[1]);
    return number <= CASES && !rows.find((row) => row.number === number)?.tests.includes(file);
  });
  assert.deepEqual(faults.map(({ file }) => file), []);
});
