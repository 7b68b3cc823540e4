// SPDX-License-Identifier: EUPL-1.2
// Confirmation: number, date and time of receipt, what happens next (F-07).
import { date, dateLong, time } from '../ui/format';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Loaded } from '../ui/states';
import { plural, t } from '../ui/text';
import { useClaim } from './acting';
import { firstOpen } from './tasks';

export function SentPage({ claim: id = '' }: { claim?: string }) {
    const resource = useClaim(id);
    return (
        <Page title="sent.title" section="section.claim">
            <Loaded of={resource}>
                {(claim) => {
                    if (!claim.receipt) return <><p class="lead">{t('sent.notYet')}</p><p><a class="btn btn-primary" href={`/claims/${claim.id}/check`}>{t('question.toCheck')}</a></p></>;
                    const decision = claim.tasks.find((task) => task.code === 'decision' || task.code === 'evaluation');
                    return (
                        <>
                            <div class="receipt">
                                <p class="receipt-sign"><Icon name="ok" /></p>
                                <p>{t('sent.number')}</p>
                                <p class="receipt-number">{claim.receipt.number}</p>
                                <p>{t('sent.at', { date: dateLong(claim.receipt.submittedAt), time: time(claim.receipt.submittedAt) })}</p>
                            </div>
                            {claim.openItems.length > 0 && <p class="callout warning">{plural('sent.open', claim.openItems.length)} <a href={firstOpen(claim)}>{t('check.firstMissing')}</a></p>}
                            <h2 class="h4">{t('sent.next')}</h2>
                            <ol class="next-steps">
                                <li>{t('sent.documents')}</li>
                                <li>{t('sent.evaluation')}{decision?.by && ` ${t('task.by', { date: date(decision.by) })}.`}</li>
                                <li>{t('sent.answer')}</li>
                            </ol>
                            <p class="acts no-print"><a class="btn btn-primary" href={`/claims/${claim.id}`}>{t('claim.follow')}</a> <button type="button" class="btn btn-outline-primary" onClick={() => window.print()}>{t('sent.print')}</button></p>
                        </>
                    );
                }}
            </Loaded>
        </Page>
    );
}
