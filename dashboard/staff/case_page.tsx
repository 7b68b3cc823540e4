// SPDX-License-Identifier: EUPL-1.2
// The case: head with the next deadline and its basis, score with its reasons, finding, decision, expenses, timeline.
import { useEffect, useState } from 'preact/hooks';
import { call } from '../api/client';
import { onLive } from '../api/events';
import type { Claim } from '../api/types';
import { date, money } from '../ui/format';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { Loaded } from '../ui/states';
import { When } from '../ui/time';
import { inLanguage, plural, sent, t } from '../ui/text';
import { CaseComplete, CaseLife } from './case_acts';
import { CaseChecks } from './case_checks';
import { CaseDeadlines } from './case_deadlines';
import { CaseDecision } from './case_decision';
import { CaseDossier } from './case_dossier';
import { CaseExpenses, CaseMonths } from './case_expenses';
import { CaseFinding } from './case_finding';
import { CaseClawbacks, CaseComplaints, CaseMore, courseWords } from './case_more';
import { CaseScore } from './case_score';
import { CaseSheets } from './case_sheets';
import { CaseTasks } from './case_tasks';
import { CaseTimeline } from './case_timeline';
import { AccountWords } from './person_account';
import { basisText, ClaimStateBadge, DeadlineWords, ReasonList } from './case_words';

export interface CasePart { claim: Claim; onChange: (claim: Claim) => void; onStale: () => void }

function Head({ claim }: { claim: Claim }) {
    const next = claim.nextDeadline;
    return (
        <div>
            <dl class="banner">
                <div><dt>{t('column.person')}</dt><dd><a href={`/staff/persons/${claim.person.id}`}>{claim.person.name}</a>, {t('person.bornOn', { date: date(claim.person.birthDate) })}</dd></div>
                <div><dt>{t('person.code')}</dt><dd class="code">{claim.person.codiceFiscale}</dd></div>
                <div><dt>{t('claims.plan')}</dt><dd>{inLanguage(claim.plan.label)} ({t('plan.amount', { amount: money(claim.plan.monthlyCents), months: plural('count.months', claim.plan.months) })})</dd></div>
                <div><dt>{t('claims.state')}</dt><dd><ClaimStateBadge state={claim.state} />{claim.course !== claim.state && <span class="small quiet block">{courseWords(claim.course)}</span>}</dd></div>
                <div><dt>{t('case.complete')}</dt><dd>{claim.completeOn ? date(claim.completeOn) : t('case.notComplete')}</dd></div>
            </dl>
            {next && <p class="next-deadline"><strong>{t('case.next')}</strong> <DeadlineWords deadline={next} /><span class="small quiet block">{basisText(next)}</span></p>}
        </div>
    );
}

function Proposal({ claim }: { claim: Claim }) {
    return (
        <section aria-labelledby="proposal-title" class="panel">
            <h2 id="proposal-title" class="h4">{t('proposal.title')}</h2>
            <p><strong>{t(`proposal.${claim.proposal.outcome}`)}</strong></p>
            <ReasonList reasons={claim.proposal.reasons} />
            <p class="small quiet">{t('proposal.person')}</p>
        </section>
    );
}

// Where the facts lead when nobody has ended the claim yet (rules chapter 7): a death, months that are used up …
function ByTheFacts({ claim }: { claim: Claim }) {
    const { end, follows } = claim.byTheFacts;
    if (!end || claim.course === 'ended') return null;
    return <p class="callout warning">{t('caseFacts.endsBy', { end: t(`endReason.${end}`) })}{follows.length > 0 && ` ${t('caseFacts.follows', { what: follows.map((one) => sent('effect', one, one)).join('; ') })}`}</p>;
}

