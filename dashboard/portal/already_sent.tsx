// SPDX-License-Identifier: EUPL-1.2
// Back after sending: the request is there, and nothing is sent twice (F-08).
import type { PortalClaim } from '../api/types';
import { dateTime } from '../ui/format';
import { Page } from '../ui/page';
import { t } from '../ui/text';

export function AlreadySent({ claim }: { claim: PortalClaim }) {
    return (
        <Page title="already.title" section="section.claim">
            <p class="lead">{claim.receipt ? t('already.on', { time: dateTime(claim.receipt.submittedAt), number: claim.receipt.number }) : t('already.closed')}</p>
            <p>{t('already.change')}</p>
            <p><a class="btn btn-primary" href={`/claims/${claim.id}`}>{t('claim.follow')}</a></p>
        </Page>
    );
}
