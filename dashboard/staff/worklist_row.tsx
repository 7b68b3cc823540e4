// SPDX-License-Identifier: EUPL-1.2
// One person of the worklist: a row that reads as one sentence, with all open alerts under it on demand (W-02, W-05, W-20).
import type { WorklistRow } from '../api/types';
import { SeverityBadge } from '../ui/badge';
import { When } from '../ui/time';
import { plural, t } from '../ui/text';
import { moment } from '../ui/format';
import { alertSentence, AlertState, conditionsText, isLate, openAlerts } from './alert_words';

export interface RowActs { take: (row: WorklistRow) => void; call: (row: WorklistRow) => void; close: (row: WorklistRow) => void }

interface RowProps { row: WorklistRow; mine: boolean; selected: boolean; fresh: boolean; open: boolean; busy: boolean; onToggle: () => void; onSelect: () => void; acts: RowActs }

export function Row({ row, mine, selected, fresh, open, busy, onToggle, onSelect, acts }: RowProps) {
    const alerts = openAlerts(row);
    const first = alerts[0];
    const free = alerts.some((alert) => alert.state === 'open');
    const holds = alerts.some((alert) => alert.state === 'taken') && mine;
    const rest = alerts.length - 1;
    if (!first) {
        return <tr class="done" data-subject={row.subject}><td colSpan={6}>{row.person.name}: {t('worklist.gone')}</td></tr>;
    }
    return (
        <>
            <tr class={`row-${row.severity}${selected ? ' selected' : ''}`} data-subject={row.subject} onFocusCapture={onSelect}>
                <td class="cell-severity"><SeverityBadge severity={row.severity} />{fresh && <span class="new-mark">{t('worklist.new')}</span>}</td>
                <th scope="row" class="cell-person">
                    <a href={`/staff/patients/${row.subject}`} data-row-link>{row.person.name}</a>
                    <span class="small quiet">{plural('person.years', row.person.age)} · {t('person.tail', { tail: row.person.codiceFiscaleTail })}</span>
                    <span class="small quiet">{conditionsText(row.conditions)}</span>
                </th>
                <td class="cell-what">
                    {alertSentence(first)}
                    {isLate(first) && <span class="small quiet block">{t('alert.measured', { time: moment(first.measuredAt ?? '') })}</span>}
                    {rest > 0 && <button type="button" class="btn btn-quiet btn-sm" aria-expanded={open} onClick={onToggle}>{open ? t('worklist.fewer') : plural('worklist.more', rest)}</button>}
                </td>
                <td class="cell-when"><When at={row.since} how="both" /></td>
                <td class="cell-state">{row.owner ? t('alert.takenBy', { name: row.owner.name }) : t('alertState.open')}</td>
                <td class="cell-acts">
                    {free && <button type="button" class="btn btn-primary btn-sm" aria-disabled={busy} onClick={() => acts.take(row)}>{t('act.take')}<span class="visually-hidden"> {row.person.name}</span></button>}
                    {holds && (
                        <>
                            <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => acts.call(row)}>{t('act.call')}<span class="visually-hidden"> {row.person.name}</span></button>
                            <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => acts.close(row)}>{t('act.close')}<span class="visually-hidden"> {row.person.name}</span></button>
                        </>
                    )}
                </td>
            </tr>
            {open && alerts.slice(1).map((alert) => (
                <tr key={alert.id} class="sub-row" data-of={row.subject}>
                    <td><SeverityBadge severity={alert.severity} /></td>
                    <td><span class="visually-hidden">{row.person.name}</span></td>
                    <td>{alertSentence(alert)}</td>
                    <td><When at={alert.raisedAt} how="both" /></td>
                    <td colSpan={2}><AlertState alert={alert} /></td>
                </tr>
            ))}
        </>
    );
}
