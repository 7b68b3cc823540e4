// SPDX-License-Identifier: EUPL-1.2
// Home: for the person one acts for, every claim with its tasks, and the way to a new one.
import { call } from '../api/client';
import type { PlanSummary, PortalClaim, PortalPerson } from '../api/types';
import { Page } from '../ui/page';
import { navigate } from '../ui/router';
import { useSend } from '../ui/send';
import { Empty, FaultNote, Loaded } from '../ui/states';
import { inLanguage, t } from '../ui/text';
import { useActing, usePortal } from './acting';
import { Tasks } from './tasks';

const OPEN_STATES: PortalClaim['state'][] = ['draft', 'submitted', 'complete', 'recognised', 'reviewable'];

function ClaimCard({ claim }: { claim: PortalClaim }) {
    return (
        <section class="claim-card" aria-labelledby={`claim-${claim.id}`}>
            <h2 id={`claim-${claim.id}`} class="h4">{inLanguage(claim.plan.label)}</h2>
            <p>{t('claim.number', { number: claim.number })} · {t(`ownState.${claim.state}`)}</p>
            <Tasks claim={claim} />
            {claim.state !== 'draft' && <p><a class="btn btn-outline-primary" href={`/claims/${claim.id}`}>{t('claim.follow')}<span class="visually-hidden"> {claim.number}</span></a></p>}
        </section>
    );
}

function NewClaim({ person, plan }: { person: PortalPerson; plan: PlanSummary }) {
    const sending = useSend();
    const open = () => sending.run(async (idempotencyKey) => {
        const claim = await call('post', '/api/v1/portal/claims', { idempotencyKey, body: { person: person.person, plan: plan.id } });
        navigate(`/claims/${claim.id}/facts`);
    });
    return (
        <li>
            {sending.fault && <FaultNote fault={sending.fault} />}
            <p><strong>{inLanguage(plan.label)}</strong><span class="block quiet">{t(`planKind.${plan.kind}`)}</span></p>
            <button type="button" class="btn btn-primary" aria-disabled={sending.busy} onClick={() => void open()}>{t('home.start')}<span class="visually-hidden"> {inLanguage(plan.label)}</span></button>
        </li>
    );
}

export function HomePage() {
    const portal = usePortal();
    const acting = useActing();
    return (
        <Page title="home.title" section="section.portal">
            <Loaded of={portal} lines={6}>
                {({ people }) => {
                    if (people.length === 0 || !acting) return <Empty title={t('home.nobody')}><p>{t('home.nobodyHint')}</p></Empty>;
                    const startable = acting.covers.filter((plan) => !acting.claims.some((claim) => claim.plan.id === plan.id && OPEN_STATES.includes(claim.state)));
                    return (
                        <>
                            {acting.claims.length === 0 && <p class="lead">{t('home.noClaims', { name: acting.name })}</p>}
                            {acting.claims.map((claim) => <ClaimCard key={claim.id} claim={claim} />)}
                            {acting.claims.length === 0 && startable.length === 0 && <p>{t('home.noCover')}</p>}
                            {startable.length > 0 && (
                                <section class="new-claim" aria-labelledby="new-claim-title">
                                    <h2 id="new-claim-title" class="h4">{t('home.new')}</h2>
                                    <p>{t('home.newHint')}</p>
                                    <ul class="start-list">{startable.map((plan) => <NewClaim key={plan.id} person={acting} plan={plan} />)}</ul>
                                </section>
                            )}
                        </>
                    );
                }}
            </Loaded>
        </Page>
    );
}
