// SPDX-License-Identifier: EUPL-1.2
// The documents of the dossier with their state and what is missing, and the day on which it was complete (A-17 … A-19, S-06).
import { call } from '../api/client';
import type { Claim, Tristate } from '../api/types';
import { Badge } from '../ui/badge';
import { date } from '../ui/format';
import { ScrollRegion } from '../ui/scroll';
import { When } from '../ui/time';
import { inLanguage, t } from '../ui/text';
import { ActDetails, ActForm, given, type ActField } from './case_form';
import type { CasePart } from './case_page';
import { Allowed } from './case_send';

type Document = Claim['dossier']['documents'][number];

function DocumentState({ document }: { document: Document }) {
    const { copy } = document;
    if (copy?.accepted === 'yes') return <Badge tone="ok" icon="ok">{t('documents.accepted')}</Badge>;
    if (copy) return <Badge tone="urgent">{t('documents.refused')}</Badge>;
    if (document.needed === 'yes') return <Badge tone="warning" icon="warning">{t('documents.missing')}</Badge>;
    return <span class="quiet">{t(document.needed === 'no' ? 'documents.notNeeded' : 'documents.unsure')}</span>;
}

function Rows({ documents }: { documents: Document[] }) {
    return (
        <ScrollRegion label={t('documents.title')}>
            <table class="table">
                <thead><tr><th scope="col">{t('documents.document')}</th><th scope="col">{t('documents.state')}</th><th scope="col">{t('documents.receivedOn')}</th></tr></thead>
                <tbody>
                    {documents.map((one) => (
                        <tr key={one.code}>
                            <th scope="row">{one.code} · {inLanguage(one.label)}<span class="rule">{one.rule}</span></th>
                            <td><DocumentState document={one} />{one.copy?.note && <span class="small block">{one.copy.note}</span>}</td>
                            <td>{one.copy ? <>{date(one.copy.receivedOn)}<span class="small quiet block">{one.copy.by.name}</span></> : '–'}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </ScrollRegion>
    );
}

const FACTS: Tristate[] = ['yes', 'no', 'unknown'];
const SITUATIONS = ['admitted', 'homeService', 'inpatient'] as const;

export function CaseDossier(part: CasePart) {
    const { claim } = part;
    const { dossier } = claim;
    if (dossier.documents.length === 0) return null;
    const others = dossier.documents.filter((one) => one.needed === 'no' && !one.copy);
    const asked = dossier.documents.filter((one) => !others.includes(one));
    const documentFields: ActField[] = [
        { name: 'code', kind: 'select', label: t('documents.document'), missing: t('documents.noDocument'), choices: dossier.documents.map((one) => ({ value: one.code, label: `${one.code} · ${inLanguage(one.label)}` })) },
        { name: 'receivedOn', kind: 'date', label: t('documents.receivedOn'), missing: t('date.invalid') },
        { name: 'accepted', kind: 'choice', label: t('documents.verdict'), missing: t('documents.noVerdict'), choices: [{ value: 'yes', label: t('documents.isGood') }, { value: 'no', label: t('documents.isNot') }] },
        { name: 'note', kind: 'text', label: t('documents.why'), hint: t('documents.whyHint'), missing: t('documents.noWhy'), when: (values) => values.accepted === 'no' },
    ];
    const situationFields: ActField[] = SITUATIONS.map((name) => ({
        name, kind: 'choice' as const, label: t(`situation.${name}`), missing: t('checks.noAnswer'), choices: FACTS.map((value) => ({ value, label: t(`checkAnswer.${value}`) })),
    }));
    const send = (body: Parameters<typeof sendDossier>[1]) => sendDossier(claim, body);
    return (
        <section aria-labelledby="dossier-title" class="panel">
            <h2 id="dossier-title" class="h4">{t('documents.title')}</h2>
            <Rows documents={asked} />
            {others.length > 0 && <details class="more"><summary>{t('documents.others', { n: others.length })}</summary><Rows documents={others} /></details>}
            <dl class="pairs">
                {SITUATIONS.map((name) => <div key={name}><dt>{t(`situation.${name}`)}</dt><dd>{t(`checkAnswer.${dossier.situation?.[name] ?? 'unknown'}`)}</dd></div>)}
            </dl>
            {dossier.situation && <p class="small quiet">{dossier.situation.by.name}, <When at={dossier.situation.at} how="full" /></p>}
            <Allowed claim={claim} action="dossier">
                <ActDetails title={t('documents.record')}>
                    <ActForm id="document" part={part} fields={documentFields} save={t('documents.save')} saved={t('documents.saved')} send={(values) => send({ documents: [{
                        code: values.code ?? '', receivedOn: values.receivedOn ?? '', accepted: values.accepted === 'yes' ? 'yes' : 'no', ...(given(values.note) ? { note: values.note } : {}) }] })} />
                </ActDetails>
                <ActDetails title={t('situation.record')}>
                    <ActForm id="situation" part={part} fields={situationFields} save={t('life.save')} saved={t('documents.saved')} send={(values) => send({ situation: {
                        admitted: values.admitted as Tristate, homeService: values.homeService as Tristate, inpatient: values.inpatient as Tristate } })} />
                </ActDetails>
            </Allowed>
        </section>
    );
}

function sendDossier(claim: Claim, body: { documents?: { code: string; receivedOn: string; accepted: 'yes' | 'no'; note?: string }[]; situation?: Record<typeof SITUATIONS[number], Tristate> }) {
    return call('post', '/api/v1/claims/{claim}/dossier', { path: { claim: claim.id }, version: claim.version, body });
}
