// SPDX-License-Identifier: EUPL-1.2
// docs/openapi.yaml is well formed by a foreign linter, and the route table and it name the same routes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { root } from './rooms.mjs';

const api = parse(readFileSync(join(root, 'docs/openapi.yaml'), 'utf8'));
const methods = ['get', 'put', 'post', 'delete', 'patch'];

test('spectral finds no error in docs/openapi.yaml', () => {
  const run = spawnSync('node', ['node_modules/@stoplight/spectral-cli/dist/index.js', 'lint', '--ruleset', 'lint/spectral.yaml', '--fail-severity', 'warn',
    join(root, 'docs/openapi.yaml')], { cwd: join(root, 'tests'), encoding: 'utf8' });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

test('every route of the server is in the document and the other way round', () => {
  const table = readFileSync(join(root, 'server/http/routes.c'), 'utf8');
  const served = [...table.matchAll(/\{\s*HTTP_(GET|PUT|POST|DELETE|PATCH),\s*"([^"]+)"/g)]
    .map(([, method, pattern]) => `${method} ${pattern.replace(/:slug/g, '')}`)
    .sort();
  const written = Object.entries(api.paths)
    .flatMap(([path, item]) => methods.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();
  assert.deepEqual(served, written);
});
