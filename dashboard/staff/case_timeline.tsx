// SPDX-License-Identifier: EUPL-1.2
// What happened in the case, newest first, with author and time (C-12).
import { When } from '../ui/time';
import { sent, t } from '../ui/text';
import type { CasePart } from './case_page';

export function CaseTimeline({ claim }: CasePart) {
    // What one act recorded in one moment is one line.
    const entries = claim.timeline.filter((entry, i, all) => { const before = all[i - 1]; return !before || before.kind !== entry.kind || before.at !== entry.at || before.by !== entry.by; });
    return (
        <section aria-labelledby="timeline-title" class="panel">
            <h2 id="timeline-title" class="h4">{t('timeline.title')}</h2>
            {entries.length === 0 ? <p class="quiet">{t('timeline.none')}</p> : (
                <ol class="timeline">
                    {entries.map((entry, i) => (
                        <li key={i}><span>{sent('timelineKind', entry.kind, entry.kind)}</span><span class="small quiet block"><When at={entry.at} how="full" /> · {entry.by === 'family' ? t('role.family') : entry.by}</span></li>
                    ))}
                </ol>
            )}
        </section>
    );
}
