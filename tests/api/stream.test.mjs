// SPDX-License-Identifier: EUPL-1.2
// The live stream: place and resumption, one heartbeat, the cap per account, its end with the session, and a clean
// stop with 200 streams open. Slow clients meet absolute deadlines.
import assert from 'node:assert/strict';
import http from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { registerFamily, sentClaim, within } from './story.mjs';

let house;
before(async () => { house = await openHouse({ seed: 'empty' }); });
after(() => house?.close());

const named = (role, where = house) => where.logins.find((login) => login.role === role).username;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// { status, headers, text (growing), ended }
function follow(client, { where = house, headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.get(`${where.url}/api/v1/events`, { agent: false, headers: { cookie: client.cookie, ...headers } }, (answer) => {
      const stream = { status: answer.statusCode, headers: answer.headers, text: '', ended: false, close: () => answer.destroy() };
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => { stream.text += chunk; });
      answer.on('end', () => { stream.ended = true; });
      answer.on('error', () => { stream.ended = true; });
      resolve(stream);
    });
    request.on('error', reject);
  });
}

async function until(what, check, ms = 60000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(25)) if (check()) return;
  assert.fail(`not within ${ms} ms: ${what}`);
}

test('a stream begins with its place and is not cached', async () => {
  const stream = await follow(await house.client(named('operator')));
  assert.equal(stream.status, 200);
  assert.equal(stream.headers['content-type'], 'text/event-stream');
  assert.equal(stream.headers['cache-control'], 'no-store');
  await until('the place', () => /^retry: 2000\nid: \d+\n\n/.test(stream.text));
  stream.close();
});

test('families and administrators have no stream, and nobody has one without a session', async () => {
  assert.equal((await follow({ cookie: '' })).status, 401);
  assert.equal((await follow(await house.client(named('admin')))).status, 403);
});

test('a place that is not known any more asks for a reload, garbage is refused', async () => {
  const client = await house.client(named('operator'));
  const lost = await follow(client, { headers: { 'last-event-id': '999999' } });
  await until('reset', () => lost.text.includes('event: reset\n'));
  lost.close();
  const garbage = await follow(client, { headers: { 'last-event-id': 'x1' } });
  assert.equal(garbage.status, 422);
});

test('the fifth stream of an account is refused, and a closed one makes room', async () => {
  const client = await house.client(named('claims-handler'));
  const streams = [];
  for (let i = 0; i < 4; i++) streams.push(await follow(client));
  assert.deepEqual(streams.map(({ status }) => status), [200, 200, 200, 200]);
  const fifth = await follow(client);
  assert.equal(fifth.status, 429);
  assert.ok(Number(fifth.headers['retry-after']) >= 1);
  streams[0].close();
  let again = await follow(client);
  for (const end = Date.now() + 60000; again.status === 429 && Date.now() < end; again = await follow(client)) await sleep(25);
  assert.equal(again.status, 200);
  for (const stream of [...streams, again]) stream.close();
});

test('logging out ends the streams of the session at once', async () => {
  const client = await house.client(named('claims-clinician'));
  const stream = await follow(client);
  await client.delete('/api/v1/session');
  await until('the end', () => stream.ended);
});

test('a server with 200 open streams stops cleanly, and every stream is ended rather than cut', async () => {
  const many = await openHouse({ seed: 'empty' });
  try {
    await many.stop('server');
    many.settings = { http: { listen: `127.0.0.1:${many.ports.http}`, www: many.www, 'secure-cookies': 'no', 'streams-per-user': 256 } };
    many.prepare();
    many.start('server');
    await many.ready();
    const client = await many.client(named('operator', many));
    const streams = await Promise.all(Array.from({ length: 200 }, () => follow(client, { where: many })));
    assert.ok(streams.every(({ status }) => status === 200));
    assert.equal(await many.stop('server', 'SIGTERM', 20000), 'ended');
    await until('all ends', () => streams.every(({ ended }) => ended));
  } finally {
    await many.close();
  }
});

