// SPDX-License-Identifier: EUPL-1.2
// A form that sends something once: what is wrong with its fields, or what stopped the sending, and its button.
import type { ComponentChildren } from 'preact';
import { FormFaults, SubmitButton, type Faults } from './form';
import { fieldFaults, type Sending } from './send';
import { FaultNote } from './states';

interface SendFormProps {
    sending: Sending;
    faults: Faults; // what the page itself found
    fields?: Record<string, string>; // members of the body that the server may find wrong, with their labels
    places?: Record<string, string>; // the fields of those members that are called otherwise on the page
    onSend: () => void | Promise<void>;
    class?: string;
    role?: 'search';
    save?: ComponentChildren; // on the button; none: the children bring it
    quiet?: boolean;
    children: ComponentChildren;
}

export function SendForm({ sending, faults, fields, places, onSend, save, quiet, children, ...own }: SendFormProps) {
    const shown = faults.length > 0 || !fields ? faults : fieldFaults(sending.fault, fields, places);
    const submit = (event: Event) => {
        event.preventDefault();
        void onSend();
    };
    return (
        <form {...own} onSubmit={submit} noValidate>
            <FormFaults faults={shown}>
                {sending.fault && shown.length === 0 && <FaultNote fault={sending.fault} />}
                {children}
                {save && <SubmitButton busy={sending.busy} quiet={quiet}>{save}</SubmitButton>}
            </FormFaults>
        </form>
    );
}
