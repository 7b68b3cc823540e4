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
        <Page title="account.title" section="section.staff">
            <dl class="banner">
                <div><dt>{t('accounts.name')}</dt><dd>{session.user.name}</dd></div>
                <div><dt>{t('accounts.username')}</dt><dd>{session.user.username}</dd></div>
                <div><dt>{t('accounts.role')}</dt><dd>{t(`role.${session.user.role}`)}</dd></div>
                <div><dt>{t('account.fund')}</dt><dd>{session.fund.name}</dd></div>
            </dl>
            <PasswordForm />
        </Page>
    );
}
