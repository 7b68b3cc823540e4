// SPDX-License-Identifier: EUPL-1.2
// Seeded random cases, near the limits more often than far from them.
import { ACTS } from './evaluating.mjs';
import { date, day } from './oracle.mjs';

// mulberry32: small, seeded, good enough to choose with.
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
export const pick = (next, list) => list[Math.floor(next() * list.length)];
export const chance = (next, share) => next() < share;
const between = (next, low, high) => low + Math.floor(next() * (high - low + 1));

const FORMS = ['direct', 'rsa-stay', 'invoice', 'home-carer', 'annuity'];

export function randomExpenses(next, start, count, last = start + 200) {
  return Array.from({ length: count }, (_, i) => {
    const from = start + between(next, -20, 150);
    return {
      id: `e${i}`, form: pick(next, FORMS), from: date(from), ...(chance(next, 0.8) ? { to: date(from + pick(next, [0, 0, 1, 6, 29, 30, 31, 60, 100])) } : {}),
      amount: (between(next, 1, 150000) / 100).toFixed(2), ...(chance(next, 0.7) ? { received: date(Math.min(start + between(next, 0, 200), last)) } : {}),
      ...(chance(next, 0.9) ? { receipted: pick(next, ['yes', 'yes', 'yes', 'yes', 'no', 'unknown']) } : {}),
    };
  });
}

function answersOf(plan, next) {
  const grades = plan === 'permanent' ? ['grade-1', 'grade-2', 'grade-3', 'grade-3', 'grade-3', 'grade-3'] : ['able', 'unable', 'unable', 'unable', 'unable'];
  const answers = Object.fromEntries(ACTS[plan].map((act) => [act, pick(next, grades)]));
  if (chance(next, 0.05)) answers[pick(next, ACTS[plan])] = 'unknown';
  if (chance(next, 0.05)) delete answers[pick(next, ACTS[plan])];
  return answers;
}

export function randomCase(plan, next, id) {
  const onset = day('2025-06-01') + between(next, 0, 900);
  const contact = onset + between(next, 0, 20);
  const sent = contact + between(next, 0, 6);
  const received = sent + between(next, 0, 5);
  const complete = received + between(next, 0, 40);
  const asOf = complete + between(next, 0, 400);
  const claim = {};
  for (const [name, at] of Object.entries({ onset, firstContact: contact, sent, received, complete })) if (chance(next, 0.97)) claim[name] = date(at);
  if (chance(next, 0.3)) claim.lateRuling = pick(next, ['none', 'accepted', 'lost']);
  const life = {};
  if (chance(next, 0.25)) life.death = date(Math.max(onset, Math.min(asOf, received + pick(next, [10, 59, 60, 60, 60, 61, 100, 150]))));
  else if (chance(next, 0.85)) life.aliveThrough = date(Math.min(asOf, received + pick(next, [30, 59, 60, 61, 200, 400])));
  const one = {
    id, asOf: date(asOf), answers: answersOf(plan, next), claim, life,
    consolidated: plan === 'permanent' ? pick(next, ['yes', 'yes', 'yes', 'yes', 'yes', 'no', 'undetermined', 'not-judged']) : pick(next, ['no', 'no', 'no', 'no', 'no', 'yes', 'undetermined', 'not-judged']),
    constantNeed: pick(next, ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no', 'unknown']), holder: pick(next, ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no', 'unknown']),
    expenses: randomExpenses(next, complete, between(next, 0, 4), asOf),
  };
  if (chance(next, 0.2)) one.decision = pick(next, ['none', 'recognised', 'reviewable', 'not-recognised']);
  if (chance(next, 0.2)) one.paid = [{ month: between(next, 1, 4), amount: (between(next, 1, 70000) / 100).toFixed(2) }];
  if (chance(next, 0.15)) one.checks = [{ kind: pick(next, ['coverage', 'insurability', 'exclusion']), rule: 'X-17', hit: pick(next, ['yes', 'no', 'unknown']) }];
  const past = () => date(Math.max(onset, asOf - between(next, 0, 500)));
  if (chance(next, 0.2)) one.interruptions = Array.from({ length: between(next, 1, 3) }, () => ({ date: past() }));
  if (chance(next, 0.2)) {
    const from = Math.max(onset, asOf - between(next, 0, 120));
    one.payments = [{ id: 'p', from: date(from), to: date(Math.min(asOf, from + between(next, 0, 40))), amount: (between(next, 1, 60000) / 100).toFixed(2) }];
  }
  if (chance(next, 0.1)) one.complaints = [{ received: past() }];
  return one;
}

