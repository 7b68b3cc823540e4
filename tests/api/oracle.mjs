// SPDX-License-Identifier: EUPL-1.2
// The rules once more, in another language, written from the rule book and not from the C code:
// dates as day numbers, Easter by Knuth's algorithm E, money as whole cents.
const DAY = 86400000;
export const day = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
export const date = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const parts = (number) => { const d = new Date(number * DAY); return [d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate()]; };
const of = (y, m, d) => Date.UTC(y, m - 1, d) / DAY;
const monthDays = (y, m) => new Date(Date.UTC(y, m, 0)).getUTCDate();

// L-05: the same-numbered day, or the last of the month.
export function addMonths(number, months) {
  const [y, m, d] = parts(number);
  const at = y * 12 + m - 1 + months;
  const year = Math.floor(at / 12), month = (at % 12) + 1;
  return of(year, month, Math.min(d, monthDays(year, month)));
}

// Knuth, The Art of Computer Programming I, 1.3.2, exercise 14.
export function easter(year) {
  const golden = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const leaps = Math.floor((3 * century) / 4) - 12;
  const moon = Math.floor((8 * century + 5) / 25) - 5;
  const sunday = Math.floor((5 * year) / 4) - leaps - 10;
  let epact = (((11 * golden + 20 + moon - leaps) % 30) + 30) % 30;
  if ((epact === 25 && golden > 11) || epact === 24) epact++;
  let full = 44 - epact;
  if (full < 21) full += 30;
  full += 7 - ((sunday + full) % 7);
  return full > 31 ? of(year, 4, full - 31) : of(year, 3, full);
}

