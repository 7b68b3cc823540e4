// SPDX-License-Identifier: EUPL-1.2
// The schema and the grammar of the primary profile say what the decoder's own tables say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const schema = JSON.parse(read('docs/payload.schema.json'));
const cddl = read('docs/payload.cddl');
const valid = new Ajv.default({ strict: false }).compile(schema);

const reading = (values, more = {}) => ({ t: '2026-11-21T08:29:50Z', kind: 'weight', values, ...more });
const message = (...readings) => ({ sent: '2026-11-21T08:30:05+01:00', readings });
const weight = (v) => ({ weight: { v, u: 'kg' } });

test('the schema takes the examples of the guide', () => {
  const examples = [...read('docs/payload.md').matchAll(/<!-- example ok -->\n```json\n([^`]*)```/g)].map((m) => JSON.parse(m[1]));
  const primary = examples.filter((one) => !Array.isArray(one));
  assert.ok(primary.length >= 2);
  for (const one of primary) assert.ok(valid(one), JSON.stringify(valid.errors));
});

test('the schema refuses what the decoder refuses', () => {
  assert.ok(valid(message(reading(weight(80)))));
  for (const bad of [
    { readings: [] },
    { ...message(), rssi: 1 },
    { ...message(), battery: 101 },
    { ...message(), sent: '2026-11-21T08:30:05' },
    message(reading(weight('80'))),
    message(reading({ weight: { v: 80, u: 'Cel' } })),
    message(reading({ weight: { v: 80, sfloat: 80, u: 'kg' } })),
    message(reading({ glucose: { v: 80, u: 'mg/dL' } })),
    message(reading({ systolic: { v: 142, u: 'mm[Hg]' } }, { kind: 'blood-pressure' })),
    message(reading(weight(80), { slot: 256 })),
    message(reading(weight(80), { flags: ['odd'] })),
    message(reading(weight(80), { meter: 'a b' })),
  ]) assert.ok(!valid(bad), JSON.stringify(bad));
});

test('schema and grammar name every kind, quantity, unit and flag of the tables', () => {
  const names = (file, pattern) => [...read(file).matchAll(pattern)].map((m) => m[1]);
  const quantities = names('scoring/quantity.c', /\{QUANTITY_\w+, "([a-z0-9-]+)", "\d/g);
  const units = names('scoring/unit.c', /\{UNIT_\w+, "([^"]+)"/g);
  const flags = names('devices/payload/message.c', /case PAYLOAD_FLAG_(?!NONE)\w+:\s*return "([^"]+)"/g);
  const kinds = names('scoring/quantity.c', /QUANTITY_KIND_\w+,\s*"([a-z0-9-]+)"/g);
  assert.ok(quantities.length === 14 && units.length === 21 && flags.length === 8 && kinds.length === 10);
  const text = JSON.stringify(schema);
  for (const name of [...quantities, ...units, ...flags, ...kinds]) {
    assert.ok(text.includes(`"${name}"`), `schema lacks ${name}`);
    assert.ok(cddl.includes(`"${name}"`) || cddl.includes(`\n${name} = `), `grammar lacks ${name}`);
  }
});

test('the guide has every code of the quarantine and the bounds of every quantity', () => {
  const guide = read('docs/payload.md');
  const codes = [...read('dashboard/text/en.json').matchAll(/"quarantineCode\.([a-z-]+)"/g)].map((m) => m[1]);
  assert.ok(codes.length > 30);
  for (const code of codes) assert.ok(guide.includes(`\`${code}\``), `the guide lacks ${code}`);
  const bounds = [...read('scoring/plausibility.c').matchAll(/\[QUANTITY_(\w+)\] = \{(\d+), (\d+)\}/g)];
  assert.equal(bounds.length, 14);
  for (const [, name, least, most] of bounds) {
    const row = guide.split('\n').find((line) => new RegExp(`^\\| \`${name.toLowerCase().replaceAll('_', '-')}\` \\| \\d`).test(line));
    assert.match(row, new RegExp(`\\| ${least / 1000} to ${(most / 1000).toLocaleString('en')} \\|$`), name);
  }
});
