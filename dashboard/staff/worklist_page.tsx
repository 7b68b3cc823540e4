// SPDX-License-Identifier: EUPL-1.2
// The triage worklist: one row per person, most urgent first, clinical and technical apart (W-01…W-07).
import { useLayoutEffect, useState } from 'preact/hooks';
import { CallFault } from '../api/problem';
import { standing } from '../api/session';
import type { Alert, Worklist, WorklistRow } from '../api/types';
import { Icon, type IconName } from '../ui/icons';
import { Page } from '../ui/page';
import { Pager } from '../ui/pager';
import { moment } from '../ui/format';
import { useQuery } from '../ui/router';
import { ScrollRegion } from '../ui/scroll';
import { Empty, FaultNote, faultText, Loaded, PageGone } from '../ui/states';
import { Checkbox, SelectField } from '../ui/form';
import { useStore } from '../ui/store';
import { integer } from '../ui/format';
import { language, plural, t } from '../ui/text';
import { announce } from '../ui/announce';
import { openAlerts } from './alert_words';
import { CallDialog, CloseDialog, takeAll } from './alert_work';
import { CustodyAlerts } from './custody_alerts';
import { useFeed } from './worklist_feed';
import { KeysHelp, keysOn, switchKeys, useKeys } from './worklist_keys';
import { Row, type RowActs } from './worklist_row';

type Lane = 'clinical' | 'technical';

function Counts({ counts }: { counts: Worklist['counts'] }) {
    const one = (name: IconName & ('urgent' | 'warning' | 'technical' | 'silent'), n: number) => (
        <li class={`count tone-${n > 0 ? name : 'none'}`}><Icon name={name} /><strong>{integer(n)}</strong> {plural(`count.${name}`, n)}</li>
    );
    return <ul class="counts" aria-label={t('count.title')}>{one('urgent', counts.urgent)}{one('warning', counts.warning)}{one('technical', counts.technical)}{one('silent', counts.silent)}</ul>;
}

