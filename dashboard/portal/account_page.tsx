// SPDX-License-Identifier: EUPL-1.2
// One's own account.
import { standing } from '../api/session';
import { PasswordForm } from '../ui/password_form';
import { Page } from '../ui/page';
import { useStore } from '../ui/store';
import { t } from '../ui/text';

export function AccountPage() {
    const { session } = useStore(standing);
    if (!session) return null;
    return (
        <Page title="account.title" section="section.portal">
            <p>{t('account.you', { name: session.user.name, username: session.user.username })}</p>
            <PasswordForm />
        </Page>
    );
}
