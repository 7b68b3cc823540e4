// SPDX-License-Identifier: EUPL-1.2
// Both sides of each boundary of a claim: merits, filing, survival, months, money, checks, death, exchange.
import { test } from 'node:test';
import { boundaries, judge, recognised } from './boundaries.mjs';

const { cases, a, b } = boundaries();

// ---- scoring / merits
a('A-12 3 of 4', {}, { ...recognised, merit: 'recognised', timeliness: 'in-time', 'score.unable': 3 });
a('A-12 2 of 4', { answers: { moving: 'able' } }, { outcome: 'not-recognised', merit: 'not-recognised' });
a('A-12 4 of 4', { answers: { dressing: 'unable' } }, { ...recognised, 'score.unable': 4 });
a('A-14 4 of 4 consolidated', { answers: { dressing: 'unable' }, consolidated: 'yes' }, { outcome: 'not-recognised' });
a('A-12 no constant need', { constantNeed: 'no' }, { outcome: 'not-recognised' });
a('A-12 constant need unknown', { constantNeed: 'unknown' }, { outcome: 'incomplete' });
a('A-12 constant need missing', { constantNeed: undefined }, { outcome: 'incomplete' });
a('A-21 undetermined', { consolidated: 'undetermined' }, { outcome: 'reviewable' });
a('A-21 undetermined but 2 of 4', { consolidated: 'undetermined', answers: { moving: 'able' } }, { outcome: 'not-recognised' });
a('A-12 not judged consolidated', { consolidated: 'not-judged' }, { outcome: 'incomplete' });
a('A-12 consolidated missing', { consolidated: undefined }, { outcome: 'incomplete' });
a('A-12 one answer missing, 3 unable', { answers: { dressing: undefined } }, { outcome: 'incomplete', 'score.missing': 1 });
a('A-12 one answer unknown', { answers: { dressing: 'unknown' } }, { outcome: 'incomplete', 'score.dontKnow': 1 });
a('A-12 missing answer and consolidated yes', { answers: { dressing: undefined }, consolidated: 'yes' }, { merit: 'not-recognised' });
b('B-25 40', {}, { ...recognised, 'score.sum': 40, 'score.tests.0.distance': 0 });
b('B-25 35', { answers: { washing: 'grade-2' } }, { outcome: 'not-recognised', 'score.sum': 35, 'score.tests.0.distance': -5 });
b('B-25 10+5x5', { answers: { washing: 'grade-3', dressing: 'grade-2', toilet: 'grade-2', moving: 'grade-2', continence: 'grade-2', feeding: 'grade-2' } }, { outcome: 'not-recognised', 'score.sum': 35 });
b('B-25 10x2+5x4', { answers: { washing: 'grade-3', dressing: 'grade-3', toilet: 'grade-2', moving: 'grade-2', continence: 'grade-2', feeding: 'grade-2' } }, { ...recognised, 'score.sum': 40 });
b('B-25 10x3+5x2', { answers: { moving: 'grade-2', continence: 'grade-2' } }, { ...recognised, 'score.sum': 40 });
b('B-25 missing never zero', { answers: { feeding: undefined } }, { outcome: 'incomplete', 'score.sum': 40, 'score.sumPossible': 50 });
b('B-25 unknown never zero', { answers: { washing: 'unknown' } }, { outcome: 'incomplete', 'score.sum': 30, 'score.sumPossible': 40 });
b('B-24 not consolidated', { consolidated: 'no' }, { outcome: 'not-recognised' });
b('B-24 undetermined', { consolidated: 'undetermined' }, { outcome: 'reviewable', payment: 'none' });
b('B-24 missing', { consolidated: undefined }, { outcome: 'incomplete' });
b('B-26 holder no', { holder: 'no' }, { outcome: 'not-covered' });
b('B-26 holder unknown', { holder: 'unknown' }, { outcome: 'incomplete' });
b('B-26 holder missing', { holder: undefined }, { outcome: 'incomplete' });
// ---- A-16 filing
const F = (n, claim, expect, more) => a('A-16 ' + n, { ...more, claim }, expect);
F('day 14', { firstContact: '2026-03-16', received: '2026-03-17' }, { timeliness: 'in-time', ...recognised });
F('day 15', { firstContact: '2026-03-17', received: '2026-03-17' }, { timeliness: 'late', outcome: 'late-for-a-person' });
F('Sunday extends', { onset: '2026-03-01', firstContact: '2026-03-16', received: '2026-03-17' }, { timeliness: 'in-time' });
F('Sunday extends one day only', { onset: '2026-03-01', firstContact: '2026-03-17', received: '2026-03-17' }, { timeliness: 'late' });
F('Saturday does not extend', { onset: '2026-02-28', firstContact: '2026-03-16', received: '2026-03-17' }, { timeliness: 'late' });
F('Saturday is the last day', { onset: '2026-02-28', firstContact: '2026-03-14', received: '2026-03-17' }, { timeliness: 'in-time' });
F('Easter Monday', { onset: '2026-03-23', firstContact: '2026-04-07', received: '2026-04-08', complete: '2026-04-10' }, { timeliness: 'in-time' });
F('after Easter Monday', { onset: '2026-03-23', firstContact: '2026-04-08', received: '2026-04-08', complete: '2026-04-10' }, { timeliness: 'late' });
F('Easter Sunday and Monday', { onset: '2026-03-22', firstContact: '2026-04-07', received: '2026-04-08', complete: '2026-04-10' }, { timeliness: 'in-time' });
F('Christmas to Saturday 27', { onset: '2025-12-11', firstContact: '2025-12-27', received: '2025-12-29', complete: '2026-01-10' }, { timeliness: 'in-time' });
F('Monday after Saturday 27', { onset: '2025-12-11', firstContact: '2025-12-29', received: '2025-12-29', complete: '2026-01-10' }, { timeliness: 'late' });
F('4 October 2027 is a holiday', { onset: '2027-09-20', firstContact: '2027-10-05', received: '2027-10-05', complete: '2027-10-05' }, { timeliness: 'in-time' }, { asOf: '2028-01-01' });
F('4 October 2025 is none', { onset: '2025-09-20', firstContact: '2025-10-06', received: '2025-10-06', complete: '2025-10-06' }, { timeliness: 'late' });
F('4 October 2027 the 6th is late', { onset: '2027-09-20', firstContact: '2027-10-06', received: '2027-10-06', complete: '2027-10-06' }, { timeliness: 'late' }, { asOf: '2028-01-01' });
F('25 April 2025 Friday', { onset: '2025-04-11', firstContact: '2025-04-26', received: '2025-04-26', complete: '2025-05-06' }, { timeliness: 'in-time' });
F('15 August 2025 Friday', { onset: '2025-08-01', firstContact: '2025-08-16', received: '2025-08-18', complete: '2025-08-18' }, { timeliness: 'in-time' });
F('1 May 2026 Friday', { onset: '2026-04-17', firstContact: '2026-05-02', received: '2026-05-02', complete: '2026-05-02' }, { timeliness: 'in-time' });
F('2 June 2026 Tuesday', { onset: '2026-05-19', firstContact: '2026-06-03', received: '2026-06-03', complete: '2026-06-03' }, { timeliness: 'in-time' });
F('8 December 2026 Tuesday', { onset: '2026-11-24', firstContact: '2026-12-09', received: '2026-12-09', complete: '2026-12-09' }, { timeliness: 'in-time' }, { asOf: '2027-01-01' });
F('6 January 2026 Tuesday', { onset: '2025-12-23', firstContact: '2026-01-07', received: '2026-01-07', complete: '2026-01-07' }, { timeliness: 'in-time' });
F('29 June is none', { onset: '2026-06-15', firstContact: '2026-06-30', received: '2026-06-30', complete: '2026-06-30' }, { timeliness: 'late' });
F('4 November is none', { onset: '2026-10-21', firstContact: '2026-11-05', received: '2026-11-05', complete: '2026-11-05' }, { timeliness: 'late' });
F('sent counts', { firstContact: undefined, sent: '2026-03-16', received: '2026-03-20' }, { timeliness: 'in-time' });
F('sent late', { firstContact: undefined, sent: '2026-03-17', received: '2026-03-20' }, { timeliness: 'late' });
F('only received', { firstContact: undefined, received: '2026-03-16' }, { timeliness: 'in-time' });
F('only received late', { firstContact: undefined, received: '2026-03-17' }, { timeliness: 'late' });
F('call in time, dossier late', { firstContact: '2026-03-16', sent: '2026-03-17', received: '2026-03-20' }, { timeliness: 'in-time', ...recognised, 'has:reasons': { key: 'dossier-sent-after-term' } });
F('late accepted', { firstContact: '2026-03-17', received: '2026-03-17', lateRuling: 'accepted' }, { timeliness: 'late', ...recognised });
F('late lost', { firstContact: '2026-03-17', received: '2026-03-17', lateRuling: 'lost' }, { outcome: 'not-recognised' });
F('late reduced', { firstContact: '2026-03-17', received: '2026-03-17', lateRuling: 'reduced', prejudice: '120.00' }, { ...recognised, 'expenses.0.due': '80.00', 'expenses.0.member': '120.00' }, { expenses: [{ id: 'e', form: 'invoice', from: '2026-04-10', amount: '200.00', receipted: 'yes' }] });
F('late and not recognised', { firstContact: '2026-03-17', received: '2026-03-17' }, { outcome: 'not-recognised' }, { answers: { moving: 'able' } });
F('onset unknown', { onset: undefined }, { timeliness: 'unknown', outcome: 'incomplete' });
F('nothing filed', { firstContact: undefined, received: undefined, complete: undefined }, { timeliness: 'unknown', outcome: 'incomplete', state: 'notice' });
b('A-16 not under B', { claim: { received: '2026-06-10', complete: '2026-06-20' } }, { timeliness: 'no-term', ...recognised });
// ---- B-23
const S = (n, over, expect) => b('B-23 ' + n, over, expect);
S('day 60 is 11 March', {}, { 'the:deadlines': [{ kind: 'state-window' }, { last: '2026-03-11', nominal: '2026-03-11', start: '2026-01-10' }] });
S('dead on day 59', { life: { aliveThrough: undefined, death: '2026-03-10' } }, { outcome: 'not-recognised' });
S('dead on day 60', { life: { aliveThrough: undefined, death: '2026-03-11' } }, { outcome: 'held' });
S('dead on day 61', { life: { aliveThrough: undefined, death: '2026-03-12' } }, { ...recognised, payment: 'open' });
S('alive through day 60', { life: { aliveThrough: '2026-03-11' } }, { ...recognised, payment: 'open' });
S('alive through day 59', { life: { aliveThrough: '2026-03-10' } }, { ...recognised, payment: 'held', 'has:tasks': { task: 'confirm-alive' } });
S('nothing known of life', { life: undefined }, { ...recognised, payment: 'held', 'has:tasks': { task: 'confirm-alive' } });
S('on day 60 itself', { asOf: '2026-03-11', life: undefined }, { payment: 'held' });
S('Sunday not extended', { claim: { received: '2026-01-14' }, life: { aliveThrough: '2026-03-15' } }, { payment: 'open', 'the:deadlines': [{ kind: 'state-window' }, { last: '2026-03-15' }] });
S('day 60 ruled payable', { life: { aliveThrough: undefined, death: '2026-03-11' }, claim: { lastDayRuling: 'payable' } }, recognised);
S('day 60 ruled not payable', { life: { aliveThrough: undefined, death: '2026-03-11' }, claim: { lastDayRuling: 'not-payable' } }, { outcome: 'not-recognised' });
S('sent does not count', { claim: { sent: '2026-01-05' } }, { 'the:deadlines': [{ kind: 'state-window' }, { start: '2026-01-10' }] });
S('no payment before day 61', { asOf: '2026-03-11', life: undefined, expenses: [{ id: 'e', form: 'rsa-stay', from: '2026-02-10', amount: '100.00' }] }, { 'expenses.0.outcome': 'held', 'expenses.0.notBefore': '2026-03-12' });
S('after day 61 earlier service is paid', { expenses: [{ id: 'e', form: 'rsa-stay', from: '2026-02-10', amount: '100.00' }] }, { 'expenses.0.outcome': 'payable', 'expenses.0.due': '100.00', firstPayable: '2026-03-12' });
S('death within, heirs get nothing', { life: { aliveThrough: undefined, death: '2026-03-10' }, expenses: [{ id: 'e', form: 'rsa-stay', from: '2026-02-10', amount: '100.00' }] }, { 'expenses.0.due': '0.00', 'expenses.0.outcome': 'refused' });
// ---- months S-05
const e = (o) => ({ id: 'e', form: 'invoice', from: '2026-04-10', amount: '100.00', receipted: 'yes', ...o });
const r = (o) => ({ id: 'e', form: 'rsa-stay', from: '2026-04-10', amount: '100.00', ...o });
a('S-05 6 months', {}, { 'months.length': 6, 'months.0.from': '2026-04-01', 'months.0.to': '2026-04-30', 'months.5.to': '2026-09-30', 'months.0.ceiling': '500.00' });
b('S-05 start on the 31st', {}, { 'months.length': 36, 'months.0.from': '2026-01-31', 'months.0.to': '2026-02-27', 'months.1.from': '2026-02-28', 'months.1.to': '2026-03-30', 'months.2.from': '2026-03-31', 'months.2.to': '2026-04-29', 'months.3.from': '2026-04-30', 'months.35.to': '2029-01-30' });
b('S-05 start on 29 February', { asOf: '2024-12-01', claim: { onset: '2024-01-02', received: '2024-01-10', complete: '2024-02-29' }, life: { aliveThrough: '2024-11-01' } }, { 'months.0.to': '2024-03-28', 'months.12.from': '2025-02-28', 'months.12.to': '2025-03-28', 'months.35.from': '2027-01-29', 'months.35.to': '2027-02-27' });
b('S-05 start on the 30th', { asOf: '2027-12-01', claim: { onset: '2027-12-01', received: '2027-12-01', complete: undefined }, life: undefined }, { outcome: 'incomplete' });
b('S-05 30 January leap year', { asOf: '2028-12-01', claim: { onset: '2028-01-02', received: '2028-01-10', complete: '2028-01-30' }, life: { aliveThrough: '2028-11-01' } }, { 'months.1.from': '2028-02-29', 'months.1.to': '2028-03-29', 'months.0.to': '2028-02-28' });
a('A-30 last day of month 6', { expenses: [e({ from: '2026-09-30' })] }, { 'expenses.0.due': '100.00', 'expenses.0.lines.0.month': 6 });
a('A-30 day after month 6', { expenses: [e({ from: '2026-10-01' })] }, { 'expenses.0.due': '0.00', 'expenses.0.lines.0.place': 'after', 'expenses.0.member': '100.00' });
b('B-22 last day of month 36', { asOf: '2029-03-01', life: { aliveThrough: '2029-02-01' }, expenses: [r({ from: '2029-01-30' })] }, { 'expenses.0.due': '100.00', 'expenses.0.lines.0.month': 36 });
b('B-22 day after month 36', { asOf: '2029-03-01', life: { aliveThrough: '2029-02-01' }, expenses: [r({ from: '2029-01-31' })] }, { 'expenses.0.due': '0.00', 'expenses.0.lines.0.place': 'after' });
a('A-23 day of completeness is in', { expenses: [e({ from: '2026-04-01' })] }, { 'expenses.0.due': '100.00', 'expenses.0.lines.0.month': 1, accrualStart: '2026-04-01' });
a('A-23 day before completeness is not', { expenses: [e({ from: '2026-03-31' })] }, { 'expenses.0.due': '0.00', 'expenses.0.lines.0.place': 'before' });
a('S-07 no carry over', { expenses: [e({ id: 'x', amount: '100.00' }), e({ id: 'y', from: '2026-05-10', amount: '600.00' })] }, { 'expenses.1.due': '500.00', 'expenses.1.member': '100.00', 'months.0.left': '400.00' });
a('S-08 split by days', { expenses: [e({ from: '2026-04-21', to: '2026-05-10', amount: '200.00' })] }, { 'expenses.0.lines.0.amount': '100.00', 'expenses.0.lines.1.amount': '100.00', 'expenses.0.due': '200.00' });
a('S-08 cents to the last part', { expenses: [e({ from: '2026-04-30', to: '2026-05-02', amount: '100.00' })] }, { 'expenses.0.lines.0.amount': '33.33', 'expenses.0.lines.1.amount': '66.67' });
a('S-08 before and in', { expenses: [e({ from: '2026-03-31', to: '2026-04-03', amount: '100.00' })] }, { 'expenses.0.due': '75.00', 'expenses.0.member': '25.00' });
a('S-08 in and after', { expenses: [e({ from: '2026-09-29', to: '2026-10-02', amount: '100.00' })] }, { 'expenses.0.due': '50.00', 'expenses.0.member': '50.00' });
a('S-17 direct first', { expenses: [e({ id: 'i', amount: '400.00', received: '2026-05-01' }), { id: 'd', form: 'direct', from: '2026-04-12', amount: '300.00' }] }, { 'expenses.0.due': '200.00', 'expenses.0.member': '200.00', 'expenses.1.due': '300.00', 'months.0.due': '500.00', 'months.0.left': '0.00' });
a('S-17 by receipt', { expenses: [e({ id: 'late', amount: '400.00', received: '2026-05-03' }), e({ id: 'early', amount: '400.00', received: '2026-05-02' })] }, { 'expenses.0.due': '100.00', 'expenses.1.due': '400.00' });
a('A-32 authorised first', { expenses: [e({ amount: '400.00' })], authorisations: [{ id: 'au', from: '2026-04-02', to: '2026-04-05', amount: '350.00', granted: '2026-04-01' }] }, { 'authorisations.0.due': '350.00', 'authorisations.0.payee': 'provider', 'expenses.0.due': '150.00' });
a('A-32 reserve', { asOf: '2026-04-10', expenses: [e({ from: '2026-04-05', amount: '400.00' })], authorisations: [{ id: 'au', from: '2026-04-20', amount: '350.00', granted: '2026-04-01' }] }, { 'authorisations.0.outcome': 'held', 'authorisations.0.reserved': '350.00', 'expenses.0.due': '150.00', 'months.0.reserved': '350.00' });
a('S-15 paid before', { asOf: '2026-05-01', paid: [{ month: 1, amount: '450.00' }], expenses: [e({ amount: '100.00' })], decision: 'recognised' }, { 'expenses.0.due': '50.00', 'months.0.paid': '450.00', state: 'in-payment' });
a('A-34 no receipt', { expenses: [e({ receipted: 'no' })] }, { 'expenses.0.due': '0.00', 'expenses.0.outcome': 'held' });
a('A-34 receipt unknown', { expenses: [e({ receipted: undefined })] }, { 'expenses.0.due': '0.00', 'expenses.0.outcome': 'held' });
a('A-33 home carer', { expenses: [e({ form: 'home-carer', amount: '900.00' })] }, { 'expenses.0.due': '500.00', 'expenses.0.member': '400.00' });
a('A-31 annuity', { expenses: [e({ form: 'annuity' })] }, { 'expenses.0.outcome': 'refused', 'expenses.0.due': '0.00' });
b('B-20 home carer', { expenses: [r({ form: 'home-carer' })] }, { 'expenses.0.outcome': 'refused', 'expenses.0.member': '100.00' });
b('B-20 invoice', { expenses: [r({ form: 'invoice' })] }, { 'expenses.0.outcome': 'refused' });
b('B-20 rsa', { expenses: [r({ amount: '700.00' })] }, { 'expenses.0.outcome': 'payable', 'expenses.0.due': '600.00', 'expenses.0.member': '100.00', 'expenses.0.payee': 'member' });
b('B-20 direct', { expenses: [r({ form: 'direct' })] }, { 'expenses.0.outcome': 'payable', 'expenses.0.payee': 'provider' });
a('S-10 reviewable pays nothing', { consolidated: 'undetermined', expenses: [e()] }, { 'expenses.0.outcome': 'held', payment: 'none' });
a('S-10 reviewed favourably, paid from completeness', { consolidated: undefined, answers: undefined, constantNeed: undefined, assessments: [
  { date: '2026-04-02', answers: { hygiene: 'unable', feeding: 'unable', moving: 'unable', dressing: 'able' }, consolidated: 'undetermined', constantNeed: 'yes' },
  { date: '2026-07-02', answers: { hygiene: 'unable', feeding: 'unable', moving: 'unable', dressing: 'able' }, consolidated: 'no', constantNeed: 'yes' }], expenses: [e()] }, { ...recognised, accrualStart: '2026-04-01', 'expenses.0.due': '100.00', assessedOn: '2026-07-02' });
