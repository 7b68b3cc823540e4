// SPDX-License-Identifier: EUPL-1.2
// A data table wider than the screen scrolls in a region that has a name and takes the focus.
import type { ComponentChildren } from 'preact';

export function ScrollRegion({ label, tall, children }: { label: string; tall?: boolean; children: ComponentChildren }) {
    return <div class={tall ? 'scroll-region tall' : 'scroll-region'} role="region" aria-label={label} tabIndex={0}>{children}</div>;
}
