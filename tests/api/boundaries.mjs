// SPDX-License-Identifier: EUPL-1.2
// Cases on both sides of each boundary of the rule book, as a stranger would write them: one base case per plan, what differs, and what has to come out.
import assert from 'node:assert/strict';
import { evaluate, validInput } from './evaluating.mjs';

const plain = (x) => x !== null && typeof x === 'object' && !Array.isArray(x);
const merge = (base, change) => {
  const made = { ...base };
  for (const [key, value] of Object.entries(change ?? {})) {
    if (value === undefined) delete made[key];
    else made[key] = plain(value) && plain(made[key]) ? merge(made[key], value) : value;
  }
  return made;
};

const BASES = {
  temporary: {
    asOf: '2026-12-01', answers: { hygiene: 'unable', feeding: 'unable', moving: 'unable', dressing: 'able' }, consolidated: 'no', constantNeed: 'yes', holder: 'yes',
    claim: { onset: '2026-03-02', firstContact: '2026-03-10', received: '2026-03-12', complete: '2026-04-01' },
  },
  permanent: {
    asOf: '2027-01-01', answers: { washing: 'grade-3', dressing: 'grade-3', toilet: 'grade-3', moving: 'grade-3', continence: 'grade-1', feeding: 'grade-1' }, consolidated: 'yes', holder: 'yes',
    claim: { onset: '2026-01-02', received: '2026-01-10', complete: '2026-01-31' }, life: { aliveThrough: '2026-12-01' },
  },
};

export const recognised = { outcome: 'recognised' };

// A table that is filled with a(name, change, wanted) under plan A and b(…) under plan B.
export function boundaries() {
  const cases = [];
  const add = (plan) => (name, change, wanted) => cases.push({ plan, wanted, input: { id: name, ...merge(BASES[plan], change) } });
  return { cases, a: add('temporary'), b: add('permanent') };
}

const at = (result, path) => path.split('.').reduce((x, key) => x?.[key], result);
const fits = (one, wanted) => Object.entries(wanted).every(([key, value]) => one?.[key] === value);

// What a path is to be: a value; with "has:" and "lacks:" a member of a list; with "the:" the member that fits the first object fits the second too.
function check(result, path, wanted) {
  const [, word, rest] = /^(?:(\w+):)?(.*)$/.exec(path);
  const found = at(result, rest);
  const said = `${path}: ${JSON.stringify(found)}`;
  if (word === 'has') assert.ok(found.some((one) => fits(one, wanted)), said);
  else if (word === 'lacks') assert.ok(!found.some((one) => fits(one, wanted)), said);
  else if (word === 'the') assert.ok(fits(found.find((one) => fits(one, wanted[0])), wanted[1]), said);
  else assert.deepEqual(found, wanted, said);
}

// One run of the program for each plan; every case and every result is held against the schemas of the page.
export function judge(cases) {
  assert.equal(new Set(cases.map(({ input }) => input.id)).size, cases.length, 'every case has a name of its own');
  for (const plan of Object.keys(BASES)) {
    const mine = cases.filter((one) => one.plan === plan);
    const results = evaluate(plan, mine.map(({ input }) => input));
    mine.forEach(({ input, wanted }, i) => {
      assert.ok(validInput(JSON.parse(JSON.stringify(input))), `${input.id}: the schema of the page takes it`);
      assert.equal(results[i].error, undefined, `${input.id}: ${JSON.stringify(results[i].error)}`);
      for (const [path, value] of Object.entries(wanted)) {
        try {
          check(results[i], path, value);
        } catch (error) {
          error.message = `${plan}, ${input.id}: ${error.message}`;
          throw error;
        }
      }
    });
  }
}