const FIXED = ['01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '11-01', '12-08', '12-25', '12-26'];
// L-01, L-02, L-03
export function isHoliday(number) {
  const [year] = parts(number);
  const text = date(number).slice(5);
  return new Date(number * DAY).getUTCDay() === 0 || FIXED.includes(text) || number === easter(year) + 1 || (text === '10-04' && year >= 2026);
}

// S-01, S-02
export function actTerm(start, days) {
  let last = start + days;
  while (isHoliday(last)) last++;
  return last;
}

const PLANS = {
  permanent: { acts: ['washing', 'dressing', 'toilet', 'moving', 'continence', 'feeding'], ceiling: 60000, months: 36, forms: ['direct', 'rsa-stay'], filing: 0, window: 60 },
  temporary: { acts: ['hygiene', 'feeding', 'moving', 'dressing'], ceiling: 50000, months: 6, forms: ['direct', 'invoice', 'home-carer', 'rsa-stay'], filing: 14, window: 0 },
};
const POINTS = { 'grade-1': 0, 'grade-2': 5, 'grade-3': 10 };

// 'holds' | 'open' | 'fails' of the score
export function score(plan, answers = {}) {
  const values = PLANS[plan].acts.map((act) => answers[act]);
  const complete = values.every((value) => value !== undefined && value !== 'unknown');
  const sum = plan === 'permanent' ? values.reduce((total, value) => total + (POINTS[value] ?? 0), 0) : 0;
  const unable = values.filter((value) => value === 'unable' || value === 'grade-2' || value === 'grade-3').length;
  const wins = plan === 'permanent' ? sum >= 40 : unable >= 3;
  return { sum, unable, limb: !complete ? 'open' : wins ? 'holds' : 'fails' };
}

const RANK = ['holds', 'review', 'open', 'fails'];
const worst = (...limbs) => RANK[Math.max(...limbs.map((limb) => RANK.indexOf(limb)))];
const cents = (text) => { const [euro, rest = ''] = text.split('.'); return Number(euro) * 100 + Number(rest.padEnd(2, '0')); };
const money = (value) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;

function consolidation(plan, judged = 'not-judged') {
  if (judged === 'not-judged') return 'open';
  if (judged === 'undetermined') return 'review';
  return (judged === 'yes') === (plan === 'permanent') ? 'holds' : 'fails';
}

function survival(claim, life, asOf) {
  if (!claim.received) return 'no-date';
  const last = day(claim.received) + 60;
  if (life.death && day(life.death) < last) return 'died';
  if (life.death && day(life.death) === last) return 'died-on-last';
  if (asOf <= last) return 'running';
  return life.death || (life.aliveThrough && day(life.aliveThrough) >= last) ? 'passed' : 'unconfirmed';
}

const COVER = { permanent: { cutoff: 15, child: 21 }, temporary: { cutoff: 20, least: 18, exit: 75 } };
// S-12: the day of the birthday counts, 1 March for 29 February in common years.
const birthday = (birth, years) => { const [y, m, d] = parts(birth); return d > monthDays(y + years, m) ? of(y + years, 3, 1) : of(y + years, m, d); };
// The first day of that month and day on or after `from`.
const yearly = (text, from) => {
  const [month, dayOfMonth] = text.split('-').map(Number);
  const [year] = parts(from);
  const at = (y) => of(y, month, Math.min(dayOfMonth, monthDays(y, month)));
  return at(year) >= from ? at(year) : at(year + 1);
};

// B-02, S-13, S-14 for one person of whom everything is known, enrolled from `start`.
function insured(plan, { birth, holder, holderBirth, child, expiry }, start, at) {
  const { least, exit, child: until } = COVER[plan];
  if (at < start || (exit && birthday(birth, exit) <= start) || (least && at < birthday(birth, least))) return 'no';
  if (until && child === 'yes') {
    const [y, m] = parts(birthday(birth, until));
    if (at > of(y, m, monthDays(y, m))) return 'no';
  }
  const ends = exit ? (holder === 'yes' ? [birth] : [birth, holderBirth]) : [];
  return ends.some((one) => at > yearly(expiry, birthday(one, exit))) ? 'no' : 'yes';
}

// Covered on the onset by the one enrolment of the case? What nobody said is tried in every way that makes a difference: where all of them come to one
// answer, that is the answer, else it is not known.
export function covered(plan, { holder = 'unknown', cover, claim }) {
  const at = day(claim.onset), { date: hired, communicated } = cover.events[0];
  const [, , told] = parts(day(communicated));
  const month = (text) => day(`${text.slice(0, 7)}-01`);
  // S-18: the month of the communication, the next one after the cut-off day; never before that of the event.
  const start = addMonths(Math.max(month(hired), addMonths(month(communicated), told > COVER[plan].cutoff ? 1 : 0)), 1);
  const ways = (known, ...all) => (known === undefined || known === 'unknown' ? all : [known]);
  const born = (text) => (text === undefined ? undefined : day(text));
  const answers = new Set();
  // Of whom a holder's birth is told, or who is a child, is not the holder.
  for (const holds of ways(holder === 'unknown' && (cover.holderBirth || cover.child === 'yes') ? 'no' : holder, 'yes', 'no')) {
    for (const child of ways(cover.child, ...(holds === 'yes' ? ['no'] : ['yes', 'no']))) {
      for (const birth of ways(born(cover.birth), of(1900, 1, 1), at - 40 * 365, day(hired))) {
        for (const holderBirth of ways(born(cover.holderBirth), of(1900, 1, 1), at - 40 * 365)) {
          const limits = [birth, holderBirth].map((one) => birthday(one, COVER[plan].exit ?? 0)).flatMap((limit) => [limit - 1, limit]);
          for (const expiry of ways(cover.annualExpiry?.slice(5), ...[at - 1, at, ...limits].map((one) => date(one).slice(5)), '02-29')) answers.add(insured(plan, { birth, holder: holds, holderBirth, child, expiry }, start, at));
        }
      }
    }
  }
  return answers.size === 1 ? [...answers][0] : 'unknown';
}

export function judge(plan, one) {
  const rules = PLANS[plan];
  const { claim = {}, life = {}, checks = [] } = one;
  const asOf = day(one.asOf);
  const { sum, unable, limb } = score(plan, one.answers);
  const need = plan === 'permanent' ? 'holds' : { yes: 'holds', no: 'fails' }[one.constantNeed] ?? 'open';
  const merit = worst(limb, consolidation(plan, one.consolidated), need);
  const hits = checks.filter(({ hit }) => hit === 'yes').map(({ kind }) => kind);
  let open = checks.some(({ hit }) => hit === 'unknown');
  if (one.cover) {
    const found = covered(plan, one);
    if (found === 'no') hits.push('coverage');
    open ||= found === 'unknown';
  }
  if (plan === 'permanent') {
    if (one.holder === 'no') hits.push('coverage');
    else if (one.holder !== 'yes') open = true;
  }
  let filing = 'holds', timeliness = 'no-term', term = null;
  if (rules.filing) {
    timeliness = 'unknown';
    if (claim.onset) term = actTerm(day(claim.onset), rules.filing);
    const steps = [claim.firstContact, claim.sent].filter(Boolean).sort();
    const tested = steps[0] ?? claim.received;
    if (!claim.onset || !tested) filing = 'open';
    else if (day(tested) <= term) timeliness = 'in-time';
    else { timeliness = 'late'; filing = { accepted: 'holds', lost: 'fails' }[claim.lateRuling] ?? 'review'; }
  }
  const alive = rules.window ? survival(claim, life, asOf) : 'passed';
  const dossier = claim.complete ? 'holds' : 'open';
  const outcome = hits.includes('coverage') ? 'not-covered'
    : hits.includes('insurability') ? 'not-insurable'
      : hits.includes('exclusion') ? 'excluded'
        : merit === 'fails' || filing === 'fails' || alive === 'died' ? 'not-recognised'
          : merit === 'open' || open || filing === 'open' || dossier === 'open' || alive === 'no-date' ? 'incomplete'
            : alive === 'died-on-last' ? 'held'
              : filing === 'review' ? 'late-for-a-person'
                : merit === 'review' ? 'reviewable' : 'recognised';
  return { sum, unable, score: { holds: 'reached', open: 'incomplete', fails: 'not-reached' }[limb], outcome, timeliness, term: term === null ? null : date(term),
    stopsFrom: text(course(plan, one).stop), suspendedFrom: text(course(plan, one).suspended), limitation: limitation(one), clawBack: clawBack(one), complaints: (one.complaints ?? []).map(({ received }) => date(actTerm(day(received), 45))),
    ...pay(plan, one, outcome, alive, filing === 'fails') };
}

const text = (number) => (number === null ? null : date(number));
const first = (days) => (days.length > 0 ? Math.min(...days) : null);

// A-37, S-11: where payment stops for good, and from where it stands still because a check was refused. Nothing stands still once the
// benefit is over, and a check that shows that the state had ended takes the days that stood still, whichever check was refused.
export function course(plan, { asOf, claim = {}, life = {}, visits = [] }) {
  const refusals = visits.filter(({ refused, refusalConfirmed }) => refused && refusalConfirmed === 'yes');
  const still = refusals.filter(({ held }) => !held).map(({ ordered }) => day(ordered));
  const shown = visits.filter(({ stateEnded }) => stateEnded === 'yes');
  const stops = [claim.withdrawn, claim.ended].filter(Boolean).map(day);
  for (const visit of shown) stops.push(day(refusals.includes(visit) ? visit.ordered : visit.held));
  if (shown.length > 0) stops.push(...still);
  const over = stops.length > 0 || life.death !== undefined || (claim.complete !== undefined && day(asOf) >= addMonths(day(claim.complete), PLANS[plan].months));
  return { stop: first(stops), suspended: over ? null : first(still) };
}

// L-09: two years from the onset, or from the last written claim or other interruption that still came in time.
function limitation({ claim = {}, interruptions = [] }) {
  if (!claim.onset) return null;
  const expires = (from) => { let last = addMonths(from, 24); while (isHoliday(last)) last++; return last; };
  let from = day(claim.onset);
  for (const at of [claim.received, ...interruptions.map(({ date: text }) => text)].filter(Boolean).map(day).sort((a, b) => a - b)) if (at > from && at <= expires(from)) from = at;
  return date(expires(from));
}

// S-27: of a payment, the days after death, their share rounded up to the cent.
function clawBack({ life = {}, payments = [] }) {
  if (!life.death) return [];
  return payments.flatMap(({ id, from, to = from, amount }) => {
    const days = day(to) - day(from) + 1, after = Math.min(days, day(to) - day(life.death));
    if (after <= 0) return [];
    return [{ id, from: date(day(to) - after + 1), to, amount: money(cents(amount) - Math.floor((cents(amount) * (days - after)) / days)) }].filter((one) => one.amount !== '0.00');
  });
}

// Expenses and months of a case whose proposal is `outcome`.
function pay(plan, one, outcome, alive, lost) {
  const rules = PLANS[plan];
  const asOf = day(one.asOf);
  const basis = one.decision && one.decision !== 'none' ? one.decision
    : one.claim?.withdrawn ? 'not-recognised' : { recognised: 'recognised', reviewable: 'reviewable', incomplete: null, held: null, 'late-for-a-person': null }[outcome] === undefined ? 'not-recognised'
      : { recognised: 'recognised', reviewable: 'reviewable' }[outcome] ?? null;
  const start = one.claim?.complete ? day(one.claim.complete) : null;
  const months = start !== null && ['recognised', 'reviewable'].includes(basis)
    ? Array.from({ length: rules.months }, (_, k) => ({ from: addMonths(start, k), to: addMonths(start, k + 1) - 1, left: rules.ceiling, due: 0, member: 0 })) : [];
  for (const { month, amount } of one.paid ?? []) if (months[month - 1]) months[month - 1].left = Math.max(0, rules.ceiling - cents(amount));
  const list = (one.expenses ?? []).map((expense, at) => ({ ...expense, at }));
  const rank = (expense) => (expense.form === 'direct' ? 0 : 1);
  list.sort((a, b) => rank(a) - rank(b) || (rank(a) === 0 ? 0 : (a.received ?? '9999').localeCompare(b.received ?? '9999')) || a.at - b.at);
  const answers = [];
  for (const expense of list) answers[expense.at] = serve(plan, one, { basis, start, months, alive, asOf, lost }, expense);
  return { expenses: answers, months: months.map(({ from, to, left, due, member }) => ({ from: date(from), to: date(to), left: money(left), due: money(due), member: money(member) })) };
}

function serve(plan, one, { basis, start, months, alive, asOf, lost }, expense) {
  const rules = PLANS[plan];
  const total = cents(expense.amount);
  const held = { outcome: 'held', due: '0.00' }, refused = { outcome: 'refused', due: '0.00' };
  if (basis === null) return held;
  if (!['recognised', 'reviewable'].includes(basis) || !rules.forms.includes(expense.form)) return refused;
  if (basis === 'reviewable') return one.claim?.withdrawn ? refused : held;
  if (lost) return refused;
  if (start === null) return held;
  if (plan === 'temporary' && expense.form !== 'direct' && expense.receipted !== 'yes') return held;
  if (alive === 'died') return refused;
  if (alive !== 'passed') return held;
  const from = day(expense.from), to = day(expense.to ?? expense.from);
  const { stop, suspended } = course(plan, one);
  if (asOf < to || (suspended !== null && to >= suspended)) return held;
  const over = first([stop, one.life?.death && day(one.life.death) + 1].filter(Boolean));
  // Day by day: which month, and whether the right still stood.
  const pieces = [];
  for (let at = from; at <= to; at++) {
    const month = months.findIndex((one_) => at >= one_.from && at <= one_.to);
    const place = month >= 0 ? month : at < start ? 'before' : 'after';
    const piece = pieces.at(-1);
    if (piece?.place === place) piece.days++;
    else pieces.push({ place, days: 1, from: at });
  }
  const all = to - from + 1;
  let rest = total, due = 0;
  pieces.forEach((piece, i) => {
    let part = i === pieces.length - 1 ? rest : Math.floor((total * piece.days) / all);
    rest -= part;
    if (typeof piece.place !== 'number') return;
    const month = months[piece.place];
    if (over !== null) {
      const stood = Math.min(piece.days, Math.max(0, over - piece.from));
      const share = stood === piece.days ? part : Math.floor((part * stood) / piece.days);
      month.member += part - share;
      part = share;
    }
    const paid = Math.min(part, month.left);
    month.left -= paid;
    month.due += paid;
    month.member += part - paid;
    due += paid;
  });
  return { outcome: due > 0 ? 'payable' : 'refused', due: money(due) };
}
