// SPDX-License-Identifier: EUPL-1.2
// The next page of a list, and the way back to its start; the place in the list stands in the URL.
import { useQuery } from './router';
import { t } from './text';

export function BackToStart() {
    const [, change] = useQuery();
    return <button type="button" class="btn btn-outline-primary" onClick={() => change({ cursor: null })}>{t('pager.first')}</button>;
}

export function Pager({ nextCursor }: { nextCursor: string | null }) {
    const [query, change] = useQuery();
    return (
        <div class="pager">
            {query.get('cursor') !== null && <BackToStart />}
            {nextCursor && <button type="button" class="btn btn-outline-primary" onClick={() => change({ cursor: nextCursor })}>{t('pager.next')}</button>}
        </div>
    );
}