export function WorklistPage() {
    const [query, change] = useQuery();
    const severity = query.get('severity') ?? '';
    const condition = query.get('condition') ?? '';
    const owner = query.get('owner') ?? '';
    const cursor = query.get('cursor') ?? '';
    const feed = useFeed({ severity: severity || undefined, condition: condition || undefined, owner: owner || undefined, cursor: cursor || undefined });
    const me = standing.get().session?.user.id;
    const keys = useStore(keysOn);
    const [selected, setSelected] = useState<string | null>(null);
    const [opened, setOpened] = useState<Set<string>>(new Set());
    const [work, setWork] = useState<{ what: 'call' | 'close' | 'help'; row?: WorklistRow } | null>(null);
    const [busy, setBusy] = useState(false);
    const [fault, setFault] = useState<CallFault | null>(null);
    const rows = feed.list.data?.items ?? [];
    const lanes: Record<Lane, WorklistRow[]> = { clinical: rows.filter((row) => row.severity !== 'technical'), technical: rows.filter((row) => row.severity === 'technical') };
    const ordered = [...lanes.clinical, ...lanes.technical];
    const current = ordered.find((row) => row.subject === selected);
    const urgent = feed.list.data?.counts.urgent ?? 0;
    useLayoutEffect(() => {
        if (urgent > 0) document.title = `(${urgent}) ${document.title.replace(/^\(\d+\) /, '')}`;
    }, [urgent, feed.list.data, language.get()]);

    const mineOf = (row: WorklistRow) => row.owner?.id === me;
    // What was used may be gone: the focus goes to what can be done next for the person, or to the next row, never to nowhere.
    const refresh = (subject: string) => void feed.refresh().then(() => window.setTimeout(() => {
        if (document.activeElement && document.activeElement !== document.body) return;
        const places = [`tr[data-subject="${subject}"] .cell-acts button`, `tr[data-subject="${subject}"] [data-row-link]`, '[data-row-link]', 'h1'];
        places.map((one) => document.querySelector<HTMLElement>(one)).find((one) => one !== null)?.focus();
    }, 50));
    const acts: RowActs = {
        take: (row) => {
            if (busy) return;
            setBusy(true);
            setFault(null);
            takeAll(row.alerts)
                .catch((error: unknown) => {
                    if (!(error instanceof CallFault)) throw error;
                    setFault(error);
                    announce(faultText(error));
                })
                .finally(() => {
                    setBusy(false);
                    refresh(row.subject);
                });
        },
        call: (row) => setWork({ what: 'call', row }),
        close: (row) => setWork({ what: 'close', row }),
    };
    const move = (step: number) => {
        const at = ordered.findIndex((row) => row.subject === selected);
        const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + step))];
        if (!next) return;
        setSelected(next.subject);
        document.querySelector<HTMLElement>(`tr[data-subject="${next.subject}"] [data-row-link]`)?.focus();
    };
    const toggle = (subject: string) => setOpened((old) => {
        const next = new Set(old);
        if (!next.delete(subject)) next.add(subject);
        return next;
    });
    const withHeld = (what: 'call' | 'close') => () => { if (current && mineOf(current)) setWork({ what, row: current }); };
    useKeys({
        j: () => move(1), k: () => move(-1), t: () => { if (current) acts.take(current); }, l: withHeld('call'), c: withHeld('close'), x: () => { if (current) toggle(current.subject); },
        n: feed.show, '/': () => document.getElementById('severity')?.focus(), '?': () => setWork({ what: 'help' }),
    });
    const leaveWork = () => {
        setWork(null);
        refresh(work?.row?.subject ?? '');
    };
    // What one has closed oneself stands as closed at once, even while the rows wait for the hands to leave the list.
    const leaveClosed = () => {
        const shown = feed.list.data;
        const closed = (alert: Alert): Alert => (alert.state === 'taken' && alert.owner?.id === me ? { ...alert, state: 'closed' } : alert);
        if (shown) feed.list.put({ ...shown, items: shown.items.map((row) => (row.subject === work?.row?.subject ? { ...row, alerts: row.alerts.map(closed) } : row)) });
        leaveWork();
    };
    const filtered = severity !== '' || condition !== '' || owner !== '';
    const any = { value: '', label: t('filter.any') };

    const table = (lane: Lane, of: WorklistRow[]) => of.length > 0 && (
        <section class={`lane lane-${lane}`} aria-labelledby={`lane-${lane}`}>
            <h2 id={`lane-${lane}`} class="h4">{t(`lane.${lane}`)}</h2>
            <ScrollRegion label={t(`lane.${lane}`)}>
                <table class="table worklist">
                    <thead>
                        <tr>
                            <th scope="col" aria-sort={lane === 'clinical' ? 'descending' : undefined}>{t('column.severity')}</th><th scope="col">{t('column.person')}</th><th scope="col">{t('column.what')}</th>
                            <th scope="col">{t('column.when')}</th><th scope="col">{t('column.state')}</th><th scope="col">{t('column.acts')}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {of.map((row) => (
                            <Row key={row.subject} row={row} mine={mineOf(row)} selected={row.subject === selected} fresh={feed.newRows.has(row.subject)} open={opened.has(row.subject)} busy={busy}
                                onToggle={() => toggle(row.subject)} onSelect={() => setSelected(row.subject)} acts={acts} />
                        ))}
                    </tbody>
                </table>
            </ScrollRegion>
        </section>
    );

    return (
        <Page title="worklist.title" section="section.monitoring" class="wide">
            {feed.list.data && <Counts counts={feed.list.data.counts} />}
            <form class="filters" aria-label={t('filter.title')} onSubmit={(event) => event.preventDefault()}>
                <SelectField id="severity" label={t('filter.severity')} value={severity} onValue={(value) => change({ severity: value, cursor: null })}
                    choices={[any, ...(['urgent', 'warning', 'technical'] as const).map((value) => ({ value, label: t(`severity.${value}`) }))]} />
                <SelectField id="condition" label={t('filter.condition')} value={condition} onValue={(value) => change({ condition: value, cursor: null })}
                    choices={[any, ...(['diabetes', 'hypertension', 'copd'] as const).map((value) => ({ value, label: t(`condition.${value}`) }))]} />
                <SelectField id="owner" label={t('filter.owner')} value={owner} onValue={(value) => change({ owner: value, cursor: null })}
                    choices={[any, { value: 'mine', label: t('filter.mine') }, { value: 'none', label: t('filter.none') }]} />
                <div class="filters-end">
                    <Checkbox id="keys-on" label={t('keys.on')} checked={keys} onValue={switchKeys} />
                    <button type="button" class="btn btn-quiet" onClick={() => setWork({ what: 'help' })}>{t('keys.help')}</button>
                </div>
            </form>
            {fault && <FaultNote fault={fault} />}
            <div class="new-bar">
                {rows.length > 0 && <p class="small quiet">{t('worklist.order')}</p>}
                <div role="status">{feed.waiting && (
                    <button type="button" class="btn btn-primary" onClick={feed.show}>
                        {feed.fresh > 0 ? `${plural('worklist.newAlerts', feed.fresh)}: ${feed.freshNames.slice(0, 2).join(' · ')} – ${t('worklist.show')}` : t('worklist.changed')}
                    </button>
                )}</div>
            </div>
            <Loaded of={feed.list} lines={8}>
                {(data) => (
                    <div id="worklist">
                        {rows.length === 0 && (cursor !== '' ? <PageGone /> : filtered
                            ? <Empty title={t('worklist.filteredOut')}><button type="button" class="btn btn-outline-primary" onClick={() => change({ severity: null, condition: null, owner: null, cursor: null })}>{t('filter.clear')}</button></Empty>
                            : (
                                <Empty title={t('worklist.none')}>
                                    <p>{data.lastReceivedAt ? t('worklist.feedLives', { time: moment(data.lastReceivedAt), devices: plural('count.devices', data.reportingDevices) }) : t('worklist.feedSilent')}</p>
                                </Empty>
                            ))}
                        {table('clinical', lanes.clinical)}
                        {table('technical', lanes.technical)}
                        <CustodyAlerts alerts={data.custodyAlerts} me={me} onChange={() => void feed.refresh()} />
                        {rows.length > 0 && <Pager nextCursor={data.nextCursor} />}
                    </div>
                )}
            </Loaded>
            {work?.what === 'help' && <KeysHelp onClose={() => setWork(null)} />}
            {work?.what === 'call' && work.row && <CallDialog name={work.row.person.name} alerts={openAlerts(work.row)} onClose={() => setWork(null)} onDone={leaveWork} />}
            {work?.what === 'close' && work.row && <CloseDialog name={work.row.person.name} alerts={openAlerts(work.row)} onClose={() => setWork(null)} onDone={leaveClosed} />}
        </Page>
    );
}
