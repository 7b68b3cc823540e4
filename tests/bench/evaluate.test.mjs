// SPDX-License-Identifier: EUPL-1.2
// Speed and memory of the rules: pure evaluations on one core, cases through JSON, 1 to 10^6 cases in flat memory.
// Nothing here fails for being slow; the lines "evidence: …" go to docs/evidence.md.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { once } from 'node:events';
import { test } from 'node:test';
import { permanent, planPath, source, temporary } from '../api/evaluating.mjs';

const build = process.env.HOUSE_BUILD ?? join(source, '.build', 'release');
const expense = { id: 'e', form: 'direct', from: '2026-03-15', to: '2026-04-14', amount: '1000.00' };

// Feeds `count` copies of a case; what the program used at most, and how long it took.
async function feed(plan, one, count) {
  const started = process.hrtime.bigint();
  const child = spawn('/usr/bin/env', ['bash', '-c', 'exec "$0" "$@"', join(build, 'sostegno'), 'evaluate', '--plan', planPath(plan)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let lines = 0, peak = 0;
  child.stdout.on('data', (chunk) => { for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++; });
  const watch = setInterval(() => {
    try { peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(execFileSync('cat', [`/proc/${child.pid}/status`], { encoding: 'utf8' }))?.[1] ?? 0)); } catch { peak += 0; }
  }, 20);
  const block = `${JSON.stringify(one)}\n`.repeat(1000);
  const ended = once(child, 'close');
  for (let sent = 0; sent < count; sent += 1000) {
    const text = count - sent >= 1000 ? block : `${JSON.stringify(one)}\n`.repeat(count - sent);
    if (!child.stdin.write(text)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const [code] = await ended;
  clearInterval(watch);
  assert.equal(code, 0);
  assert.equal(lines, count);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, peak };
}

test('pure evaluations on one core', (t) => {
  for (const plan of ['permanent', 'temporary']) {
    const text = execFileSync(join(build, 'bench/evaluate_rate'), [planPath(plan), '2'], { encoding: 'utf8' });
    for (const line of text.trim().split('\n')) t.diagnostic(`evidence: rules, ${plan}: ${line}`);
  }
});

test('cases through JSON, memory flat from 1 to 10^6', async (t) => {
  for (const [plan, one] of [['permanent', permanent({ expenses: [expense] })], ['temporary', temporary({ expenses: [{ ...expense, receipted: 'yes' }] })]]) {
    const peaks = [];
    for (const count of [1, 1000, 100000, plan === 'temporary' ? 1000000 : 200000]) {
      const { seconds, peak } = await feed(plan, one, count);
      if (count >= 100000) {
        peaks.push(peak);
        t.diagnostic(`evidence: sostegno evaluate, ${plan}: ${count} cases in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} cases/s, peak memory ${Math.round(peak / 1024)} MiB`);
      }
    }
    assert.ok(peaks[1] < peaks[0] + 2048, `memory grows: ${peaks}`);
  }
});
