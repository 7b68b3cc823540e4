// SPDX-License-Identifier: EUPL-1.2
// The frame of one page: title "Page - Section - Product", one h1 that takes the focus after a change of page (X-05).
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { domainNow } from './clock';
import { PRODUCT } from './contact';
import { date, romeDay } from './format';
import { place } from './router';
import { useStore } from './store';
import { language, t, type TextKey } from './text';

interface PageProps {
    title: TextKey; // never with personal data (X-26)
    section: TextKey;
    heading?: ComponentChildren; // what h1 says, when it is not the title
    failed?: boolean; // the form has faults: the title says so (X-19)
    lead?: ComponentChildren;
    before?: ComponentChildren;
    class?: string;
    headingHidden?: boolean;
    children: ComponentChildren;
}

// Title and focus; for pages whose h1 stands elsewhere, such as in the legend of their one question. Both come with the
// drawing: a moment later the focus would be taken from somebody who already types.
export function usePageHead(title: TextKey, section: TextKey, failed = false) {
    const heading = useRef<HTMLHeadingElement>(null);
    const { visit } = useStore(place);
    useStore(language);
    const text = `${failed ? `${t('page.failed')} ` : ''}${t(title)} - ${t(section)} - ${PRODUCT}`;
    useLayoutEffect(() => { document.title = text; }, [text]);
    useLayoutEffect(() => { if (visit > 0) heading.current?.focus({ preventScroll: true }); }, [visit]);
    return heading;
}

export function Page(props: PageProps) {
    const heading = usePageHead(props.title, props.section, props.failed);
    return (
        <div class={`page ${props.class ?? ''}`}>
            {props.before}
            <h1 ref={heading} tabIndex={-1} class={props.headingHidden ? 'visually-hidden' : undefined}>{props.heading ?? t(props.title)}</h1>
            {props.lead}
            {props.children}
            <p class="print-only small">{t('page.printed', { date: date(romeDay(domainNow())) })}</p>
        </div>
    );
}
