// SPDX-License-Identifier: EUPL-1.2
// Domain time as far as the browser knows it: the session's, moved on, and never behind what was already seen.
let domainAt = Date.now();
let takenAt = Date.now();

export function setDomainTime(iso: string): void {
    const instant = Date.parse(iso);
    if (Number.isNaN(instant)) return;
    domainAt = instant;
    takenAt = Date.now();
}

// A demonstration can run its clock fast; an instant that lies ahead of the estimate corrects it.
export function observe(iso: string | null | undefined): void {
    if (iso && Date.parse(iso) > domainNow()) setDomainTime(iso);
}

export function domainNow(): number {
    return domainAt + (Date.now() - takenAt);
}
