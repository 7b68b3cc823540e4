// SPDX-License-Identifier: EUPL-1.2
// The questionnaire of a plan, and the answers to one question of it; "I do not know" is one of them (F-04).
import { call } from '../api/client';
import type { Questionnaire } from '../api/types';
import type { Choice } from './form';
import { useResource, type Resource } from './resource';
import { inLanguage, t } from './text';

export const UNKNOWN = 'unknown';

export function gradeChoices(item: Questionnaire['items'][number]): Choice[] {
    return [...item.grades.map(({ code, label }) => ({ value: code, label: inLanguage(label) })), { value: UNKNOWN, label: t('question.unknown') }];
}

// Of the version that a claim pins; nothing while the claim is not there yet.
export function useQuestionnaire(plan: { id: string; version: string } | undefined): Resource<Questionnaire | null> {
    return useResource(`questionnaire ${plan?.id ?? ''} ${plan?.version ?? ''}`, async (signal) => (
        plan ? call('get', '/api/v1/plans/{plan}/questionnaire', { path: { plan: plan.id }, query: { version: Number(plan.version) }, signal }) : null));
}
