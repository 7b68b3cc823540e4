// SPDX-License-Identifier: EUPL-1.2
// The score: what each answer contributes, the total against the threshold, what is missing (C-07). Numbers come from the server.
import { decimal } from '../ui/format';
import { Badge } from '../ui/badge';
import { ScrollRegion } from '../ui/scroll';
import { inLanguage, plural, t } from '../ui/text';
import type { CasePart } from './case_page';

const WIDTH = 300;
const HEIGHT = 34;

function Bar({ total, threshold, items }: { total: number; threshold: number; items: { points: number }[] }) {
    const top = Math.max(threshold * 1.5, total, 1);
    const x = (value: number) => (value / top) * WIDTH;
    let at = 0;
    return (
        <svg class="score-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false" preserveAspectRatio="none">
            <rect class="score-ground" x="0" y="8" width={WIDTH} height="18" />
            {items.map((item, i) => {
                const from = at;
                at += item.points;
                return item.points > 0 ? <rect key={i} class={i % 2 === 0 ? 'score-part' : 'score-part other'} x={x(from)} y="8" width={Math.max(0, x(item.points) - 1)} height="18" /> : null;
            })}
            <line class="score-threshold" x1={x(threshold)} x2={x(threshold)} y1="0" y2={HEIGHT} />
        </svg>
    );
}

export function CaseScore({ claim }: CasePart) {
    const { score } = claim;
    const unitKey = score.method === 'sum' ? 'score.points' : 'score.acts';
    const verdict = !score.complete ? t('score.incomplete') : score.passed ? t('score.reached') : plural(score.method === 'sum' ? 'score.shortPoints' : 'score.shortActs', Number(score.distance));
    return (
        <section aria-labelledby="score-title" class="panel">
            <h2 id="score-title" class="h4">{t('score.title')}</h2>
            <p class="score-line">
                <strong class="score-total">{decimal(score.total)}</strong> {t(unitKey)}, {t('score.threshold', { threshold: decimal(score.threshold) })}{' '}
                <Badge tone={!score.complete ? 'warning' : score.passed ? 'ok' : 'plain'}>{verdict}</Badge>
            </p>
            <Bar total={Number(score.total)} threshold={Number(score.threshold)} items={score.items.map((item) => ({ points: Number(item.points ?? 0) }))} />
            <ScrollRegion label={t('score.title')}>
                <table class="table">
                    <thead><tr><th scope="col">{t('score.activity')}</th><th scope="col">{t('score.grade')}</th><th scope="col" class="number">{t(score.method === 'sum' ? 'score.contributes' : 'score.counts')}</th></tr></thead>
                    <tbody>
                        {score.items.map((item) => (
                            <tr key={item.item} class={item.answered ? undefined : 'unanswered'}>
                                <th scope="row">{inLanguage(item.label)}</th>
                                <td>{item.gradeLabel ? inLanguage(item.gradeLabel) : <Badge tone="warning" icon="question">{t(item.grade === 'unknown' ? 'score.unknown' : 'score.noAnswer')}</Badge>}</td>
                                <td class="number">{item.points === null ? '–' : decimal(item.points)}</td>
                            </tr>
                        ))}
                    </tbody>
                    <tfoot><tr><th scope="row" colSpan={2}>{t('score.sum')}</th><td class="number"><strong>{decimal(score.total)}</strong></td></tr></tfoot>
                </table>
            </ScrollRegion>
            <p class="small quiet">{t('score.rater', { rater: t(`rater.${claim.rater}`) })}</p>
        </section>
    );
}
