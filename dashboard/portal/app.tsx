// SPDX-License-Identifier: EUPL-1.2
// Frame and routes of the portal: the telephone and the person one acts for are on every page (F-01, F-12).
import { useEffect } from 'preact/hooks';
import { standing } from '../api/session';
import { PHONE, PHONE_LINK, PRODUCT } from '../ui/contact';
import { SelectField } from '../ui/form';
import { Icon, Logo } from '../ui/icons';
import { LoginForm, SafetyNote } from '../ui/login';
import { Page } from '../ui/page';
import { arrive, navigate, Outlet, place, type Route } from '../ui/router';
import { DemoBanner, LanguageSwitch, logOut, OutageBanner, SessionGate, SkipLink } from '../ui/shell';
import { useStore } from '../ui/store';
import { language, t } from '../ui/text';
import { AccountPage } from './account_page';
import { actFor, people, useActing } from './acting';
import { CheckPage } from './check_page';
import { ClaimPage } from './claim_page';
import { ExpensePage } from './expense_page';
import { FactsPage } from './facts_page';
import { HelpPage } from './help_page';
import { HomePage } from './home_page';
import { QuestionPage } from './question_page';
import { SentPage } from './sent_page';

const routes: Route[] = [
    { path: '/', page: HomePage },
    { path: '/login', page: Entrance },
    { path: '/claims/:claim', page: ClaimPage as Route['page'] },
    { path: '/claims/:claim/facts', page: FactsPage as Route['page'] },
    { path: '/claims/:claim/questions/:item', page: QuestionPage as Route['page'] },
    { path: '/claims/:claim/check', page: CheckPage as Route['page'] },
    { path: '/claims/:claim/sent', page: SentPage as Route['page'] },
    { path: '/claims/:claim/expenses/new', page: ExpensePage as Route['page'] },
    { path: '/help', page: HelpPage },
    { path: '/account', page: AccountPage },
];

function Entrance() {
    useEffect(() => navigate('/', { replace: true }), []);
    return null;
}

export function PhoneLine() {
    return (
        <p class="phone-line">
            <Icon name="phone" /> <a href={PHONE_LINK}><strong>{PHONE}</strong></a> <span class="hours">{t('contact.hours')}</span>
        </p>
    );
}

function Header({ signedIn }: { signedIn: boolean }) {
    return (
        <header class="portal-header">
            <div class="bar">
                <a class="brand" href="/"><Logo /><span>{PRODUCT}</span></a>
                <PhoneLine />
                <div class="bar-end">
                    <LanguageSwitch />
                    {signedIn && <a class="btn btn-quiet" href="/help">{t('nav.help')}</a>}
                    {signedIn && <button type="button" class="btn btn-quiet" onClick={() => void logOut('/login')}>{t('shell.logOut')}</button>}
                </div>
            </div>
        </header>
    );
}

function ActingFor() {
    const all = useStore(people);
    const now = useActing();
    const { path } = useStore(place);
    if (!now) return null;
    const relation = t(`relation.${now.relation}`);
    return (
        <div class="acting">
            <div class="acting-inner">
                <Icon name="person" />
                {all.length > 1 && path === '/'
                    ? <SelectField id="acting" label={t('acting.choose')} value={now.person} onValue={actFor} choices={all.map((one) => ({ value: one.person, label: `${one.name} (${t(`relation.${one.relation}`)})` }))} />
                    : <p>{t('acting.for')} <strong>{now.name}</strong> ({relation}){all.length > 1 && <> · <a href="/">{t('acting.switch')}</a></>}</p>}
            </div>
        </div>
    );
}

function Footer() {
    return (
        <footer class="portal-footer">
            <PhoneLine />
            <p>{t('contact.paper')}</p>
            <p class="small">{t('safety.short')}</p>
            <p class="small no-print"><a href="/help">{t('nav.help')}</a> · <a href="/account">{t('nav.account')}</a></p>
        </footer>
    );
}

function NotFound() {
    return (
        <Page title="notFound.title" section="section.portal">
            <p>{t('notFound.text')}</p>
            <p><a href="/">{t('notFound.home')}</a></p>
        </Page>
    );
}

function SignIn() {
    const { path } = useStore(place);
    return (
        <>
            <Header signedIn={false} />
            <OutageBanner />
            <main id="main" class="portal-main" tabIndex={-1}>
                {path === '/help' ? <HelpPage /> : (
                    <Page title="login.title" section="section.portal">
                        <p class="lead">{t('login.welcome')}</p>
                        <LoginForm onDone={(session) => (session.user.role === 'family' ? arrive() : location.assign('/staff/'))} />
                        <SafetyNote />
                    </Page>
                )}
            </main>
            <footer class="portal-footer"><PhoneLine /><p>{t('contact.paper')}</p><p class="small no-print"><a href="/help">{t('nav.help')}</a></p></footer>
        </>
    );
}

function SignedIn() {
    const { session } = useStore(standing);
    const role = session?.user.role;
    useEffect(() => { if (role !== undefined && role !== 'family') location.assign('/staff/'); }, [role]);
    return (
        <>
            <Header signedIn />
            <ActingFor />
            <OutageBanner />
            <main id="main" class="portal-main" tabIndex={-1}><Outlet routes={routes} otherwise={NotFound} /></main>
            <Footer />
        </>
    );
}

export function PortalApp() {
    useStore(language);
    return (
        <>
            <SkipLink />
            <DemoBanner />
            <SessionGate signedOut={<SignIn />} contact={<PhoneLine />}><SignedIn /></SessionGate>
        </>
    );
}
