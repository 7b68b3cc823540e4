// SPDX-License-Identifier: EUPL-1.2
// The browser's own dialog: focus is kept inside, Escape closes, and focus goes back to where it came from.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from './text';

export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
    const dialog = useRef<HTMLDialogElement>(null);
    useLayoutEffect(() => {
        const before = document.activeElement as HTMLElement | null;
        const element = dialog.current;
        if (element && !element.open) element.showModal();
        return () => {
            element?.close();
            if (before?.isConnected) before.focus();
        };
    }, []);
    return (
        <dialog ref={dialog} class="dialog" aria-labelledby="dialog-title" onCancel={(event) => { event.preventDefault(); onClose(); }}>
            <div class="dialog-head">
                <h2 id="dialog-title" class="h4">{title}</h2>
                <button type="button" class="btn btn-quiet" onClick={onClose}>{t('dialog.close')}</button>
            </div>
            {children}
        </dialog>
    );
}