function Death({ claim }: { claim: Claim }) {
    const { diedOn, death } = claim.alive;
    if (!diedOn || !death) return null;
    return (
        <div>
            <dt>{t('life.died')}</dt>
            <dd>
                {date(diedOn)}, {death.notifiedOn ? t('life.toldOn', { date: date(death.notifiedOn) }) : t('life.notTold')}
                <span class="small quiet block">{death.evidence && `${t('checks.evidence', { evidence: death.evidence })} · `}{death.by.name}, <When at={death.at} how="full" /></span>
            </dd>
        </div>
    );
}

function Facts({ claim }: { claim: Claim }) {
    const { facts } = claim;
    return (
        <section aria-labelledby="facts-title" class="panel">
            <h2 id="facts-title" class="h4">{t('caseFacts.title')}</h2>
            {claim.factsContradict && <p class="callout fault">{t('caseFacts.contradict')}</p>}
            <ByTheFacts claim={claim} />
            {claim.warnings.length > 0 && <ul class="reasons">{claim.warnings.map(({ code, rule }) => <li key={code}>{sent('caseWarning', code, code)}<span class="rule">{sent('warningRule', rule, rule)}</span></li>)}</ul>}
            <dl class="pairs">
                <div><dt>{t('facts.onset')}</dt><dd>{facts.onsetDate ? date(facts.onsetDate) : t('value.notGiven')}</dd></div>
                <div><dt>{t('facts.need')}</dt><dd>{facts.constantNeed ? t(`tristate.${facts.constantNeed}`) : t('value.notGiven')}</dd></div>
                <div><dt>{t('facts.place')}</dt><dd>{facts.placeOfCare ? t(`place.${facts.placeOfCare}`) : t('value.notGiven')}</dd></div>
                <div><dt>{t('life.alive')}</dt><dd>{claim.alive.provenOn ? date(claim.alive.provenOn) : t('life.notProven')}{claim.alive.provenEvidence && <span class="small quiet block">{t('checks.evidence', { evidence: claim.alive.provenEvidence })}</span>}</dd></div>
                <Death claim={claim} />
                <div><dt>{t('bank.title')}</dt><dd><AccountWords account={claim.bankAccount} /></dd></div>
            </dl>
        </section>
    );
}

export function CasePage({ claim: id = '' }: { claim?: string }) {
    const resource = useResource(`claim ${id}`, (signal) => call('get', '/api/v1/claims/{claim}', { path: { claim: id }, signal }));
    const [stale, setStale] = useState(false);
    const { reload, put } = resource;
    useEffect(() => onLive((event) => { if (event.kind === 'resync' || (event.kind === 'claim' && event.claim === id)) void reload(); }), [id, reload]);
    const claim = resource.data;
    const part = claim && {
        claim,
        onChange: (next: Claim) => {
            setStale(false);
            put(next);
        },
        onStale: () => {
            setStale(true);
            void reload();
        },
    };
    return (
        <Page title="case.title" section="section.claims" class="wide" heading={claim ? t('case.heading', { number: claim.number }) : undefined}
            before={<p class="back"><a href="/staff/claims">{t('case.back')}</a></p>} lead={claim && <Head claim={claim} />}>
            {stale && <p class="callout fault" role="alert">{t('case.stale')}</p>}
            <Loaded of={resource} lines={12}>
                {() => part && (
                    <div class="case-grid">
                        <div>
                            <CaseTasks {...part} />
                            <CaseScore {...part} />
                            <CaseSheets {...part} />
                            <Proposal {...part} />
                            <CaseChecks {...part} />
                            <CaseFinding {...part} />
                            <CaseDecision {...part} />
                            <CaseMonths {...part} />
                            <CaseExpenses {...part} />
                            <CaseClawbacks {...part} />
                            <CaseComplaints {...part} />
                        </div>
                        <div>
                            <CaseDeadlines {...part} />
                            <Facts {...part} />
                            <CaseDossier {...part} />
                            <CaseComplete {...part} />
                            <CaseLife {...part} />
                            <CaseMore {...part} />
                            <CaseTimeline {...part} />
                        </div>
                    </div>
                )}
            </Loaded>
        </Page>
    );
}
