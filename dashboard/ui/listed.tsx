// SPDX-License-Identifier: EUPL-1.2
// A list page by page as a table: nothing there, a page whose rows are gone since, or rows and the way on.
import type { ComponentChildren } from 'preact';
import { Pager } from './pager';
import type { Resource } from './resource';
import { useQuery } from './router';
import { ScrollRegion } from './scroll';
import { Loaded, PageGone } from './states';

interface ListedProps<Row, Data extends { items: Row[]; nextCursor: string | null }> {
    of: Resource<Data>;
    label: string; // of the table
    empty: ComponentChildren; // why there is nothing, and what to do next
    head: ComponentChildren; // cells of the head
    row: (row: Data['items'][number]) => ComponentChildren;
    before?: (data: Data) => ComponentChildren;
}

export function Listed<Row, Data extends { items: Row[]; nextCursor: string | null }>({ of, label, empty, head, row, before }: ListedProps<Row, Data>) {
    const [query] = useQuery();
    return (
        <Loaded of={of} lines={8}>
            {(data) => (data.items.length === 0 ? query.get('cursor') !== null ? <PageGone /> : empty : (
                <>
                    {before?.(data)}
                    <ScrollRegion label={label}>
                        <table class="table">
                            <thead><tr>{head}</tr></thead>
                            <tbody>{data.items.map(row)}</tbody>
                        </table>
                    </ScrollRegion>
                    <Pager nextCursor={data.nextCursor} />
                </>
            ))}
        </Loaded>
    );
}
