// SPDX-License-Identifier: EUPL-1.2
// Cover, insurability and exclusions as yes, no or unknown, each with its rule and who found it; what is found is recorded here (A-11, X-17).
import { call } from '../api/client';
import type { Check, CheckFact, Claim } from '../api/types';
import { Badge, type Tone } from '../ui/badge';
import { date } from '../ui/format';
import { ScrollRegion } from '../ui/scroll';
import { When } from '../ui/time';
import { inLanguage, plural, sent, t } from '../ui/text';
import { amountOf } from './case_expenses';
import { ActDetails, ActForm, given, type ActField, type ActValues } from './case_form';
import type { CasePart } from './case_page';
import { Allowed } from './case_send';

const TONES: Record<Check['hit'], Tone> = { yes: 'urgent', no: 'ok', unknown: 'warning' };
const STATUSES = ['unknown', 'none', 'entitled', 'applied', 'recognised'] as const;
const ANSWERS = ['yes', 'no', 'unknown'] as const;

const codeWords = (code: string) => sent('checkCode', code, code);

function FactLine({ fact }: { fact: CheckFact }) {
    const what = fact.code === null || fact.about === 'exclusion' ? '' : `${codeWords(fact.code)}: `;
    const answer = fact.about === 'invalidity' ? sent('invalidity', fact.answer, fact.answer) : sent('checkAnswer', fact.answer, fact.answer);
    const rest = [
        fact.number === null ? '' : fact.about === 'invalidity' ? `${fact.number}%` : t('checks.count', { n: fact.number }),
        fact.since ? t('checks.since', { date: date(fact.since) }) : '',
        fact.exceptions.map(codeWords).join(', '),
        fact.evidence ? t('checks.evidence', { evidence: fact.evidence }) : '',
        fact.note ?? '',
    ].filter(Boolean).join(' · ');
    return <li>{what}{answer}{rest && ` · ${rest}`}<span class="small quiet block">{fact.by.name}, <When at={fact.at} how="full" /></span></li>;
}

function CheckRow({ check }: { check: Check }) {
    return (
        <tr>
            <th scope="row">{codeWords(check.code)}<span class="rule">{check.rule}{check.item && ` · ${t('checks.item', { item: check.item })}`}</span></th>
            <td><Badge tone={TONES[check.hit]} icon={check.hit === 'unknown' ? 'question' : undefined}>{t(`checkHit.${check.hit}`)}</Badge></td>
            <td>{check.facts.length === 0 ? <span class="quiet">{check.kind === 'coverage' ? t(check.code === 'register' ? 'checks.fromRegister' : check.code === 'holder' ? 'checks.fromPerson' : 'checks.fromEvents') : '–'}</span>
                : <ul class="plain-list">{check.facts.map((fact) => <FactLine key={`${fact.about}-${fact.code ?? ''}`} fact={fact} />)}</ul>}</td>
        </tr>
    );
}

// What is about one expense, the class of the cause or one earlier benefit: "about|code" or "about||of".
function particulars(claim: Claim) {
    const open = claim.expenses.filter((expense) => expense.state === 'submitted');
    return [
        ...open.map((expense) => ({ value: `expense||${expense.id}`, label: t('checks.expense', { document: expense.document, amount: amountOf(expense) }) })),
        ...open.flatMap((expense) => (['expense-invoiced', 'expense-paid'] as const).map((about) => ({ value: `${about}||${expense.id}`, label: `${t(`checkAbout.${about}`)}: ${expense.document}` }))),
        ...claim.causeClasses.map(({ code, label }) => ({ value: `cause-class|${code}`, label: `${t('checkAbout.cause-class')}: ${inLanguage(label)}` })),
        ...claim.earlierBenefits.map((one) => ({ value: `earlier-benefit||${one.claim}`, label: t('checks.sameEvent', { number: one.number }) })),
    ];
}

