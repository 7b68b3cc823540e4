// SPDX-License-Identifier: EUPL-1.2
// Deadlines with start event, day count and rule (C-02).
import { t } from '../ui/text';
import type { CasePart } from './case_page';
import { basisText, DeadlineWords } from './case_words';

export function CaseDeadlines({ claim }: CasePart) {
    return (
        <section aria-labelledby="deadlines-title" class="panel">
            <h2 id="deadlines-title" class="h4">{t('deadlines.title')}</h2>
            {claim.deadlines.length === 0 ? <p class="quiet">{t('deadlines.none')}</p> : (
                <ul class="deadlines">
                    {claim.deadlines.map((deadline) => <li key={`${deadline.code}-${deadline.start}`}><DeadlineWords deadline={deadline} /><span class="small quiet block">{basisText(deadline)}</span></li>)}
                </ul>
            )}
        </section>
    );
}
