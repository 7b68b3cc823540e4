// SPDX-License-Identifier: EUPL-1.2
// The answers to one question of the questionnaire; "I do not know" is one of them (F-04).
import type { Questionnaire } from '../api/types';
import type { Choice } from './form';
import { inLanguage, t } from './text';

export const UNKNOWN = 'unknown';

export function gradeChoices(item: Questionnaire['items'][number]): Choice[] {
    return [...item.grades.map(({ code, label }) => ({ value: code, label: inLanguage(label) })), { value: UNKNOWN, label: t('question.unknown') }];
}
