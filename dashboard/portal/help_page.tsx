// SPDX-License-Identifier: EUPL-1.2
// Help: the telephone first, paper as well, and what this service is not for.
import { PHONE, PHONE_LINK } from '../ui/contact';
import { Page } from '../ui/page';
import { t } from '../ui/text';

export function HelpPage() {
    return (
        <Page title="help.title" section="section.portal">
            <h2 class="h4">{t('help.phone')}</h2>
            <p class="big-phone"><a href={PHONE_LINK}>{PHONE}</a></p>
            <p>{t('contact.hours')}</p>
            <h2 class="h4">{t('help.paper')}</h2>
            <p>{t('help.paperText')}</p>
            <p class="no-print"><button type="button" class="btn btn-outline-primary" onClick={() => window.print()}>{t('help.print')}</button></p>
            <h2 class="h4">{t('help.emergency')}</h2>
            <p>{t('safety.emergency')}</p>
            <p>{t('safety.device')}</p>
        </Page>
    );
}