a('S-10 overdue review', { asOf: '2026-10-11', consolidated: 'undetermined', decision: 'reviewable', claim: { decided: '2026-04-10', reviewOn: '2026-10-10' } }, { state: 'reviewable', 'has:tasks': { task: 'hold-review' }, ended: null });
a('S-10 review not overdue', { asOf: '2026-10-10', consolidated: 'undetermined', decision: 'reviewable', claim: { decided: '2026-04-10', reviewOn: '2026-10-10' } }, { state: 'reviewable', 'lacks:tasks': { task: 'hold-review' } });
// S-22
const ok = { hygiene: 'unable', feeding: 'unable', moving: 'unable', dressing: 'able' };
const two = { consolidated: undefined, answers: undefined, constantNeed: undefined };
a('S-22 consolidated later', { ...two, decision: 'recognised', assessments: [{ date: '2026-04-02', answers: ok, consolidated: 'no', constantNeed: 'yes' }, { date: '2026-07-10', answers: ok, consolidated: 'yes', constantNeed: 'yes' }],
  expenses: [e({ id: 'x', from: '2026-07-09' }), e({ id: 'y', from: '2026-07-10' })] }, { stopsFrom: '2026-07-10', 'expenses.0.due': '100.00', 'expenses.1.due': '0.00' });
