// SPDX-License-Identifier: EUPL-1.2
// A device's secret, shown once.
import { useState } from 'preact/hooks';
import type { DeviceWithSecret } from '../api/types';
import { announce } from '../ui/announce';
import { Dialog } from '../ui/dialog';
import { t } from '../ui/text';

function Copy({ text }: { text: string }) {
    const [done, setDone] = useState(false);
    const copy = async () => {
        await navigator.clipboard.writeText(text);
        setDone(true);
        announce(t('secret.copied'));
    };
    return <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => void copy()}>{t(done ? 'secret.copied' : 'secret.copy')}</button>;
}

// A code for enrolment, shown once, too.
export function EnrolmentCode({ code, onClose }: { code: string; onClose: () => void }) {
    return (
        <Dialog title={t('device.code')} onClose={onClose}>
            <p class="callout warning">{t('secret.once')}</p>
            <p class="code">{code} <Copy text={code} /></p>
            <button type="button" class="btn btn-primary" onClick={onClose}>{t('secret.kept')}</button>
        </Dialog>
    );
}

export function Secret({ made, onClose }: { made: DeviceWithSecret; onClose: () => void }) {
    return (
        <Dialog title={t('secret.title')} onClose={onClose}>
            <p class="callout warning">{t('secret.once')}</p>
            <dl class="pairs">
                <div><dt>{t('secret.id')}</dt><dd class="code">{made.device.id} <Copy text={made.device.id} /></dd></div>
                <div><dt>{t('secret.secret')}</dt><dd class="code">{made.secret} <Copy text={made.secret} /></dd></div>
            </dl>
            <button type="button" class="btn btn-primary" onClick={onClose}>{t('secret.kept')}</button>
        </Dialog>
    );
}
