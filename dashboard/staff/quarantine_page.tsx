// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated, and why; nothing here is ever corrected by itself (custody C7).
import { useEffect, useState } from 'preact/hooks';
import { call } from '../api/client';
import { onLive } from '../api/events';
import type { QuarantineItem } from '../api/types';
import { announce } from '../ui/announce';
import { Listed } from '../ui/listed';
import { Page } from '../ui/page';
import { useResource } from '../ui/resource';
import { useQuery } from '../ui/router';
import { Empty } from '../ui/states';
import { When } from '../ui/time';
import { plural, sent, t } from '../ui/text';
import { QuarantineDecision } from './quarantine_decision';

export function QuarantinePage() {
    const [query] = useQuery();
    const cursor = query.get('cursor') ?? undefined;
    const settled = query.get('state') === 'settled';
    const list = useResource(`quarantine ${settled} ${cursor ?? ''}`, (signal) => call('get', '/api/v1/quarantine', { query: { cursor, state: settled ? 'settled' as const : 'open' as const }, signal }));
    const [deciding, setDeciding] = useState<QuarantineItem | null>(null);
    const { reload } = list;
    useEffect(() => onLive((event) => { if (event.kind === 'quarantine' || event.kind === 'resync') void reload(); }), [reload]);
    return (
        <Page title="quarantine.title" section="section.monitoring" class="wide">
            <p class="hint">{t('quarantine.what')}</p>
            <p><a href={settled ? '/staff/quarantine' : '/staff/quarantine?state=settled'}>{t(settled ? 'quarantine.showOpen' : 'quarantine.showSettled')}</a></p>
            {deciding && <QuarantineDecision item={deciding} onClose={() => setDeciding(null)} onDone={() => { setDeciding(null); announce(t('quarantine.decided')); void reload(); }} />}
            <Listed of={list} label={t('quarantine.title')}
                empty={<Empty title={t('quarantine.none')}><p>{t('quarantine.noneWhy')}</p></Empty>}
                head={<>
                    <th scope="col">{t('quarantine.received')}</th><th scope="col">{t('quarantine.why')}</th><th scope="col">{t('quarantine.from')}</th><th scope="col">{t('quarantine.content')}</th><th scope="col">{t('quarantine.decision')}</th>
                </>}
                row={(item) => (
                    <tr key={item.id}>
                        <td><When at={item.receivedAt} how="both" /></td>
                        <td>{sent('quarantineCode', item.code, item.code)}{item.pointer !== '' && <span class="small quiet block code">{item.pointer}</span>}
                            {item.proposed && <span class="small block">{t('quarantine.proposed', { text: item.proposed })}</span>}</td>
                        <td>{item.device ? <a class="code" href={`/staff/devices/${item.device}`}>{item.device.slice(0, 8)}…</a> : t('value.missing')} <span class="small quiet">{t(`transport.${item.transport}`)}</span>
                            {item.subject && <a class="small block" href={`/staff/patients/${item.subject}`}>{t('quarantine.patient')}</a>}</td>
                        <td><span class="small quiet">{plural('count.bytes', item.bytes)}</span>{item.excerpt && <code class="excerpt">{item.excerpt}</code>}</td>
                        <td>{item.decision ? <>{t(`quarantineDone.${item.decision.act}`)} <span class="small quiet"><When at={item.decision.at} how="full" /></span><span class="small block">{item.decision.reason}</span></> : item.excerpt !== undefined && <button type="button" class="btn btn-outline-primary btn-sm" onClick={() => setDeciding(item)}>{t('quarantine.decide')}</button>}</td>
                    </tr>
                )} />
        </Page>
    );
}
