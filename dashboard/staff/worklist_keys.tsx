// SPDX-License-Identifier: EUPL-1.2
// Keys of the worklist; they can be switched off, since single letters disturb dictation software (W-13, WCAG 2.1.4).
import { useEffect, useRef } from 'preact/hooks';
import { createStore } from '../ui/store';
import { Dialog } from '../ui/dialog';
import { t } from '../ui/text';

const MEMORY = 'sostegno.keys';

function kept(): boolean {
    try {
        return localStorage.getItem(MEMORY) !== 'off';
    } catch {
        return true;
    }
}

export const keysOn = createStore(kept());

export function switchKeys(on: boolean): void {
    try {
        localStorage.setItem(MEMORY, on ? 'on' : 'off');
    } catch {
        // without storage the choice lasts for the page
    }
    keysOn.set(on);
}

export type KeyActs = Partial<Record<'j' | 'k' | 't' | 'l' | 'c' | 'x' | '/' | '?' | 'n', () => void>>;

export function useKeys(acts: KeyActs): void {
    const latest = useRef(acts);
    latest.current = acts;
    useEffect(() => {
        const press = (event: KeyboardEvent) => {
            const target = event.target as HTMLElement;
            if (!keysOn.get() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
            if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog')) return;
            const act = latest.current[event.key.toLowerCase() as keyof KeyActs];
            if (!act) return;
            event.preventDefault();
            act();
        };
        document.addEventListener('keydown', press);
        return () => document.removeEventListener('keydown', press);
    }, []);
}

export function KeysHelp({ onClose }: { onClose: () => void }) {
    const names = ['j', 'k', 'enter', 't', 'l', 'c', 'x', 'n', 'slash', 'question'] as const;
    const shown: Record<(typeof names)[number], string> = { j: 'J', k: 'K', enter: 'Enter', t: 'T', l: 'L', c: 'C', x: 'X', n: 'N', slash: '/', question: '?' };
    return (
        <Dialog title={t('keys.title')} onClose={onClose}>
            <dl class="keys">
                {names.map((name) => <div key={name}><dt><kbd>{shown[name]}</kbd></dt><dd>{t(`key.${name}`)}</dd></div>)}
            </dl>
        </Dialog>
    );
}
