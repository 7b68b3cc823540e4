// SPDX-License-Identifier: EUPL-1.2
// The home page's data, and for whom the reader acts at the moment (F-12).
import { call } from '../api/client';
import type { Portal, PortalClaim, PortalPerson } from '../api/types';
import { useResource, type Resource } from '../ui/resource';
import { createStore, useStore } from '../ui/store';

const MEMORY = 'sostegno.person';

function kept(): string | null {
    try {
        return sessionStorage.getItem(MEMORY);
    } catch {
        return null;
    }
}

export const people = createStore<PortalPerson[]>([]);
const chosen = createStore<string | null>(kept());

export function actFor(person: string): void {
    try {
        sessionStorage.setItem(MEMORY, person);
    } catch {
        // without storage the choice lasts for the page
    }
    chosen.set(person);
}

export function useActing(): PortalPerson | null {
    const all = useStore(people);
    const id = useStore(chosen);
    return all.find((one) => one.person === id) ?? all[0] ?? null;
}

export function usePortal(): Resource<Portal> {
    return useResource('portal', async (signal) => {
        const portal = await call('get', '/api/v1/portal', { signal });
        people.set(portal.people);
        return portal;
    });
}

export function useClaim(id: string): Resource<PortalClaim> {
    return useResource(`own claim ${id}`, async (signal) => {
        if (people.get().length === 0) people.set((await call('get', '/api/v1/portal', { signal })).people);
        const claim = await call('get', '/api/v1/portal/claims/{claim}', { path: { claim: id }, signal });
        actFor(claim.person); // the name above the page is always that of the claim
        return claim;
    });
}