const events = (stream) => [...stream.text.matchAll(/id: (\d+)\nevent: ([^\n]+)\ndata: ([^\n]*)\n\n/g)].map(([, id, kind, data]) => ({ id: Number(id), kind, data: JSON.parse(data) }));

test('a change reaches its audience within 2 s, nobody beyond the wall, and a cut stream resumes without loss or double', async () => {
  const [handler, clinician, operator, payments] = await Promise.all(
    ['claims-handler', 'claims-clinician', 'operator', 'payments-officer'].map((role) => house.client(named(role))));
  const live = await Promise.all([handler, clinician, operator, payments].map((client) => follow(client)));
  const family = await registerFamily(house, 'live');
  const own = (stream, { claim }) => events(stream).filter(({ kind, data }) => kind === 'claim' && data.claim === claim.id);
  await within(2000, async (tries) => {
    const claim = await sentClaim(house, tries === 0 ? family : await registerFamily(house, 'live'));
    const sent = Date.now();
    await until('the event', () => own(live[0], claim).length > 0 && own(live[1], claim).length > 0);
    return Date.now() - sent;
  });
  const place = Number(/id: (\d+)/.exec(live[0].text)[1]);
  const cut = events(live[0])[0].id;
  const [all, rest] = await Promise.all([place, cut].map((id) => follow(handler, { headers: { 'last-event-id': String(id) } })));
  const alike = () => new Set([events(all), events(live[0]), events(live[1]), [...events(all).slice(0, 1), ...events(rest)]].map((one) => JSON.stringify(one))).size === 1;
  await until('all tell the same', alike);
  await sleep(300); // nothing comes twice
  await until('all still tell the same', alike);
  const seen = events(all);
  assert.ok(seen.every(({ id }, at) => at === 0 || id > seen[at - 1].id), 'ids grow');
  assert.deepEqual(events(live[2]), [], 'an operator of the service centre hears nothing of claims');
  assert.deepEqual(events(live[3]).filter(({ kind }) => kind !== 'payment-lines'), []);
  for (const text of live.map((stream) => stream.text)) assert.doesNotMatch(text, new RegExp(family.surname, 'i'));
  for (const stream of [...live, all, rest]) stream.close();
});

// Sends a piece every 300 ms for ever; resolves with the milliseconds after which the server closed.
function drip(head, piece, where) {
  return new Promise((resolve) => {
    const began = Date.now();
    const socket = connect(where.ports.http, '127.0.0.1');
    let timer;
    const done = () => { clearInterval(timer); socket.destroy(); resolve(Date.now() - began); };
    socket.on('connect', () => {
      socket.write(head);
      timer = setInterval(() => socket.writable && socket.write(piece), 300);
    });
    socket.on('end', done);
    socket.on('close', done);
    socket.on('error', done);
    socket.resume();
  });
}

test('a slow drip meets an absolute deadline in the request line, the header and the body', async () => {
  const slow = await openHouse({ seed: 'empty' });
  try {
    await slow.stop('server');
    slow.settings = { http: { listen: `127.0.0.1:${slow.ports.http}`, www: slow.www, 'secure-cookies': 'no', 'header-seconds': 2, 'body-seconds': 3, 'idle-seconds': 2 } };
    slow.prepare();
    slow.start('server');
    await slow.ready();
    const [line, header, body] = await Promise.all([
      drip('GET /', 'a', slow),
      drip('GET /version HTTP/1.1\r\nHost: a\r\nX: ', 'a', slow),
      drip('POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n', ' ', slow),
    ]);
    assert.ok(line >= 1500 && line < 30000, `request line ${line} ms`);
    assert.ok(header >= 1500 && header < 30000, `header ${header} ms`);
    assert.ok(body >= 2500 && body < 30000, `body ${body} ms`);
    assert.equal((await slow.anonymous().get('/version')).status, 200);
  } finally {
    await slow.close();
  }
});
