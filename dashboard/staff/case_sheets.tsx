// SPDX-License-Identifier: EUPL-1.2
// What the family answers and what physicians found, side by side; the clinician records the sheet of an examination here (D4, A-20, B-25).
import { useState } from 'preact/hooks';
import { call } from '../api/client';
import type { Claim, Questionnaire } from '../api/types';
import { date } from '../ui/format';
import { DateField, noDate, Radios, type Faults } from '../ui/form';
import { gradeChoices, useQuestionnaire } from '../ui/grades';
import { readDate } from '../ui/input';
import { ScrollRegion } from '../ui/scroll';
import { SendForm } from '../ui/send_form';
import { Loaded } from '../ui/states';
import { inLanguage, t } from '../ui/text';
import { ActDetails } from './case_form';
import type { CasePart } from './case_page';
import { Allowed, useCaseSend } from './case_send';

const labelOf = (claim: Claim, code: string) => { const found = claim.score.items.find(({ item }) => item === code); return found ? inLanguage(found.label) : code; };
const RATERS = ['physician', 'visit'] as const;

function SheetForm({ part, questionnaire }: { part: CasePart; questionnaire: Questionnaire }) {
    const { claim } = part;
    const [rater, setRater] = useState('');
    const [parts, setParts] = useState(noDate);
    const [grades, setGrades] = useState<Record<string, string>>({});
    const [faults, setFaults] = useState<Faults>([]);
    const { sending, submit } = useCaseSend(part);
    const send = async () => {
        const on = readDate(parts.day, parts.month, parts.year);
        const found: Faults = [];
        if (rater === '') found.push({ field: 'sheetRater', text: t('sheets.noRater') });
        if (!on) found.push({ field: 'sheetOn', text: t('date.invalid') });
        for (const item of questionnaire.items) if (!grades[item.code]) found.push({ field: `sheet-${item.code}`, text: `${labelOf(claim, item.code)}: ${t('question.choose')}` });
        setFaults(found);
        if (found.length > 0 || !on) return;
        const done = await submit(() => call('post', '/api/v1/claims/{claim}/assessments', {
            path: { claim: claim.id }, version: claim.version,
            body: { rater: rater as (typeof RATERS)[number], on, answers: questionnaire.items.map(({ code }) => ({ item: code, grade: grades[code] ?? '' })) },
        }), t('sheets.saved'));
        if (!done) return;
        setGrades({});
        setParts(noDate);
    };
    return (
        <SendForm sending={sending} faults={faults} fields={{ rater: t('sheets.rater'), on: t('sheets.on') }} places={{ rater: 'sheetRater', on: 'sheetOn' }} onSend={send} save={t('sheets.save')} quiet>
            <Radios id="sheetRater" legend={t('sheets.rater')} value={rater} onValue={setRater} choices={RATERS.map((value) => ({ value, label: t(`rater.${value}`) }))} />
            <DateField id="sheetOn" legend={t('sheets.on')} value={parts} onValue={setParts} />
            {questionnaire.items.map((item) => (
                <Radios key={item.code} id={`sheet-${item.code}`} legend={labelOf(claim, item.code)} hint={inLanguage(item.question)} value={grades[item.code] ?? ''}
                    onValue={(grade) => setGrades((before) => ({ ...before, [item.code]: grade }))} choices={gradeChoices(item)} />
            ))}
        </SendForm>
    );
}

function Sheets({ claim, questionnaire }: { claim: Claim; questionnaire: Questionnaire }) {
    const wordsOf = (code: string, grade: string | undefined) => {
        const item = questionnaire.items.find((one) => one.code === code);
        const choice = item && grade ? gradeChoices(item).find(({ value }) => value === grade) : undefined;
        return choice ? choice.label : '–';
    };
    return (
        <ScrollRegion label={t('sheets.title')}>
            <table class="table">
                <thead><tr><th scope="col">{t('sheets.activity')}</th>{claim.assessments.map((sheet, i) => <th key={i} scope="col">{t(`rater.${sheet.rater}`)}{sheet.on && <span class="small quiet block">{date(sheet.on)}{sheet.by && `, ${sheet.by.name}`}</span>}</th>)}</tr></thead>
                <tbody>{questionnaire.items.map((item) => (
                    <tr key={item.code}><th scope="row">{labelOf(claim, item.code)}</th>{claim.assessments.map((sheet, i) => <td key={i}>{wordsOf(item.code, sheet.answers.find((answer) => answer.item === item.code)?.grade)}</td>)}</tr>
                ))}</tbody>
            </table>
        </ScrollRegion>
    );
}

export function CaseSheets(part: CasePart) {
    const { claim } = part;
    const questionnaire = useQuestionnaire(claim.plan);
    return (
        <section aria-labelledby="sheets-title" class="panel">
            <h2 id="sheets-title" class="h4">{t('sheets.title')}</h2>
            <p class="hint">{t('sheets.hint')}</p>
            <Loaded of={questionnaire} lines={4}>
                {(questions) => questions && (
                    <>
                        {claim.assessments.length > 1 && <Sheets claim={claim} questionnaire={questions} />}
                        <Allowed claim={claim} action="assessment"><ActDetails title={t('sheets.record')}><SheetForm part={part} questionnaire={questions} /></ActDetails></Allowed>
                    </>
                )}
            </Loaded>
        </section>
    );
}