// The same case with checks of the state, some of them refused, and perhaps an end that a person told (S-11, S-22).
export function randomCourse(plan, next, one, endings = [null, null, 'withdrawn', 'state-ended', 'consolidated']) {
  const asOf = day(one.asOf), start = Math.min(asOf, day(one.claim.complete ?? one.asOf));
  const lived = one.life.death ? day(one.life.death) : asOf;
  const visits = Array.from({ length: between(next, 1, 3) }, () => {
    const ordered = between(next, Math.min(asOf, start + pick(next, [-10, 0, 30, 90])), asOf);
    const visit = { ordered: date(ordered) };
    if (chance(next, 0.8)) Object.assign(visit, { refused: date(between(next, ordered, asOf)), refusalConfirmed: pick(next, ['yes', 'yes', 'yes', 'no', 'unknown']) });
    if (ordered <= lived && chance(next, 0.25)) Object.assign(visit, { held: date(between(next, ordered, lived)), stateEnded: pick(next, ['yes', 'no', 'no', 'unknown']) });
    return visit;
  });
  const claim = { ...one.claim };
  const ending = pick(next, endings);
  if (ending === 'withdrawn') claim.withdrawn = date(between(next, Math.min(asOf, day(claim.received ?? claim.complete ?? one.asOf)), asOf));
  else if (ending && (ending !== 'consolidated' || plan === 'temporary')) Object.assign(claim, { ended: date(between(next, Math.min(start, asOf), asOf)), endedBy: ending });
  return { ...one, claim, visits, decision: pick(next, ['recognised', 'recognised', 'recognised', 'recognised', one.decision ?? 'none', 'reviewable']) };
}

// One enrolment, ages near the limits of the plans, and often nobody who said who the holder is, who a child, when the cover expires.
export function randomCover(next, at) {
  const years = (many) => { const [y, m, d] = date(at).split('-').map(Number); return Date.UTC(y - many, m - 1, d) / 86400000; };
  const near = () => pick(next, [() => years(pick(next, [18, 21, 21, 74, 75, 76])) + pick(next, [-366, -40, -31, -1, 0, 0, 1, 31, 40]), () => years(between(next, 25, 70)) + between(next, -200, 200), () => day(pick(next, ['1948-02-29', '1952-02-29', '2004-02-29', '2008-02-29']))])();
  const hired = at - pick(next, [between(next, 0, 70), between(next, 70, 2500)]);
  const cover = { events: [{ kind: 'enrolment', date: date(hired), communicated: date(Math.min(at, hired + between(next, 0, 40))) }] };
  if (chance(next, 0.85)) cover.birth = date(near());
  if (chance(next, 0.6)) cover.child = pick(next, ['yes', 'yes', 'no', 'no', 'unknown']);
  if (chance(next, 0.7)) cover.annualExpiry = pick(next, ['2025-12-31', '2020-06-30', '2024-02-29', date(at), date(at - 1)]);
  const holder = pick(next, ['yes', 'yes', 'no', 'no', 'unknown', undefined]);
  if (holder !== 'yes' && chance(next, 0.5)) cover.holderBirth = date(near());
  return { cover, ...(holder ? { holder } : {}) };
}
