// SPDX-License-Identifier: EUPL-1.2
// An instant as people read it: relative and absolute, with the zone on hover.
import { dateTime, moment, relative, zoneName } from './format';

export function When({ at, how = 'moment' }: { at: string; how?: 'moment' | 'full' | 'both' }) {
    const hover = `${dateTime(at)} ${zoneName(Date.parse(at))}`;
    if (how === 'both') {
        return (
            <span class="when">
                <time dateTime={at} title={hover}>{relative(at)}</time>
                <span class="small quiet">{moment(at)}</span>
            </span>
        );
    }
    return <time dateTime={at} title={hover}>{how === 'full' ? dateTime(at) : moment(at)}</time>;
}