function Particulars({ claim }: { claim: Claim }) {
    const factOf = (about: CheckFact['about'], of: string | null) => claim.particulars.find((one) => one.fact.about === about && one.of === of)?.fact;
    const cause = factOf('cause-class', null);
    const natures = claim.expenses.flatMap((expense) => { return (['expense', 'expense-invoiced', 'expense-paid'] as const).flatMap((about) => { const fact = factOf(about, expense.id); return fact ? [{ expense, fact, about }] : []; }); });
    const className = (code: string | null) => { const found = claim.causeClasses.find((one) => one.code === code); return found ? inLanguage(found.label) : (code ?? ''); };
    return (
        <>
            {cause && <p><strong>{t('checkAbout.cause-class')}</strong>: {className(cause.code)} · {sent('checkAnswer', cause.answer, cause.answer)}<span class="small quiet block">{cause.by.name}, <When at={cause.at} how="full" /></span></p>}
            {natures.length > 0 && <ul class="plain-list">{natures.map(({ expense, fact, about }) => <li key={`${about} ${expense.id}`}><strong>{about === 'expense' ? t('checks.expense', { document: expense.document, amount: amountOf(expense) }) : `${t(`checkAbout.${about}`)}: ${expense.document}`}</strong><ul class="plain-list"><FactLine fact={fact} /></ul></li>)}</ul>}
            {claim.earlierBenefits.length > 0 && (
                <>
                    <h3 class="h5">{t('checks.earlier')}</h3>
                    <ul class="plain-list">{claim.earlierBenefits.map((one) => {
                        const same = factOf('earlier-benefit', one.claim);
                        return <li key={one.claim}>{one.number}: {date(one.from)} – {date(one.to)} · {plural('checks.paidMonths', one.paidMonths)} · {t('checks.same', { answer: sent('checkAnswer', same?.answer ?? 'unknown', '') })}{same && <span class="small quiet block">{same.by.name}, <When at={same.at} how="full" /></span>}</li>;
                    })}</ul>
                </>
            )}
        </>
    );
}

const KINDS = ['coverage', 'insurability', 'exclusion'] as const;

// "about|code": one list of everything that can be found under the plan.
function subjects(checks: Check[]) {
    const plain = (about: string, label: string) => ({ value: `${about}|`, label });
    return [
        plain('health-statement', t('checkAbout.health-statement')), plain('invalidity', t('checkAbout.invalidity')), plain('substances', t('checkAbout.substances')),
        ...checks.filter((check) => check.kind === 'insurability').flatMap((check) => check.possible.map((code) => ({ value: `finding|${code}`, label: `${codeWords(code)} (${check.rule})` }))),
        plain('causes-examined', t('checkAbout.causes-examined')),
        ...checks.filter((check) => check.kind === 'exclusion').map((check) => ({ value: `exclusion|${check.code}`, label: `${t('checks.exclusion')}: ${codeWords(check.code)}` })),
    ];
}

