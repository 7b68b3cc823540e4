// SPDX-License-Identifier: EUPL-1.2
// Frame and routes of the staff application.
import { useEffect } from 'preact/hooks';
import { live, startLive, stopLive } from '../api/events';
import { standing } from '../api/session';
import { PRODUCT } from '../ui/contact';
import { Logo } from '../ui/icons';
import { Outlet, place, type Route } from '../ui/router';
import { DemoBanner, LanguageSwitch, logOut, OutageBanner, SessionGate, SkipLink } from '../ui/shell';
import { useStore } from '../ui/store';
import { language, t } from '../ui/text';
import { time } from '../ui/format';
import { AccountPage } from './account_page';
import { AccountsPage } from './accounts_page';
import { CasePage } from './case_page';
import { ClaimsPage } from './claims_page';
import { DevicesPage } from './devices_page';
import { DevicePage } from './device_page';
import { Home, NotFound, SignInPage } from './entry_pages';
import { PatientPage } from './patient_page';
import { PaymentLinesPage } from './payment_lines_page';
import { PersonNewPage } from './person_new_page';
import { PersonPage } from './person_page';
import { PersonsPage } from './persons_page';
import { QuarantinePage } from './quarantine_page';
import { QuotationsPage } from './quotations_page';
import { ReconciliationPage } from './reconciliation_page';
import { landing, MENU } from './roles';
import { WorklistPage } from './worklist_page';

const routes: Route[] = [
    { path: '/staff', page: Home },
    { path: '/staff/login', page: Home },
    { path: '/staff/worklist', page: WorklistPage },
    { path: '/staff/patients/:subject', page: PatientPage as Route['page'] },
    { path: '/staff/quarantine', page: QuarantinePage },
    { path: '/staff/devices', page: DevicesPage },
    { path: '/staff/reconciliation', page: ReconciliationPage },
    { path: '/staff/devices/:device', page: DevicePage as Route['page'] },
    { path: '/staff/claims', page: ClaimsPage },
    { path: '/staff/claims/:claim', page: CasePage as Route['page'] },
    { path: '/staff/persons', page: PersonsPage },
    { path: '/staff/persons/new', page: PersonNewPage },
    { path: '/staff/persons/:person', page: PersonPage as Route['page'] },
    { path: '/staff/payment-lines', page: PaymentLinesPage },
    { path: '/staff/quotations', page: QuotationsPage },
    { path: '/staff/accounts', page: AccountsPage },
    { path: '/staff/account', page: AccountPage },
];

export function LiveBadge() {
    const { connected, since } = useStore(live);
    if (connected) return <span class="live on">{t('live.on')}</span>;
    return <span class="live off">{t('live.off', { time: time(new Date(since).toISOString()) })}</span>;
}

function Header() {
    const { session } = useStore(standing);
    const { path } = useStore(place);
    if (!session) return null;
    const { role, name } = session.user;
    return (
        <header class="staff-header">
            <div class="bar">
                <a class="brand" href={landing(role)}><Logo /><span>{PRODUCT}</span></a>
                <nav class="staff-nav" aria-label={t('nav.main')}>
                    <ul>
                        {MENU[role].map((entry) => (
                            <li key={entry.path}><a href={entry.path} aria-current={path.startsWith(entry.path) ? 'page' : undefined}>{t(entry.label)}</a></li>
                        ))}
                    </ul>
                </nav>
                <div class="bar-end">
                    {role !== 'admin' && <LiveBadge />}
                    <LanguageSwitch />
                    <a class="who" href="/staff/account">{name}<span class="small">{t(`role.${role}`)}</span></a>
                    <button type="button" class="btn btn-quiet" onClick={() => void logOut('/staff/login')}>{t('shell.logOut')}</button>
                </div>
            </div>
        </header>
    );
}

function SignedIn() {
    const { session } = useStore(standing);
    const role = session?.user.role;
    useEffect(() => {
        if (role === 'family') location.assign('/');
        if (role === undefined || role === 'family' || role === 'admin') return undefined;
        startLive();
        return stopLive;
    }, [role]);
    return (
        <>
            <Header />
            <OutageBanner />
            <main id="main" class="staff-main" tabIndex={-1}><Outlet routes={routes} otherwise={NotFound} /></main>
            <footer class="staff-footer"><p class="small">{t('safety.short')}</p></footer>
        </>
    );
}

export function StaffApp() {
    useStore(language);
    return (
        <>
            <SkipLink />
            <DemoBanner />
            <SessionGate signedOut={<SignInPage />}><SignedIn /></SessionGate>
        </>
    );
}
