// SPDX-License-Identifier: EUPL-1.2
// What a person still has to decide or find out, with the rule that asks for it and the way to the place on the page.
import { Badge } from '../ui/badge';
import { plural, sent, t } from '../ui/text';
import type { CasePart } from './case_page';

// Where on the page a task is done.
const PLACES: Record<string, string> = {
    'decide-claim': 'decision', 'complete-answers': 'sheets', 'judge-consolidation': 'finding', 'review-state': 'finding', 'judge-need': 'finding', 'complete-dossier': 'dossier',
    'confirm-check': 'checks', 'settle-check': 'checks', 'rule-on-late': 'acts', 'rule-on-last-day': 'acts', 'rule-on-early': 'acts', 'state-onset': 'acts', 'state-filing': 'acts', 'confirm-alive': 'life',
    'confirm-refusal': 'acts', 'confirm-state-ended': 'acts', 'hold-review': 'finding', 'answer-complaint': 'complaints', 'answer-overdue-complaint': 'complaints', 'claw-back': 'clawbacks', 'settle-same-event': 'checks', 'rule-on-limitation': 'acts',
};

export function CaseTasks({ claim }: CasePart) {
    const rules = new Map<string, string[]>();
    for (const { task, rule } of claim.tasks) rules.set(task, [...new Set([...(rules.get(task) ?? []), rule])]);
    const go = (event: MouseEvent, place: string) => {
        const target = document.getElementById(`${place}-title`);
        if (!target) return;
        event.preventDefault();
        target.tabIndex = -1;
        target.focus();
        target.scrollIntoView({ block: 'start' });
    };
    return (
        <section aria-labelledby="tasks-title" class="panel">
            <h2 id="tasks-title" class="h4">{t('caseTasks.title')}{rules.size > 0 && <> <Badge tone="technical">{plural('caseTasks.count', rules.size)}</Badge></>}</h2>
            {rules.size === 0 ? <p class="quiet">{t('caseTasks.none')}</p> : (
                <ul class="reasons">
                    {[...rules].map(([task, ids]) => {
                        const place = PLACES[task];
                        const words = sent('caseTask', task, task);
                        return <li key={task}>{place ? <a href={`#${place}-title`} onClick={(event) => go(event, place)}>{words}</a> : words}{ids.map((rule) => <span key={rule} class="rule">{rule}</span>)}</li>;
                    })}
                </ul>
            )}
        </section>
    );
}
