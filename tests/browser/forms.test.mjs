// SPDX-License-Identifier: EUPL-1.2
// What people type and read, without a browser: money, dates, decimals, the doubled hour, gaps of a chart, the text files.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const dashboard = fileURLToPath(new URL('../../dashboard/', import.meta.url));
const { build } = createRequire(join(dashboard, 'build.mjs'))('esbuild');
const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
let ui;

// The modules as the browser gets them; the few globals that they read at start are made here.
before(async () => {
  Object.defineProperty(globalThis, 'navigator', { value: { languages: ['it-IT'] }, configurable: true, writable: true });
  globalThis.document = { documentElement: {} };
  const outfile = join(folder, 'ui.mjs');
  await build({
    stdin: {
      contents: `export * as format from './ui/format'; export * as input from './ui/input'; export * as model from './ui/chart/model'; export * as axis from './ui/chart/axis';
        export * as text from './ui/text'; export * as clock from './ui/clock'; import * as it from './text/it.json'; import * as en from './text/en.json'; export { it, en };`,
      resolveDir: dashboard, loader: 'ts',
    },
    outfile, bundle: true, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error',
  });
  ui = await import(pathToFileURL(outfile).href);
  for (const language of ['it', 'en']) for (const section of ['shared', 'staff', 'portal']) ui.text.addTexts(language, ui[language][section]);
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('X-13, X-14: money and decimals', () => {
  it('groups below ten thousand too, with a hard space', () => {
    assert.equal(ui.format.money(123450), '1.234,50\u00a0€');
    assert.equal(ui.format.money(1234567), '12.345,67\u00a0€');
    assert.equal(ui.format.money(0), '0,00\u00a0€');
  });
  it('reads euro and cents, and asks where a dot could mean both', () => {
    assert.deepEqual(ui.input.readMoney('1.234,50'), { cents: 123450 });
    assert.deepEqual(ui.input.readMoney('1234,5'), { cents: 123450 });
    assert.deepEqual(ui.input.readMoney('1234.50 €'), { cents: 123450 });
    assert.deepEqual(ui.input.readMoney('600'), { cents: 60000 });
    for (const both of ['1.234', '1,234', '12.345']) assert.deepEqual(ui.input.readMoney(both), { fault: 'money-ambiguous' }, both);
    for (const bad of ['', '0', '-5', '1.234,5.6', '1.23.4', '12,345,678', 'sei']) assert.deepEqual(ui.input.readMoney(bad), { fault: 'money-invalid' }, bad);
  });
  it('takes 37,5 and 37.5 and refuses 1.234,5.6', () => {
    assert.equal(ui.input.readDecimal('37,5'), '37.5');
    assert.equal(ui.input.readDecimal(' 37.5 '), '37.5');
    assert.equal(ui.input.readDecimal('-2'), '-2');
    for (const bad of ['1.234,5.6', '', '37,', ',5', '1 2', '1e3']) assert.equal(ui.input.readDecimal(bad), null, bad);
  });
  it('shows a decimal exactly as measured', () => {
    assert.equal(ui.format.decimal('36.40'), '36,40');
    assert.equal(ui.format.decimal('-0.5'), '\u22120,5');
    assert.equal(ui.format.quantity('142', 'mm[Hg]'), '142\u00a0mmHg');
    assert.equal(ui.format.quantity('88', '%'), '88%');
  });
});

describe('X-12, X-15: dates and times of Rome, wherever the browser stands', () => {
  it('writes four-digit years and long dates with the weekday', () => {
    assert.equal(ui.format.date('2025-03-01'), '01/03/2025');
    assert.equal(ui.format.dateLong('2025-03-01'), 'sabato 1 marzo 2025');
  });
  it('names the zone in the hour that is read twice, and only there', () => {
    assert.equal(ui.format.dateTime('2025-10-26T00:30:00Z'), '26/10/2025 02:30\u00a0CEST');
    assert.equal(ui.format.dateTime('2025-10-26T01:30:00Z'), '26/10/2025 02:30\u00a0CET');
    assert.equal(ui.format.dateTime('2025-10-26T02:30:00Z'), '26/10/2025 03:30');
    assert.equal(ui.format.dateTime('2025-07-01T08:00:00Z'), '01/07/2025 10:00');
  });
  it('reads days that exist and no others', () => {
    assert.equal(ui.input.readDate('1', '3', '2025'), '2025-03-01');
    assert.equal(ui.input.readDate('29', '2', '2024'), '2024-02-29');
    for (const bad of [['29', '2', '2025'], ['31', '4', '2025'], ['0', '1', '2025'], ['1', '13', '2025'], ['1', '1', '25'], ['', '', '']]) assert.equal(ui.input.readDate(...bad), null, bad.join('/'));
  });
  it('days of a clock change have 23 and 25 hours on the axis (V-04)', () => {
    const hours = (day, next) => (ui.axis.romeMidnight(next) - ui.axis.romeMidnight(day)) / 3600000;
    assert.equal(hours('2025-03-30', '2025-03-31'), 23);
    assert.equal(hours('2025-10-26', '2025-10-27'), 25);
    assert.equal(hours('2025-07-01', '2025-07-02'), 24);
    const span = { from: Date.parse('2025-10-20T10:00:00Z'), to: Date.parse('2025-10-30T10:00:00Z') };
    assert.equal(ui.axis.midnights(span).length, 10);
  });
  it('an age tag says days, over a week, out of date', () => {
    ui.clock.setDomainTime('2026-11-21T12:00:00Z');
    assert.equal(ui.format.ageTag('2026-11-21T08:00:00Z'), '');
    assert.equal(ui.format.ageTag('2026-11-18T11:00:00Z'), '3 giorni fa');
    assert.equal(ui.format.ageTag('2026-11-11T11:00:00Z'), 'oltre una settimana fa');
    assert.equal(ui.format.ageTag('2026-10-11T11:00:00Z'), 'non aggiornato');
  });
  it('yesterday is the day before, not a day of hours', () => {
    ui.clock.setDomainTime('2026-11-20T09:40:00Z');
    for (const [at, said] of [['2026-11-19T18:43:00Z', '14 ore fa'], ['2026-11-19T06:00:00Z', 'ieri'], ['2026-11-18T18:43:00Z', 'l’altro ieri'], ['2026-11-17T18:43:00Z', '3 giorni fa']]) {
      assert.equal(ui.format.relative(at), said, at);
    }
  });
});

describe('X-17: plurals', () => {
  it('has one, many and other in Italian', () => {
    assert.equal(ui.text.plural('worklist.newAlerts', 1), '1 nuova allerta');
    assert.equal(ui.text.plural('worklist.newAlerts', 0), '0 nuove allerte');
    assert.equal(ui.text.plural('worklist.newAlerts', 21), '21 nuove allerte');
    assert.equal(ui.text.plural('worklist.newAlerts', 1000000), '1.000.000 di nuove allerte');
  });
});

describe('V-01, V-02, V-08, V-19: the model of the chart', () => {
  const at = (hours) => new Date(Date.parse('2026-11-01T00:00:00Z') + hours * 3600000).toISOString();
  const point = (hours, v, level = 'normal') => ({ t: at(hours), v: String(v), level, source: 'device' });
  const series = (quantity, unit, points, limits = []) => ({ quantity, unit, decimals: 0, points, limits, summary: { count: points.length, outOfLimits: 0 } });
  const window = (all, gaps = []) => ({ kind: 'blood-pressure', from: at(0), to: at(240), expectedEverySeconds: 43200, gaps: gaps.map(([from, to]) => ({ from: at(from), to: at(to) })), series: all });

  it('never joins two readings over a gap', () => {
    const [panel] = ui.model.panelsOf(window([series('systolic', 'mm[Hg]', [point(10, 120), point(20, 121), point(100, 122), point(110, 123)])], [[32, 100]]));
    assert.deepEqual(panel.lines[0].runs.map((run) => run.map((mark) => mark.value)), [[120, 121], [122, 123]]);
  });
  it('limits that change make steps', () => {
    const limits = [{ from: at(-500), warnHigh: '140', alertHigh: '160' }, { from: at(120), warnHigh: '135', alertHigh: '150' }];
    const [panel] = ui.model.panelsOf(window([series('systolic', 'mm[Hg]', [point(10, 120)], limits)]));
    assert.deepEqual(panel.lines[0].bounds.alertHigh.map(({ value }) => value), [160, 150]);
    assert.equal(panel.lines[0].bounds.alertHigh[0].to, panel.lines[0].bounds.alertHigh[1].from);
    assert.deepEqual(panel.lines[0].band.map(({ high }) => high), [140, 135]);
  });
  it('puts two units into two panels, the pulse last, and keeps the axis of a measure', () => {
    const panels = ui.model.panelsOf(window([series('pulse', '/min', [point(10, 70)]), series('systolic', 'mm[Hg]', [point(10, 300)]), series('diastolic', 'mm[Hg]', [point(10, 80)])]));
    assert.deepEqual(panels.map((panel) => panel.lines.map((line) => line.series.quantity)), [['systolic', 'diastolic'], ['pulse']]);
    assert.deepEqual(panels[0].domain, [40, 220]);
    assert.equal(ui.model.clamp(300, panels[0].domain), 220);
  });
});

it('X-02: both languages have every key, every key is used, and no words stand in the code', async () => {
  const { checkTexts } = await import(pathToFileURL(join(dashboard, 'build/texts.mjs')).href);
  assert.deepEqual(checkTexts(dashboard), []);
});

it('the text check is alive: a missing key, a lost placeholder, an idle key, a key of another application and words in the code are found', async () => {
  const { checkTexts } = await import(pathToFileURL(join(dashboard, 'build/texts.mjs')).href);
  const root = join(folder, 'seeded');
  for (const name of ['api', 'ui', 'staff', 'portal', 'text']) mkdirSync(join(root, name), { recursive: true });
  const write = (name, text) => writeFileSync(join(root, name), text);
  write('text/it.json', JSON.stringify({ shared: { 'a.used': 'Ciao {name}', 'a.idle': 'Nessuno', 'a.lost': 'Solo {n}' }, portal: { 'b.own': 'Suo' } }));
  write('text/en.json', JSON.stringify({ shared: { 'a.used': 'Hello {name}', 'a.idle': 'Nobody', 'a.lost': 'Only' }, portal: { 'b.own': 'Yours' } }));
  write('ui/page.tsx', "export const Page = () => <p title='Hover me'>{t('a.used')}{t('a.lost')}{t('b.own')} Words in the code</p>;");
  const faults = checkTexts(root);
  for (const part of ['a.lost: placeholders differ', 'nobody uses shared/a.idle', 'words in the code: Words', 'words in the attribute title', 'page.tsx: b.own is not in the texts']) {
    assert.ok(faults.some((fault) => fault.includes(part)), `${part}: ${faults.join('; ')}`);
  }
  write('text/en.json', JSON.stringify({ shared: { 'a.used': 'Hello {name}', 'a.lost': 'Only {n}' }, portal: { 'b.own': 'Yours' } }));
  assert.ok(checkTexts(root).includes('en.json lacks shared/a.idle'));
});

it('every reason, conflict, field fault, quarantine code and flag that the server can send has words in both languages', () => {
  const folderOf = (name) => fileURLToPath(new URL(`../../${name}/`, import.meta.url));
  const sources = (name) => readdirSync(folderOf(name)).filter((file) => file.endsWith('.c')).map((file) => readFileSync(join(folderOf(name), file), 'utf8')).join('\n');
  const every = (text, pattern) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]))];
  const service = sources('server/service');
  const keys = [
    ...every(readFileSync(join(folderOf('scoring'), 'reason.c'), 'utf8'), /\] = "([a-z-]+)"/g).filter((key) => key !== 'none').map((key) => `reason.${key}`),
    ...every(service, /RC_CONFLICT, "([a-z-]+)"/g).filter((code) => !code.startsWith('demo-')).map((code) => `problem.${code}`),
    ...every(readFileSync(join(folderOf('server/service'), 'alert_raise.h'), 'utf8'), /RULE_[A-Z_]+ "([a-z-]+)\/\d+"/g).map((rule) => `alertRule.${rule}`),
    ...every(service, /fault_at\([^;"]*"[^"]*", "([a-z-]+)"\)/g).map((code) => `invalid.${code}`),
    ...every(readFileSync(join(folderOf('server/base'), 'json_fill.c'), 'utf8'), /"(missing|[a-z]+-[a-z-]+)"/g).map((code) => `invalid.${code}`),
    ...every(readFileSync(join(folderOf('scoring'), 'codice_fiscale.c'), 'utf8'), /\] = "([a-z-]+)"/g).filter((code) => code !== 'ok').map((code) => `invalid.${code}`),
  ];
  const payload = readFileSync(join(folderOf('devices/payload'), 'message.c'), 'utf8').split('payload_flag_text');
  keys.push(...every(payload[0], /return "([a-z-]+)";/g).filter((code) => code !== 'ok' && code !== 'no-memory').map((code) => `quarantineCode.${code}`),
    ...every(payload[1], /return "([a-z-]+)";/g).map((code) => `flag.${code}`));
  assert.ok(keys.length > 60, `${keys.length} codes were found in the sources`);
  for (const texts of [ui.it, ui.en]) {
    assert.deepEqual(keys.filter((key) => !(key in texts.shared) && !(key in texts.staff)), []);
  }
  // And no words wait for a code that nobody sends: its reader would get those of the status.
  const all = ['scoring', 'server/base', 'server/service', 'server/http'].map(sources).join('\n');
  const waiting = Object.keys(ui.it.shared).map((key) => /^(?:problem|invalid)\.(.+)$/.exec(key)?.[1]).filter((code) => code && code !== 'other');
  assert.deepEqual(waiting.filter((code) => !all.includes(`"${code}"`)), []);
});
