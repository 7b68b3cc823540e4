// SPDX-License-Identifier: EUPL-1.2
// Sessions as security §3.1 wants them: one neutral answer, delays, cookie, CSRF, headers, log-out, passwords.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';
import { Client, checkAnswer } from './contract.mjs';

let house;
before(async () => { house = await openHouse({ seed: 'empty' }); });
after(() => house?.close());

const named = (role) => house.logins.find((login) => login.role === role).username;

test('the log-in sets a cookie that scripts and other sites cannot use, and a new one each time', async () => {
  const seen = new Set();
  for (let i = 0; i < 2; i++) {
    const answer = await fetch(`${house.url}/api/v1/session`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: named('operator'), password: house.password(named('operator')) }),
    });
    assert.equal(answer.status, 200);
    const cookie = answer.headers.get('set-cookie');
    assert.match(cookie, /^sid=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
    seen.add(cookie);
    const body = checkAnswer('POST', '/api/v1/session', 200, answer.headers.get('content-type'), await answer.text());
    assert.equal(body.user.role, 'operator');
    assert.equal(body.idleSeconds, 900);
    assert.equal(body.demo, true);
    const hours = (Date.parse(body.expiresAt) - Date.now()) / 3600e3;
    assert.ok(hours > 7.9 && hours <= 8, `${hours} h`);
  }
  assert.equal(seen.size, 2);
});

test('unknown name and wrong password are one answer in status, headers and body', async () => {
  const answers = [];
  for (const username of [named('admin'), 'nobody.at.all']) {
    const answer = await fetch(`${house.url}/api/v1/session`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password: 'certainly not this' }),
    });
    const body = await answer.json();
    delete body.requestId;
    answers.push({ status: answer.status, body, headers: [...answer.headers.keys()].sort().join() });
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.equal(answers[0].status, 401);
  assert.equal(answers[0].body.code, 'login-failed');
});

test('a session ends on the server when one logs out', async () => {
  const client = await house.client(named('claims-handler'));
  const stolen = new Client(house.url);
  stolen.cookie = client.cookie;
  assert.equal((await stolen.get('/api/v1/session')).status, 200);
  const gone = await client.delete('/api/v1/session');
  assert.equal(gone.status, 204);
  assert.match(gone.headers.get('set-cookie'), /^sid=; .*Max-Age=0/);
  const after = await stolen.get('/api/v1/session');
  assert.equal(after.status, 401);
  assert.equal(after.body.code, 'session-ended');
});

test('what a page reads by itself does not keep a session alive; acts, and reads of a person, do', async () => {
  const client = await house.client(named('operator'));
  const { id } = (await client.get('/api/v1/session')).body.user;
  const office = house.path('data', 'office.db');
  const of = `user_id = (SELECT id FROM users WHERE public_id = '${id}')`;
  const seen = () => Number(house.rows(office, `SELECT max(last_seen_us) FROM sessions WHERE ${of}`)[0]);
  const silent = (seconds) => execFileSync('sqlite3', ['-cmd', '.timeout 10000', office, `UPDATE sessions SET last_seen_us = (unixepoch() - ${seconds}) * 1000000 WHERE ${of}`]);
  const unattended = { headers: { 'x-unattended': '1' } };
  const long = 14 * 60;
  const prolongs = async (ask) => {
    silent(long);
    const before = seen();
    assert.equal((await ask()).status, 200);
    return seen() > before;
  };
  assert.equal(await prolongs(() => client.get('/api/v1/worklist', unattended)), false);
  assert.equal(await prolongs(() => client.get('/api/v1/session', unattended)), false);
  assert.equal(await prolongs(() => client.get('/api/v1/worklist')), true);
  assert.equal(await prolongs(() => client.get('/api/v1/session')), true);
  assert.equal(await prolongs(() => client.post('/api/v1/session/extend', undefined, unattended)), true);
  silent(15 * 60 + 1);
  const { status, body } = await client.get('/api/v1/worklist', unattended);
  assert.equal(`${status} ${body.code}`, '401 session-ended');
});