export function CaseChecks(part: CasePart) {
    const { claim } = part;
    const aboutOf = (values: ActValues) => (values.subject ?? '').split('|')[0];
    const isDay = (values: ActValues) => ['expense-invoiced', 'expense-paid'].includes(aboutOf(values) ?? '');
    const exceptionsOf = (values: ActValues) => claim.checks.find((check) => check.kind === 'exclusion' && check.code === (values.subject ?? '').split('|')[1])?.possible ?? [];
    const fields: ActField[] = [
        { name: 'subject', kind: 'select', label: t('checks.subject'), choices: [...subjects(claim.checks), ...particulars(claim)], missing: t('checks.noSubject') },
        { name: 'nature', kind: 'select', label: t('checks.nature'), choices: claim.expenseExclusions.map(({ code, rule }) => ({ value: code, label: `${codeWords(code)} (${rule})` })), missing: t('checks.noNature'), when: (values) => aboutOf(values) === 'expense' },
        { name: 'answer', kind: 'choice', label: t('checks.answer'), choices: ANSWERS.map((value) => ({ value, label: t(`checkAnswer.${value}`) })), missing: t('checks.noAnswer'), when: (values) => aboutOf(values) !== 'invalidity' && !isDay(values) },
        { name: 'status', kind: 'select', label: t('checks.status'), choices: STATUSES.map((value) => ({ value, label: t(`invalidity.${value}`) })), missing: t('checks.noAnswer'), when: (values) => aboutOf(values) === 'invalidity' },
        { name: 'number', kind: 'number', label: t('checks.number'), hint: t('checks.numberHint'), when: (values) => ['invalidity', 'substances'].includes(aboutOf(values) ?? '') },
        { name: 'exception', kind: 'select', label: t('checks.exception'), hint: t('form.optional'), when: (values) => exceptionsOf(values).length > 0, choices: claim.checks.flatMap((check) => (check.kind === 'exclusion' ? check.possible : [])).map((code) => ({ value: code, label: codeWords(code) })) },
        { name: 'since', kind: 'date', label: t('checks.sinceLabel'), hint: t('checks.sinceHint'), when: (values) => ['finding', 'invalidity'].includes(aboutOf(values) ?? '') || isDay(values) },
        { name: 'evidence', kind: 'text', label: t('checks.evidenceLabel'), hint: t('checks.evidenceHint') },
        { name: 'note', kind: 'area', label: t('call.note'), hint: t('form.optional') },
    ];
    const send = (values: ActValues) => {
        const [about = '', plain = '', of = ''] = (values.subject ?? '').split('|');
        const code = about === 'expense' ? (values.nature ?? '') : plain;
        const exception = given(values.exception);
        return call('post', '/api/v1/claims/{claim}/checks', {
            path: { claim: claim.id }, version: claim.version,
            body: { checks: [{
                about: about as CheckFact['about'], answer: isDay(values) ? 'yes' : given(values.status) ?? values.answer ?? '',
                ...(code ? { code } : {}), ...(of ? { of } : {}), ...(given(values.number) ? { number: Number(values.number) } : {}), ...(given(values.since) ? { since: values.since } : {}),
                ...(exception ? { exceptions: [exception] } : {}), ...(given(values.evidence) ? { evidence: values.evidence } : {}), ...(given(values.note) ? { note: values.note } : {}),
            }] },
        });
    };
    const open = claim.checks.filter((check) => check.hit === 'unknown').length;
    const against = claim.checks.filter((check) => check.hit === 'yes').length;
    return (
        <section aria-labelledby="checks-title" class="panel">
            <h2 id="checks-title" class="h4">{t('checks.title')}</h2>
            <p>{t('checks.summary', { against, open, all: claim.checks.length })}</p>
            <p class="small quiet">{claim.coverage.testedOn ? t('checks.testedOn', { date: date(claim.coverage.testedOn) }) : t('checks.notTested')}</p>
            {KINDS.map((kind) => {
                const rows = claim.checks.filter((check) => check.kind === kind);
                return rows.length === 0 ? null : (
                    <details key={kind} class="more" open={rows.some((check) => check.hit === 'yes')}>
                        <summary>{t(`checkKind.${kind}`)}: {t('checks.counts', { against: rows.filter((check) => check.hit === 'yes').length, open: rows.filter((check) => check.hit === 'unknown').length })}</summary>
                        <ScrollRegion label={t(`checkKind.${kind}`)}>
                            <table class="table">
                                <thead><tr><th scope="col">{t('checks.check')}</th><th scope="col">{t('checks.hit')}</th><th scope="col">{t('checks.found')}</th></tr></thead>
                                <tbody>{rows.map((check) => <CheckRow key={check.code} check={check} />)}</tbody>
                            </table>
                        </ScrollRegion>
                    </details>
                );
            })}
            {[claim.healthStatement, claim.causesExamined].map((fact) => fact && (
                <ul key={fact.about} class="plain-list"><li><strong>{sent('checkAbout', fact.about, fact.about)}</strong>: {sent('checkAnswer', fact.answer, fact.answer)}<span class="small quiet block">{fact.by.name}, <When at={fact.at} how="full" /></span></li></ul>
            ))}
            <Particulars claim={claim} />
            <Allowed claim={claim} action="checks">
                <ActDetails title={t('checks.record')}><ActForm id="check" part={part} fields={fields} save={t('checks.save')} saved={t('checks.saved')} send={send} /></ActDetails>
            </Allowed>
        </section>
    );
}
