// SPDX-License-Identifier: EUPL-1.2
// A client that holds every answer of the server against docs/openapi.yaml.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const api = parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv.default({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'openapi', ...api }, 'openapi');

const routes = Object.entries(api.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation,
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '([^/]+)')}$`),
  })));

const pointer = (words) => `openapi#/${words.map((word) => word.replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`;

function responseSchema(route, status, type) {
  const at = ['paths', route.path, route.method.toLowerCase(), 'responses'];
  let name = String(status);
  let response = route.operation.responses[name];
  if (!response && status >= 400) {
    name = 'default';
    response = route.operation.responses.default;
  }
  assert.ok(response, `${route.method} ${route.path} answered ${status}, which docs/openapi.yaml does not list`);
  let words = [...at, name];
  if (response.$ref) {
    words = response.$ref.slice(2).split('/');
    response = words.reduce((node, word) => node[word], api);
  }
  if (!response.content) return null;
  assert.ok(response.content[type], `${route.method} ${route.path} ${status} answered ${type}`);
  return pointer([...words, 'content', type, 'schema']);
}

// Throws when the answer is not what the document says; returns the parsed body.
export function checkAnswer(method, url, status, type, text) {
  const path = new URL(url, 'http://x').pathname;
  const route = routes.find((one) => one.method === method && one.pattern.test(path));
  if (!route) {
    assert.equal(status, status === 405 ? 405 : 404, `${method} ${path} is in no document and answered ${status}`);
    return text ? JSON.parse(text) : null;
  }
  if (status === 304) return null;
  const bare = (type ?? '').split(';')[0].trim();
  const schema = responseSchema(route, status, bare);
  if (schema === null) {
    assert.equal(text, '', `${method} ${path} ${status} has a body`);
    return null;
  }
  if (bare === 'text/event-stream') return text;
  const body = JSON.parse(text);
  const validate = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema });
  assert.ok(validate(body), `${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 2000)}`);
  return body;
}

let keys = 0;

// One signed-in (or anonymous) browser-like client.
export class Client {
  constructor(base) {
    this.base = base;
    this.cookie = '';
    this.csrf = '';
  }

  // { status, headers, body }; adds CSRF, an Idempotency-Key on POST and JSON encoding; checks the answer.
  async send(method, path, { body, headers = {}, raw, etag } = {}) {
    const all = { ...headers };
    if (this.cookie) all.cookie = this.cookie;
    if (this.csrf && method !== 'GET' && all['x-csrf-token'] === undefined) all['x-csrf-token'] = this.csrf;
    if (method === 'POST' && all['idempotency-key'] === undefined) all['idempotency-key'] = `test-${process.pid}-${Date.now()}-${keys++}`;
    for (const name of Object.keys(all)) if (all[name] === null) delete all[name];
    if (etag !== undefined) all['if-match'] = etag;
    let data = raw;
    if (body !== undefined) {
      data = JSON.stringify(body);
      all['content-type'] ??= 'application/json';
    }
    const answer = await fetch(this.base + path, { method, headers: all, body: data, redirect: 'manual' });
    const text = await answer.text();
    const parsed = checkAnswer(method, path, answer.status, answer.headers.get('content-type'), text);
    const cookie = answer.headers.get('set-cookie');
    if (cookie) this.cookie = cookie.split(';')[0];
    return { status: answer.status, headers: answer.headers, body: parsed };
  }

  get(path, options) { return this.send('GET', path, options); }
  post(path, body, options) { return this.send('POST', path, { body, ...options }); }
  put(path, body, options) { return this.send('PUT', path, { body, ...options }); }
  delete(path, options) { return this.send('DELETE', path, options); }

  async login(username, password) {
    let answer = await this.post('/api/v1/session', { username, password });
    // More log-ins a second than the server takes: wait as it says.
    while (answer.status === 429 && answer.body.code === 'login-rate') {
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(answer.headers.get('retry-after') ?? 1)));
      answer = await this.post('/api/v1/session', { username, password });
    }
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    this.csrf = answer.body.csrf;
    this.session = answer.body;
    return answer.body;
  }
}

export { api };