test('what changes something needs the session token of the page and our own origin', async () => {
  const client = await house.client(named('claims-handler'));
  const codes = async (headers) => {
    const answer = await client.post('/api/v1/session/extend', undefined, { headers });
    return `${answer.status} ${answer.body.code ?? ''}`.trim();
  };
  assert.equal(await codes({}), '200');
  assert.equal(await codes({ 'x-csrf-token': null }), '403 csrf-mismatch');
  assert.equal(await codes({ 'x-csrf-token': '' }), '403 csrf-mismatch');
  assert.equal(await codes({ 'x-csrf-token': 'a'.repeat(64) }), '403 csrf-mismatch');
  const other = await house.client(named('operator'));
  assert.equal(await codes({ 'x-csrf-token': other.csrf }), '403 csrf-mismatch');
  assert.equal(await codes({ origin: house.url }), '200');
  assert.equal(await codes({ origin: 'https://evil.example' }), '403 origin-not-allowed');
  assert.equal(await codes({ origin: 'null' }), '403 origin-not-allowed');
  assert.equal((await client.get('/api/v1/session', { headers: { origin: 'https://evil.example' } })).status, 200);
});

test('without a session every route but the open ones is 401, with a made-up one too', async () => {
  for (const cookie of ['', 'sid=', `sid=${'0'.repeat(64)}`, 'sid=abc', `sid=${'0'.repeat(64)}; sid=${'1'.repeat(64)}`, `__Host-sid=${'0'.repeat(64)}`]) {
    const client = new Client(house.url);
    client.cookie = cookie;
    for (const path of ['/api/v1/session', '/api/v1/worklist', '/api/v1/claims', '/api/v1/portal']) {
      const answer = await client.get(path);
      assert.equal(answer.status, 401, `${cookie} ${path}`);
      assert.ok(answer.headers.get('www-authenticate'));
    }
  }
});

test('a changed password holds, ends other sessions, and is judged field by field', async () => {
  const name = named('payments-officer');
  const here = await house.client(name);
  const there = await house.client(name);
  const current = house.password(name);
  const fault = async (body) => {
    const answer = await here.put('/api/v1/session/password', body);
    return [answer.status, answer.body?.errors?.map(({ pointer, code }) => `${pointer} ${code}`).join()];
  };
  assert.deepEqual(await fault({ current, new: 'short' }), [422, '/new too-short']);
  assert.deepEqual(await fault({ current, new: 'password1234' }), [422, '/new too-common']);
  assert.deepEqual(await fault({ current: 'not this one', new: 'quattro gatti neri' }), [422, '/current login-failed']);
  assert.deepEqual(await fault({ current, new: 'quattro gatti neri', extra: 1 }), [422, '/extra unknown-field']);
  assert.equal((await here.put('/api/v1/session/password', { current, new: 'quattro gatti neri' })).status, 204);
  assert.equal((await here.get('/api/v1/session')).status, 200);
  assert.equal((await there.get('/api/v1/session')).status, 401);
  const again = new Client(house.url);
  assert.equal((await again.post('/api/v1/session', { username: name, password: current })).status, 401);
  await again.login(name, 'quattro gatti neri');
});

