// SPDX-License-Identifier: EUPL-1.2
// Where the server listens: TLS with the cookies and headers that belong to it, a named proxy that is believed, and
// refusals of everything that would carry sessions in the clear.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { after, before, test } from 'node:test';
import { openHouse } from '../house.mjs';

let house;
before(async () => {
  house = await openHouse({ seed: 'empty' });
  await house.stop('server');
});
after(() => house?.close());

const named = (role) => house.logins.find((login) => login.role === role).username;
const http1 = (settings) => ({ listen: `127.0.0.1:${house.ports.http}`, www: house.www, ...settings });

// Tries to start with these settings of [http]; returns what it said when it did not.
function refusal(settings) {
  house.settings = { http: http1(settings) };
  house.prepare();
  const run = spawnSync(house.binary('sostegno'), ['serve'], { env: { ...process.env, SOSTEGNO_CONFIG: house.config }, encoding: 'utf8', timeout: 60000 });
  assert.notEqual(run.status, null, 'it started');
  assert.notEqual(run.status, 0);
  return run.stderr;
}

test('plain HTTP elsewhere than on loopback does not start', () => {
  for (const listen of [`0.0.0.0:${house.ports.http}`, `[::]:${house.ports.http}`])
    assert.match(refusal({ listen, 'secure-cookies': 'yes' }), /plain-http-not-loopback/);
});

test('a demo, whose passwords are hashed cheaply, listens on loopback alone', () => {
  const tls = { 'tls-cert': house.path('tls', 'broker.crt'), 'tls-key': house.path('tls', 'broker.key') };
  assert.match(refusal({ ...tls, listen: `0.0.0.0:${house.ports.http}`, 'secure-cookies': 'yes' }), /demo-not-loopback/);
});

test('cookies without Secure are for plain loopback alone', () => {
  assert.match(refusal({ 'trusted-proxy': '127.0.0.1', 'secure-cookies': 'no' }), /insecure-cookies/);
  const tls = { 'tls-cert': house.path('tls', 'broker.crt'), 'tls-key': house.path('tls', 'broker.key') };
  assert.match(refusal({ ...tls, 'secure-cookies': 'no' }), /insecure-cookies/);
});

test('half a TLS configuration, unreadable files, a malformed address and a taken port are named', async () => {
  assert.match(refusal({ 'tls-cert': house.path('tls', 'broker.crt') }), /tls-incomplete/);
  assert.match(refusal({ 'tls-cert': house.path('nothing.pem'), 'tls-key': house.path('nothing.key') }), /tls-unreadable/);
  assert.match(refusal({ 'tls-cert': house.config, 'tls-key': house.config }), /tls-unreadable/);
  for (const listen of ['8080', 'localhost:8080', '127.0.0.1', '127.0.0.1:', '127.0.0.1:70000', '127.0.0.1:80x'])
    assert.match(refusal({ listen, 'secure-cookies': 'no' }), /sostegno\.conf:\d+: value of 'http\.listen': it is not an IP address with a port/);
  assert.match(refusal({ 'trusted-proxy': 'proxy.example' }), /sostegno\.conf:\d+: value of 'http\.trusted-proxy': it is not an IP address/);
  assert.match(refusal({ www: house.path('nothing'), 'secure-cookies': 'no' }), /www-missing/);
  const taker = createServer().listen(house.ports.http, '127.0.0.1');
  await once(taker, 'listening');
  assert.match(refusal({ 'secure-cookies': 'no' }), /address-in-use/);
  taker.close();
});

// One request; the answer with its body.
function ask(module, options, body) {
  return new Promise((resolve, reject) => {
    const request = module.request({ host: '127.0.0.1', port: house.ports.http, agent: false, ...options }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => { text += chunk; });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function started(settings, check) {
  house.settings = { http: http1(settings) };
  house.prepare();
  house.start('server');
  try {
    for (const end = Date.now() + 60000; ; ) {
      try {
        await check();
        return;
      } catch (fault) {
        if (fault.code !== 'ECONNREFUSED' || Date.now() > end) throw fault;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await house.stop('server');
  }
}

test('with a certificate it speaks TLS 1.2 and newer only, with HSTS and a __Host- cookie', async () => {
  const ca = readFileSync(house.path('tls', 'ca.crt'));
  await started({ 'tls-cert': house.path('tls', 'broker.crt'), 'tls-key': house.path('tls', 'broker.key') }, async () => {
    const tls = { ca, servername: 'localhost' };
    const version = await ask(https, { ...tls, path: '/version' });
    assert.equal(version.status, 200);
    assert.equal(version.headers['strict-transport-security'], 'max-age=31536000');
    const login = await ask(https, { ...tls, path: '/api/v1/session', method: 'POST', headers: { 'content-type': 'application/json', origin: `https://127.0.0.1:${house.ports.http}` } },
      JSON.stringify({ username: named('operator'), password: house.password(named('operator')) }));
    assert.equal(login.status, 200, login.text);
    assert.match(login.headers['set-cookie'][0], /^__Host-sid=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    const cookie = login.headers['set-cookie'][0].split(';')[0];
    assert.equal((await ask(https, { ...tls, path: '/api/v1/session', headers: { cookie } })).status, 200);
    assert.equal((await ask(https, { ...tls, path: '/api/v1/session', headers: { cookie: cookie.replace('__Host-', '') } })).status, 401);
    const { csrf } = JSON.parse(login.text);
    const text = await new Promise((resolve, reject) => {
      const request = https.get({ host: '127.0.0.1', port: house.ports.http, path: '/api/v1/events', headers: { cookie }, agent: false, ...tls }, (answer) => {
        let seen = '';
        answer.on('data', (chunk) => {
          if (!seen) ask(https, { ...tls, path: '/api/v1/session', method: 'DELETE', headers: { cookie, 'x-csrf-token': csrf } });
          seen += chunk;
        });
        answer.on('end', () => resolve(seen));
      });
      request.on('error', reject);
    });
    assert.match(text, /^retry: 2000\nid: \d+\n\n$/, 'a stream runs over TLS and ends with the session');
    const old = await new Promise((resolve) => {
      const socket = connectTls({ host: '127.0.0.1', port: house.ports.http, ca, servername: 'localhost', minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
      socket.on('secureConnect', () => { socket.destroy(); resolve('accepted'); });
      socket.on('error', () => resolve('refused'));
    });
    assert.equal(old, 'refused');
  });
});

test('the client behind the named proxy is the one the proxy tells, for nobody else', async () => {
  await started({ 'trusted-proxy': '127.0.0.1', 'secure-cookies': 'yes' }, async () => {
    const knock = (from) => ask(http, { path: '/api/v1/session', method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': from } },
      JSON.stringify({ username: `ghost${Math.floor(Math.random() * 1e9)}`, password: 'guessing words' }));
    // 20 failures of one network delay that network, and no other one
    let answer;
    for (let i = 0; i < 21; i++) answer = await knock(`203.0.113.${i}, 198.51.100.${i}`);
    assert.equal(answer.status, 429, answer.text);
    assert.equal((await knock('198.51.101.1')).status, 401);
    assert.equal((await ask(http, { path: '/version' })).headers['strict-transport-security'], 'max-age=31536000');
  });
});
