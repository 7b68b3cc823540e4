// SPDX-License-Identifier: EUPL-1.2
// The task list of a claim: what we need from the family, what we are doing, by when (F-02).
import type { PortalClaim } from '../api/types';
import { domainNow } from '../ui/clock';
import { date, daysBetween, romeDay } from '../ui/format';
import { plural, t } from '../ui/text';

type Task = PortalClaim['tasks'][number];
const THEIRS: Task['code'][] = ['facts', 'questionnaire', 'submit', 'documents', 'expenses'];

// States in which a claim that was sent unfinished waits for its open answers: until it is decided (decision 0012).
const OPEN_AFTER_SENDING: PortalClaim['state'][] = ['submitted', 'complete', 'reviewable'];

// What was answered stays.
export function answerable(claim: PortalClaim, item: string): boolean {
    if (claim.state === 'draft') return true;
    const given = claim.answers.find((answer) => answer.item === item)?.grade;
    return OPEN_AFTER_SENDING.includes(claim.state) && (claim.openItems.includes(item) || given === 'unknown');
}

export function firstOpen(claim: PortalClaim): string {
    const item = claim.openItems[0];
    if (item) return `/claims/${claim.id}/questions/${item}`;
    return claim.state === 'draft' ? `/claims/${claim.id}/check` : `/claims/${claim.id}`;
}

function target(claim: PortalClaim, task: Task): string | null {
    if (task.status === 'cannot-start') return null;
    if (claim.state === 'draft') {
        if (task.code === 'facts') return `/claims/${claim.id}/facts`;
        if (task.code === 'questionnaire') return firstOpen(claim);
        if (task.code === 'submit') return `/claims/${claim.id}/check`;
    }
    if (task.code === 'questionnaire' && OPEN_AFTER_SENDING.includes(claim.state) && claim.openItems.length > 0) return firstOpen(claim);
    return task.code === 'expenses' && task.status !== 'done' ? `/claims/${claim.id}/expenses/new` : null;
}

function Due({ task }: { task: Task }) {
    if (!task.by || task.status === 'done') return null;
    if (task.code === 'waiting-period') return <span class="task-by">{t('task.waitingUntil', { date: date(task.by) })}</span>;
    const left = daysBetween(romeDay(domainNow()), task.by);
    return <span class="task-by">{t('task.by', { date: date(task.by) })}{left >= 0 && ` (${left === 0 ? t('deadline.today') : plural('deadline.left', left)})`}</span>;
}

function Rows({ claim, tasks }: { claim: PortalClaim; tasks: Task[] }) {
    return (
        <ul class="task-list">
            {tasks.map((task) => {
                const to = target(claim, task);
                return (
                    <li key={task.code} class={`task status-${task.status}`}>
                        <div class="task-words">
                            {to ? <a href={to}>{t(`task.${task.code}`)}</a> : <span>{t(`task.${task.code}`)}</span>}
                            <Due task={task} />
                        </div>
                        <span class="task-status">{t(`taskStatus.${task.status}`)}</span>
                    </li>
                );
            })}
        </ul>
    );
}

// Once a claim is sent, what is done steps back: what is open stands first and alone.
function Group({ claim, tasks, title }: { claim: PortalClaim; tasks: Task[]; title: string }) {
    const open = claim.state === 'draft' ? tasks : tasks.filter((task) => task.status !== 'done');
    return open.length === 0 ? null : <><h3 class="h5">{title}</h3><Rows claim={claim} tasks={open} /></>;
}

export function Tasks({ claim }: { claim: PortalClaim }) {
    const done = claim.state === 'draft' ? [] : claim.tasks.filter((task) => task.status === 'done');
    return (
        <>
            <Group claim={claim} title={t('tasks.theirs')} tasks={claim.tasks.filter((task) => THEIRS.includes(task.code))} />
            <Group claim={claim} title={t('tasks.ours')} tasks={claim.tasks.filter((task) => !THEIRS.includes(task.code))} />
            {done.length > 0 && <details class="more"><summary>{plural('tasks.done', done.length)}</summary><Rows claim={claim} tasks={done} /></details>}
        </>
    );
}
