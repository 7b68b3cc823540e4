// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated, and why; nothing here is ever corrected by itself (custody C7).
import { useEffect } from 'preact/hooks';
import { call } from '../api/client';
import { onLive } from '../api/events';
import { Page } from '../ui/page';
import { Pager } from '../ui/pager';
import { useResource } from '../ui/resource';
import { useQuery } from '../ui/router';
import { ScrollRegion } from '../ui/scroll';
import { Empty, Loaded, PageGone } from '../ui/states';
import { When } from '../ui/time';
import { plural, sent, t } from '../ui/text';

export function QuarantinePage() {
    const [query] = useQuery();
    const cursor = query.get('cursor') ?? undefined;
    const list = useResource(`quarantine ${cursor ?? ''}`, (signal) => call('get', '/api/v1/quarantine', { query: { cursor }, signal }));
    const { reload } = list;
    useEffect(() => onLive((event) => { if (event.kind === 'quarantine' || event.kind === 'resync') void reload(); }), [reload]);
    return (
        <Page title="quarantine.title" section="section.monitoring" class="wide">
            <p class="hint">{t('quarantine.what')}</p>
            <Loaded of={list} lines={8}>
                {(data) => (data.items.length === 0 ? cursor ? <PageGone /> : <Empty title={t('quarantine.none')}><p>{t('quarantine.noneWhy')}</p></Empty> : (
                    <>
                        <ScrollRegion label={t('quarantine.title')}>
                            <table class="table">
                                <thead><tr><th scope="col">{t('quarantine.received')}</th><th scope="col">{t('quarantine.why')}</th><th scope="col">{t('quarantine.from')}</th><th scope="col">{t('quarantine.content')}</th></tr></thead>
                                <tbody>
                                    {data.items.map((item) => (
                                        <tr key={item.id}>
                                            <td><When at={item.receivedAt} how="both" /></td>
                                            <td>{sent('quarantineCode', item.code, item.code)}{item.pointer !== '' && <span class="small quiet block code">{item.pointer}</span>}
                                                {item.proposed && <span class="small block">{t('quarantine.proposed', { text: item.proposed })}</span>}</td>
                                            <td>{item.device ? <a class="code" href={`/staff/devices/${item.device}`}>{item.device.slice(0, 8)}…</a> : t('value.missing')} <span class="small quiet">{t(`transport.${item.transport}`)}</span>
                                                {item.subject && <a class="small block" href={`/staff/patients/${item.subject}`}>{t('quarantine.patient')}</a>}</td>
                                            <td><span class="small quiet">{plural('count.bytes', item.bytes)}</span>{item.excerpt && <code class="excerpt">{item.excerpt}</code>}</td>
                                        </tr>
                                    ))}
                                </tbody>
                            </table>
                        </ScrollRegion>
                        <Pager nextCursor={data.nextCursor} />
                    </>
                ))}
            </Loaded>
        </Page>
    );
}
