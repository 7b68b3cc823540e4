// SPDX-License-Identifier: EUPL-1.2
// States as sign, word and colour together, so that none of the three is needed alone (X-10, W-03).
import type { ComponentChildren } from 'preact';
import type { Level, Severity } from '../api/types';
import { Icon, type IconName } from './icons';
import { t } from './text';

export type Tone = 'urgent' | 'warning' | 'technical' | 'ok' | 'plain' | 'none';

export function Badge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ComponentChildren }) {
    return <span class={`badge tone-${tone}`}>{icon && <Icon name={icon} />}<span>{children}</span></span>;
}

export function SeverityBadge({ severity }: { severity: Severity }) {
    return <Badge tone={severity} icon={severity}>{t(`severity.${severity}`)}</Badge>;
}

export function levelTone(level: Level): Tone {
    if (level === 'alertLow' || level === 'alertHigh') return 'urgent';
    if (level === 'warnLow' || level === 'warnHigh') return 'warning';
    return level === 'normal' ? 'ok' : 'none';
}

export function LevelWord({ level }: { level: Level }) {
    const tone = levelTone(level);
    const icon: Partial<Record<Tone, IconName>> = { urgent: 'urgent', warning: 'warning', ok: 'ok' };
    return <Badge tone={tone} icon={icon[tone]}>{t(`level.${level}`)}</Badge>;
}
