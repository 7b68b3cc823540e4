// SPDX-License-Identifier: EUPL-1.2
// Speed and memory of the rules: pure evaluations on one core, cases through JSON, 1 to 10^6 cases in flat memory.
// Nothing here fails for being slow; the lines "evidence: …" go to docs/evidence.md.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { permanent, planPath, source, temporary } from '../api/evaluating.mjs';

const build = process.env.HOUSE_BUILD ?? join(source, '.build', 'release');
const expense = { id: 'e', form: 'direct', from: '2026-03-15', to: '2026-04-14', amount: '1000.00' };

const words = (plan) => ['evaluate', '--plan', planPath(plan)];

// Feeds `count` copies of a case through pipes; what the program used at most.
async function peakOf(plan, one, count) {
  const child = spawn(join(build, 'sostegno'), words(plan), { stdio: ['pipe', 'pipe', 'inherit'] });
  let lines = 0, peak = 0;
  child.stdout.on('data', (chunk) => { for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++; });
  const look = () => {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  };
  const line = `${JSON.stringify(one)}\n`;
  const ended = once(child, 'close');
  for (let sent = 0; sent < count; sent += 1000) {
    if (!child.stdin.write(line.repeat(Math.min(1000, count - sent)))) await once(child.stdin, 'drain');
    look();
  }
  child.stdin.end();
  const [code] = await ended;
  assert.equal(code, 0);
  assert.equal(lines, count);
  return peak;
}

// Cases a second from a file to nowhere, by the clock and by the processor.
function rateOf(plan, one, count) {
  const place = mkdtempSync(join(tmpdir(), 'rate-'));
  const path = join(place, 'cases.jsonl');
  writeFileSync(path, `${JSON.stringify(one)}\n`.repeat(count));
  const input = openSync(path, 'r');
  const started = process.hrtime.bigint();
  const run = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" >/dev/null', 'bash', join(build, 'sostegno'), ...words(plan)], { stdio: [input, 'ignore', 'pipe'], encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  closeSync(input);
  rmSync(place, { recursive: true });
  assert.equal(run.status, 0);
  const [user, system] = run.stderr.trim().split(' ').map(Number);
  return `${Math.round(count / seconds)} cases/s by the clock, ${Math.round(count / (user + system))} by the processor`;
}

test('pure evaluations on one core', (t) => {
  for (const plan of ['permanent', 'temporary']) {
    const text = execFileSync(join(build, 'bench/evaluate_rate'), [planPath(plan), '2'], { encoding: 'utf8' });
    for (const line of text.trim().split('\n')) t.diagnostic(`evidence: rules, ${plan}: ${line}`);
  }
});

const cases = { permanent: permanent({ expenses: [expense] }), temporary: temporary({ expenses: [{ ...expense, receipted: 'yes' }] }) };

test('cases through JSON', (t) => {
  for (const [plan, one] of Object.entries(cases)) t.diagnostic(`evidence: sostegno evaluate, ${plan}: ${rateOf(plan, one, 100000)}`);
});

test('memory is flat from 1 to 10^6 cases', async (t) => {
  const peaks = {};
  for (const count of [1, 1000, 100000, 1000000]) peaks[count] = await peakOf('temporary', cases.temporary, count);
  t.diagnostic(`evidence: sostegno evaluate: peak memory in KiB by number of cases ${JSON.stringify(peaks)}`);
  assert.ok(peaks[1000000] < peaks[1000] + 1024, 'memory grows');
});
