// SPDX-License-Identifier: EUPL-1.2
// Every payment line with the totals of all lines. The amount stands first: it is seen without scrolling on any screen.
import { useEffect } from 'preact/hooks';
import { call } from '../api/client';
import { onLive } from '../api/events';
import { standing } from '../api/session';
import type { PaymentLine } from '../api/types';
import { Badge } from '../ui/badge';
import { date, iban, money } from '../ui/format';
import { Listed } from '../ui/listed';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { useQuery } from '../ui/router';
import { Empty } from '../ui/states';
import { When } from '../ui/time';
import { plural, t } from '../ui/text';
import { usePlanNames } from './case_words';

type Stop = NonNullable<PaymentLine['stopped']>;

function StopBadge({ stop }: { stop: Stop }) {
    return <span class="block"><Badge tone={stop.kind === 'recover' ? 'urgent' : 'plain'}>{t(`lines.${stop.kind}`)}</Badge></span>;
}

// Why the line does not go on, and what is left to a person.
function StopNote({ stop }: { stop: Stop }) {
    return <span class="small block">{t(`lineWhy.${stop.kind}`, { reason: t(`lineStop.${stop.reason}`), rule: stop.rule })}, <When at={stop.at} how="full" /></span>;
}

export function PaymentLinesPage() {
    const [query] = useQuery();
    const cursor = query.get('cursor') ?? undefined;
    const list = useResource(`lines ${cursor ?? ''}`, (signal) => call('get', '/api/v1/payment-lines', { query: { cursor }, signal }));
    const planName = usePlanNames();
    const { reload } = list;
    useEffect(() => onLive((event) => { if (event.kind === 'payment-lines' || event.kind === 'resync') void reload(); }), [reload]);
    const mayOpen = standing.get().session?.user.role === 'claims-handler';
    return (
        <Page title="lines.title" section="section.payments" class="wide">
            <Listed of={list} label={t('lines.title')}
                empty={<Empty title={t('lines.none')}><p>{t('lines.noneWhy')}</p></Empty>}
                before={(data) => <p class="total-line"><strong>{money(data.totalCents)}</strong> {plural('lines.total', data.count)}{data.stoppedCount > 0 && <> · {plural('lines.stopped', data.stoppedCount)}</>}</p>}
                head={<>
                    <th scope="col" class="number">{t('lines.amount')}</th><th scope="col">{t('lines.beneficiary')}</th><th scope="col">{t('claims.number')}</th><th scope="col">{t('claims.plan')}</th><th scope="col">{t('months.month')}</th><th scope="col">{t('lines.document')}</th>
                    <th scope="col" class="number">{t('lines.expense')}</th><th scope="col" class="number">{t('months.ceiling')}</th><th scope="col" aria-sort="descending">{t('lines.created')}</th>
                </>}
                row={(line) => (
                    <tr key={line.id}>
                        <td class="number">{line.stopped ? <s>{money(line.amountCents)}</s> : <strong>{money(line.amountCents)}</strong>}</td>
                        <th scope="row">{line.beneficiary}{line.stopped && <StopBadge stop={line.stopped} />}{line.stopped ? '' : line.payee === 'heirs' ? <span class="small quiet block">{t('lines.heirs')}</span> : !line.provider && <span class="small quiet block">{line.account ? <><span class="code">{iban(line.account.iban)}</span>, {line.account.holder}</> : t('bank.none')}</span>}</th><td class="code">{mayOpen ? <a href={`/staff/claims/${line.claim}`}>{line.claimNumber}</a> : line.claimNumber}</td><td>{planName(line.plan)}</td>
                        <td>{line.monthNumber}<span class="small quiet block">{date(line.monthFrom)} – {date(line.monthTo)}</span></td><td>{line.document}{line.kind === 'returned' && <span class="small quiet block">{t('lines.returned')}</span>}{line.provider && <span class="small quiet block">{t('lines.provider', { provider: line.provider })}</span>}</td>
                        <td class="number">{line.currency ? `${(line.expenseCents / 100).toFixed(2)} ${line.currency}` : money(line.expenseCents)}{(line.currency || line.partCents < line.expenseCents) && <span class="small quiet block">{t('lines.part', { amount: money(line.partCents) })}</span>}{line.partCents > line.amountCents && <span class="small quiet block">{t('lines.over', { amount: money(line.partCents - line.amountCents) })}</span>}</td>
                        <td class="number">{money(line.ceilingCents)}</td><td class={line.stopped ? 'cell-what' : undefined}><When at={line.createdAt} how="full" />{line.stopped && <StopNote stop={line.stopped} />}</td>
                    </tr>
                )} />
        </Page>
    );
}
