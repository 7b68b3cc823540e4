// SPDX-License-Identifier: EUPL-1.2
// Speed and memory of the rules: pure evaluations on one core, cases through JSON, 1 to 10^6 cases in flat memory.
// Nothing fails for a slow machine: limits are ratios to a peer in the same run. The lines "evidence: …" go to docs/evidence.md.
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
  child.stdout.on('data', (chunk) => { for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++; look(); });
  function look() {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }
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

// Seconds of processor time for the cases of a file, and what jansson alone takes to read and write the same lines and those of the result.
function costOf(plan, one, count) {
  const place = mkdtempSync(join(tmpdir(), 'rate-'));
  const [cases, results] = [join(place, 'cases.jsonl'), join(place, 'results.jsonl')];
  writeFileSync(cases, `${JSON.stringify(one)}\n`.repeat(count));
  const timed = (out) => {
    const [input, output] = [openSync(cases, 'r'), openSync(out, 'w')];
    const run = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', join(build, 'sostegno'), ...words(plan)], { stdio: [input, output, 'pipe'], encoding: 'utf8' });
    closeSync(input);
    closeSync(output);
    assert.equal(run.status, 0);
    return run.stderr.trim().split(' ').map(Number).reduce((a, b) => a + b);
  };
  timed(results);
  spawnSync('sync'); // what earlier benches wrote would go to the disk meanwhile, on the core beside
  const best = (take) => Math.min(...Array.from({ length: 5 }, take));
  const peer = [cases, results].map((path) => best(() => Number(execFileSync(join(build, 'bench/json_rate'), [path], { encoding: 'utf8' }).split(' ')[0])));
  const seconds = best(() => timed('/dev/null'));
  rmSync(place, { recursive: true });
  return { rate: Math.round(count / seconds), share: seconds / (peer[0] + peer[1]) };
}

test('pure evaluations on one core', (t) => {
  for (const plan of ['permanent', 'temporary']) {
    const text = execFileSync(join(build, 'bench/evaluate_rate'), [planPath(plan), '2'], { encoding: 'utf8' });
    for (const line of text.trim().split('\n')) t.diagnostic(`evidence: rules, ${plan}: ${line}`);
  }
});

const cases = { permanent: permanent({ expenses: [expense] }), temporary: temporary({ expenses: [{ ...expense, receipted: 'yes' }] }) };

// Reading strictly, judging and writing costs less than half of what a plain JSON library needs to read and write the same two lines.
test('cases through JSON, against jansson reading and writing the same lines', (t) => {
  for (const [plan, one] of Object.entries(cases)) {
    const { rate, share } = costOf(plan, one, 40000);
    t.diagnostic(`evidence: sostegno evaluate, ${plan}: ${rate} cases/s on one core, ${share.toFixed(2)} of the time of jansson for the same lines`);
    assert.ok(share < 0.4, `${plan}: ${share}`);
  }
});

test('a portfolio: 10^5 and 10^6 sheets scored again, and the entitlement of one month', (t) => {
  for (const plan of ['permanent', 'temporary']) {
    const [small, large] = [100000, 1000000].map((count) => JSON.parse(execFileSync(join(build, 'bench/portfolio_rate'), [planPath(plan), String(count)], { encoding: 'utf8' })));
    for (const { count, scoring, entitlement, peakKiB } of [small, large]) {
      t.diagnostic(`evidence: rules, ${plan}: ${count} stored sheets scored again in ${scoring} s, the month of ${count} open claims in ${entitlement} s, peak memory ${peakKiB} KiB`);
    }
    assert.ok(large.entitlement < 20 * small.entitlement + 0.05 && large.scoring < 20 * small.scoring + 0.05, 'the time grows faster than the number');
  }
});

test('memory is flat from 1 to 10^6 cases', async (t) => {
  const peaks = {};
  for (const count of [1, 1000, 100000, 1000000]) peaks[count] = await peakOf('temporary', cases.temporary, count);
  t.diagnostic(`evidence: sostegno evaluate: peak memory in KiB by number of cases ${JSON.stringify(peaks)}`);
  assert.ok(peaks[1000000] < peaks[1000] + 1024, 'memory grows');
});
