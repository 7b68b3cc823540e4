// SPDX-License-Identifier: EUPL-1.2
// Sending something once: a second click does nothing, a second try after a broken line carries the same key.
import { useCallback, useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import { CallFault } from '../api/problem';
import type { Faults } from './form';
import { language, sent, t, type Language } from './text';

export interface Sending {
    busy: boolean;
    fault: CallFault | null;
    run: (job: (idempotencyKey: string) => Promise<void>) => Promise<boolean>;
    clear: () => void;
}

export function useSend(): Sending {
    const [busy, setBusy] = useState(false);
    const [fault, setFault] = useState<CallFault | null>(null);
    const going = useRef(false);
    const key = useRef(newKey());
    const run = useCallback(async (job: (idempotencyKey: string) => Promise<void>): Promise<boolean> => {
        if (going.current) return false;
        going.current = true;
        setBusy(true);
        setFault(null);
        try {
            await job(key.current);
            key.current = newKey();
            return true;
        } catch (error) {
            if (!(error instanceof CallFault)) throw error;
            if (!error.passing) key.current = newKey(); // it was judged: a corrected form is another request
            setFault(error);
            return false;
        } finally {
            going.current = false;
            setBusy(false);
        }
    }, []);
    return { busy, fault, run, clear: useCallback(() => setFault(null), []) };
}

const none: Faults = [];
const told = new WeakMap<CallFault, { language: Language; faults: Faults }>();

// The faults that the server found in the body, at the fields that carry the same names or those that `places` says. The
// same fault gives the same list at every drawing: the summary takes the focus for a new list only, and not while
// somebody types.
export function fieldFaults(fault: CallFault | null, fields: Record<string, string>, places: Record<string, string> = {}): Faults {
    if (!fault) return none;
    const now = language.get();
    const before = told.get(fault);
    if (before?.language === now) return before.faults;
    const faults = readFaults(fault, fields, places);
    told.set(fault, { language: now, faults });
    return faults;
}

function readFaults(fault: CallFault, fields: Record<string, string>, places: Record<string, string>): Faults {
    const idOf = (member: string) => places[member] ?? member;
    return fault.errors.flatMap(({ pointer, code }) => {
        const name = pointer.split('/')[1] ?? '';
        if (name === '') return [{ field: idOf(Object.keys(fields)[0] ?? ''), text: sent('invalid', code, t('invalid.other')) }]; // the body as a whole
        const field = fields[name];
        return field === undefined ? [] : [{ field: idOf(name), text: `${field}: ${sent('invalid', code, t('invalid.other'))}` }];
    });
}