test('bad bodies have their documented answer', async () => {
  const client = new Client(house.url);
  const send = async (raw, type = 'application/json') => {
    const answer = await client.send('POST', '/api/v1/session', { raw, headers: { 'content-type': type } });
    return `${answer.status} ${answer.body.code}`;
  };
  assert.equal(await send('{'), '400 json-malformed');
  assert.equal(await send('{"username":"a","username":"b","password":"c"}'), '400 json-duplicate-key');
  assert.equal(await send(`${'['.repeat(40)}${']'.repeat(40)}`), '400 json-too-deep');
  assert.equal(await send('{"username":"a\\u0000","password":"c"}'), '400 json-malformed');
  assert.equal(await send('[]'), '422 invalid-input');
  assert.equal(await send('{"username":1,"password":"c"}'), '422 invalid-input');
  assert.equal(await send('{"username":"a"}'), '422 invalid-input');
  assert.equal(await send(undefined), '400 body-missing');
  assert.equal(await send(`{"username":"a","password":"${'x'.repeat(5000)}"}`), '413 body-too-large');
  assert.equal(await send('username=a&password=b', 'application/x-www-form-urlencoded'), '415 content-type-unknown');
  assert.equal(await send('--x\r\n\r\n--x--', 'multipart/form-data; boundary=x'), '415 content-type-unknown');
});

test('every reply carries the security headers', async () => {
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  for (const path of ['/', '/staff/', '/version', '/api/v1/session', '/api/v1/nowhere', '/nowhere.js', '/?x=%']) {
    const { headers, status } = await fetch(house.url + path);
    assert.equal(headers.get('content-security-policy'), policy, `${path} ${status}`);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.ok(headers.get('permissions-policy'));
    assert.match(headers.get('x-request-id'), /^[0-9a-f]{32}$/);
    assert.equal(headers.get('server'), null);
    if (path.startsWith('/api')) assert.equal(headers.get('cache-control'), 'no-store');
  }
});

test('the request id of a problem is the one in the header and in the log', async () => {
  const answer = await house.anonymous().get('/api/v1/claims');
  assert.equal(answer.body.requestId, answer.headers.get('x-request-id'));
  assert.ok(house.logTail('server', 200).includes(answer.body.requestId));
});

test('unknown routes, methods and query keys have their answers', async () => {
  const client = await house.client(named('claims-handler'));
  const nowhere = await client.get('/api/v1/nowhere');
  assert.equal(`${nowhere.status} ${nowhere.body.code}`, '404 route-unknown');
  const method = await fetch(`${house.url}/api/v1/session`, { method: 'PATCH' });
  assert.equal(method.status, 405);
  assert.equal(method.headers.get('allow'), 'POST, GET, HEAD, DELETE');
  const key = await client.get('/api/v1/claims?evil=1');
  assert.equal(`${key.status} ${key.body.code}`, '400 query-unknown');
  for (const limit of ['0', '-1', '201', '1e1', 'x', '99999999999999999999']) {
    const answer = await client.get(`/api/v1/claims?limit=${limit}`);
    assert.equal(`${answer.status} ${answer.body.code}`, '400 query-invalid', limit);
  }
  for (const cursor of ['x', 'AAAA', 'AAAAAAAA', '%00', '..', 'null']) {
    const answer = await client.get(`/api/v1/claims?cursor=${cursor}`);
    assert.equal(answer.status, 400, cursor);
    assert.ok(['bad-cursor', 'query-malformed'].includes(answer.body.code), answer.body.code);
  }
  for (const id of ['x', '0'.repeat(31), '0'.repeat(33), 'A'.repeat(32)])
    assert.equal((await client.get(`/api/v1/claims/${id}`)).status, 404);
});

test('five failures delay a name, known or not, and say how long', async () => {
  for (const username of [named('monitoring-clinician'), 'ghost']) {
    const client = new Client(house.url);
    let answer;
    for (let i = 0; i < 6; i++) answer = await client.post('/api/v1/session', { username, password: 'guessing words' });
    assert.equal(answer.status, 429, username);
    assert.equal(answer.body.code, 'login-delayed');
    assert.ok(Number(answer.headers.get('retry-after')) >= 1);
  }
});

test('health, readiness and version need no session', async () => {
  const client = house.anonymous();
  assert.equal((await client.get('/healthz')).body.status, 'ok');
  assert.equal((await client.get('/readyz')).body.status, 'ok');
  assert.match((await client.get('/version')).body.version, /^\d+\.\d+\.\d+$/);
});