a('S-22 consolidated before completeness', { ...two, assessments: [{ date: '2026-03-15', answers: ok, consolidated: 'no', constantNeed: 'yes' }, { date: '2026-03-20', answers: ok, consolidated: 'yes', constantNeed: 'yes' }] }, { outcome: 'not-recognised' });
a('state improved', { ...two, asOf: '2026-08-01', decision: 'recognised', assessments: [{ date: '2026-04-02', answers: ok, consolidated: 'no', constantNeed: 'yes' }, { date: '2026-07-10', answers: { ...ok, moving: 'able' }, consolidated: 'no', constantNeed: 'yes' }] }, { 'has:tasks': { task: 'confirm-state-ended' }, state: 'recognised' });
// S-11
const v = (o) => [{ ordered: '2026-05-10', ...o }];
a('A-37 refusal not confirmed', { decision: 'recognised', visits: v({ refused: '2026-05-20' }), expenses: [e({ from: '2026-05-15' })] }, { suspendedFrom: null, 'has:tasks': { task: 'confirm-refusal' }, 'expenses.0.due': '100.00' });
a('A-37 refusal confirmed', { asOf: '2026-06-30', decision: 'recognised', visits: v({ refused: '2026-05-20', refusalConfirmed: 'yes' }), expenses: [e({ id: 'x', from: '2026-05-09' }), e({ id: 'y', from: '2026-05-10' })] }, { suspendedFrom: '2026-05-10', state: 'suspended', 'expenses.0.due': '100.00', 'expenses.1.outcome': 'held' });
a('S-11 complied', { decision: 'recognised', visits: v({ refused: '2026-05-20', refusalConfirmed: 'yes', held: '2026-06-20' }), expenses: [e({ from: '2026-05-15' })] }, { suspendedFrom: null, 'expenses.0.due': '100.00' });
a('S-11 complied but state had ended', { decision: 'recognised', visits: v({ refused: '2026-05-20', refusalConfirmed: 'yes', held: '2026-06-20', stateEnded: 'yes' }), expenses: [e({ id: 'x', from: '2026-05-09' }), e({ id: 'y', from: '2026-05-15' })] }, { 'expenses.0.due': '100.00', 'expenses.1.due': '0.00', stopsFrom: '2026-05-10' });
a('visit showed end, no refusal', { decision: 'recognised', visits: v({ held: '2026-06-20', stateEnded: 'yes' }), expenses: [e({ id: 'x', from: '2026-06-19' }), e({ id: 'y', from: '2026-06-20' })] }, { 'expenses.0.due': '100.00', 'expenses.1.due': '0.00', stopsFrom: '2026-06-20' });
a('A-20 a visit does not stop the clock', { visits: [{ ordered: '2026-03-20' }] }, { accrualStart: '2026-04-01', ...recognised });
// death
b('S-27 before death', { life: { aliveThrough: undefined, death: '2026-05-10' }, expenses: [r({ id: 'x', from: '2026-05-10' }), r({ id: 'y', from: '2026-05-11' })] }, { 'expenses.0.due': '100.00', 'expenses.0.payee': 'heirs', 'expenses.1.due': '0.00' });
b('S-27 whole sum of the month of death', { life: { aliveThrough: undefined, death: '2026-05-02' }, expenses: [r({ from: '2026-05-01', amount: '650.00' })] }, { 'expenses.0.due': '600.00' });
b('S-27 period over death', { life: { aliveThrough: undefined, death: '2026-05-10' }, expenses: [r({ from: '2026-05-09', to: '2026-05-12', amount: '100.00' })] }, { 'expenses.0.due': '50.00', 'expenses.0.payee': 'heirs' });
b('S-27 direct to the provider', { life: { aliveThrough: undefined, death: '2026-05-10' }, expenses: [r({ form: 'direct', from: '2026-05-09' })] }, { 'expenses.0.payee': 'provider', 'expenses.0.due': '100.00' });
b('S-27 claw back', { decision: 'recognised', life: { aliveThrough: undefined, death: '2026-05-10', deathNotified: '2026-07-01' }, payments: [{ id: 'p', from: '2026-05-09', to: '2026-05-12', amount: '100.00' }] }, { 'clawBack.length': 1, 'clawBack.0.from': '2026-05-11', 'clawBack.0.to': '2026-05-12', 'clawBack.0.amount': '50.00', state: 'ended', ended: 'death' });
a('S-27 death A the day itself', { life: { death: '2026-04-10' }, expenses: [e()] }, { 'expenses.0.due': '100.00', 'expenses.0.payee': 'heirs' });
b('S-27 authorised after death', { life: { aliveThrough: undefined, death: '2026-05-10' }, authorisations: [{ id: 'x', from: '2026-05-11', amount: '50.00' }] }, { 'authorisations.0.due': '0.00', 'authorisations.0.reserved': '0.00' });
// currency
const q = (day, units, currency = 'CHF') => ({ currency, day, units });
a('S-24 mean of the week', { expenses: [e({ currency: 'CHF', paid: '2026-04-15', amount: '95.00' })], quotations: [q('2026-04-13', '0.94'), q('2026-04-14', '0.95'), q('2026-04-17', '0.96'), q('2026-04-20', '2.00'), q('2026-04-10', '3.00')] }, { 'expenses.0.exchange.euro': '100.00', 'expenses.0.exchange.quotations': 3, 'expenses.0.exchange.week': '2026-04-13', 'expenses.0.due': '100.00' });
a('S-24 Sunday is in the week', { expenses: [e({ currency: 'CHF', paid: '2026-04-19', amount: '95.00' })], quotations: [q('2026-04-17', '0.95'), q('2026-04-20', '0.50')] }, { 'expenses.0.exchange.euro': '100.00' });
a('S-24 earlier week', { expenses: [e({ currency: 'CHF', paid: '2026-04-15', amount: '100.00' })], quotations: [q('2026-04-07', '2'), q('2026-04-20', '0.50')] }, { 'expenses.0.exchange.euro': '50.00', 'expenses.0.exchange.earlierWeek': true, 'has:warnings': { warning: 'exchange-of-an-earlier-week' } });
a('S-24 half up', { expenses: [e({ currency: 'USD', paid: '2026-04-15', amount: '0.01' })], quotations: [q('2026-04-15', '2', 'USD')] }, { 'expenses.0.exchange.euro': '0.01' });
a('S-24 below half', { expenses: [e({ currency: 'USD', paid: '2026-04-15', amount: '10.00' })], quotations: [q('2026-04-15', '3', 'USD')] }, { 'expenses.0.exchange.euro': '3.33' });
a('S-24 no quotation', { expenses: [e({ currency: 'USD', paid: '2026-04-15', amount: '10.00' })] }, { 'expenses.0.outcome': 'held', 'expenses.0.due': '0.00' });
a('S-24 day unknown', { expenses: [e({ currency: 'USD', amount: '10.00' })], quotations: [q('2026-04-15', '3', 'USD')] }, { 'expenses.0.outcome': 'held' });

test('A-12 … A-37, B-20 … B-25, S-01 … S-29: each boundary of a claim from both sides', () => judge(cases));
