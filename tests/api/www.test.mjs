// SPDX-License-Identifier: EUPL-1.2
// The web application's files: two apps with history fallback, hashed names for ever, gzip, 304, no way out.
import assert from 'node:assert/strict';
import http from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openHouse } from '../house.mjs';

let house;
let www;
const script = `console.log(${JSON.stringify('x'.repeat(500))})`;
before(async () => {
  www = mkdtempSync(join(tmpdir(), 'www-'));
  mkdirSync(join(www, 'staff'));
  mkdirSync(join(www, 'assets'));
  writeFileSync(join(www, 'index.html'), '<!doctype html><title>portal</title>');
  writeFileSync(join(www, 'staff', 'index.html'), '<!doctype html><title>staff</title>');
  writeFileSync(join(www, 'assets', 'app-7K2M4QXZ.js'), script);
  writeFileSync(join(www, 'assets', 'app-7K2M4QXZ.js.gz'), gzipSync(script));
  writeFileSync(join(www, 'assets', 'plain.css'), 'body{}');
  writeFileSync(join(www, 'secret.pem'), 'not for the world');
  writeFileSync(join(www, '.hidden.html'), 'not for the world');
  symlinkSync('/etc/passwd', join(www, 'passwd.txt'));
  house = await openHouse({ seed: 'empty' });
  await house.stop('server');
  house.settings = { http: { listen: `127.0.0.1:${house.ports.http}`, www, 'secure-cookies': 'no' } };
  house.prepare();
  house.start('server');
  await house.ready();
});
after(async () => {
  await house?.close();
  rmSync(www, { recursive: true, force: true });
});

// Raw: no decoding, no normalising of the path.
function get(path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: house.ports.http, path, method, headers, agent: false }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }));
    });
    request.on('error', reject);
    request.end();
  });
}

test('every address of an app gives its page', async () => {
  for (const [path, title] of [['/', 'portal'], ['/claims/1', 'portal'], ['/staff', 'staff'], ['/staff/', 'staff'], ['/staff/patients/abc?tab=1', 'staff'], ['/staffing', 'portal']]) {
    const { status, headers, bytes } = await get(path);
    assert.equal(status, 200, path);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-cache');
    assert.ok(bytes.toString().includes(`<title>${title}</title>`), path);
  }
});

test('hashed names are kept for ever and come compressed to who takes it', async () => {
  const path = '/assets/app-7K2M4QXZ.js';
  const small = await get(path, { 'accept-encoding': 'br, gzip' });
  assert.equal(small.headers['content-encoding'], 'gzip');
  assert.equal(small.headers.vary, 'Accept-Encoding');
  assert.equal(small.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(small.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(gunzipSync(small.bytes).toString(), script);
  for (const refusing of ['', 'identity', 'gzip;q=0', 'gzip; q=0.0']) {
    const plain = await get(path, refusing ? { 'accept-encoding': refusing } : {});
    assert.equal(plain.headers['content-encoding'], undefined, refusing);
    assert.equal(plain.bytes.toString(), script);
    assert.notEqual(plain.headers.etag, small.headers.etag);
  }
  assert.equal((await get('/assets/plain.css')).headers['cache-control'], 'no-cache');
});

test('what the browser has is not sent again', async () => {
  const first = await get('/');
  const again = await get('/', { 'if-none-match': first.headers.etag });
  assert.equal(again.status, 304);
  assert.equal(again.bytes.length, 0);
  assert.equal((await get('/', { 'if-none-match': '"0000000000000000"' })).status, 200);
});

test('HEAD has the headers and no body; writing is 405', async () => {
  const head = await get('/', {}, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.bytes.length, 0);
  assert.ok(Number(head.headers['content-length']) > 0);
  const post = await get('/', {}, 'POST');
  assert.equal(post.status, 405);
  assert.equal(post.headers.allow, 'GET, HEAD');
});

test('nothing outside of the files that were meant is served', async () => {
  for (const path of ['/secret.pem', '/.hidden.html', '/passwd.txt', '/assets/app-7K2M4QXZ.js.gz', '/../etc/passwd', '/%2e%2e/etc/passwd', '/assets/../secret.pem', '/assets//app-7K2M4QXZ.js', '/nothing.js', '/api', '/api/index.html']) {
    const { status, bytes } = await get(path);
    assert.ok(status === 404 || status === 400, `${path} ${status}`);
    assert.ok(!bytes.toString().includes('not for the world') && !bytes.toString().includes('root:'), path);
  }
});
