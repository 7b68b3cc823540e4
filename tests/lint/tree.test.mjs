// SPDX-License-Identifier: EUPL-1.2
// The written law of the tree: arrows between rooms, banned calls, sizes, names, leftovers.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, existsSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import test from 'node:test';
import { platform, root, rooms, thirdParty } from './rooms.mjs';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path && existsSync(join(root, path)));
const text = (path) => readFileSync(join(root, path), 'utf8');
const sources = tracked.filter((path) => /\.[ch]$/.test(path) && !path.startsWith('tests/'));
const code = tracked.filter((path) => /\.(c|h|mjs|ts|tsx|sh|sql)$/.test(path));

// Comments and string literals may name anything; calls and includes may not.
const stripped = (source) =>
  source
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\/\/[^\n]*/g, ' ')
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""');

function faults(list, check) {
  const found = list.flatMap((path) => check(path, text(path)).map((what) => `${path}: ${what}`));
  assert.deepEqual(found, []);
}

test('arrows: every include follows the table of rooms', () => {
  faults(sources.filter((path) => path !== 'server/main.c'), (path, source) => {
    const room = rooms.find((one) => path.startsWith(`${one.folder}/`));
    if (!room) return ['lies in no room of the table'];
    const allowed = Array.isArray(room.third)
      ? room.third
      : Object.entries(room.third).flatMap(([prefix, headers]) => (path.startsWith(prefix) ? headers : []));
    return [...source.matchAll(/^\s*#\s*include\s+([<"])([^>"]+)[>"]/gm)].flatMap(([, quote, header]) => {
      if (header.includes('..')) return [`includes "${header}" around the room walls`];
      if (quote === '"') {
        const target = header.split('/')[0];
        return header.includes('/') && room.uses.includes(target) ? [] : [`may not include "${header}"`];
      }
      if (thirdParty.some((prefix) => header.startsWith(prefix)) && !['unistd.h'].includes(header))
        return allowed.some((prefix) => header.startsWith(prefix)) ? [] : [`third party <${header}> belongs elsewhere`];
      return platform.test(header) || allowed.some((prefix) => header.startsWith(prefix)) ? [] : [`unknown header <${header}>`];
    });
  });
});

test('the table of rooms in docs/architecture.md is the one that the arrows are held against', () => {
  const rows = [...text('docs/architecture.md').matchAll(/^\| (\w+) \| `[^|]+ \|[^|]+\| ([^|]+) \|[^|]+\|$/gm)];
  const written = new Map(rows.map(([, name, uses]) => [name, uses.replace(/ types/g, '').replace('–', '').split(', ').filter(Boolean).sort().join(', ')]));
  for (const { name, uses } of rooms.filter((one) => one.name !== 'cli')) {
    assert.equal(written.get(name), uses.filter((one) => one !== name).sort().join(', '), name);
  }
});

test('banned functions are not called', () => {
  const banned =
    /\b(strcpy|strcat|sprintf|vsprintf|gets|scanf|sscanf|fscanf|alloca|atoi|atol|atof|strtok|system|popen|localtime|gmtime|asctime|ctime|tmpnam|mktemp|setlocale|rand|srand|signal)\s*\(/g;
  faults(tracked.filter((path) => /\.[ch]$/.test(path)), (path, source) =>
    [...stripped(source).matchAll(banned)].map(([, name]) => `calls ${name}()`));
});

test('SQL stands in the store, in the inbox and in the tests only', () => {
  faults(sources.filter((path) => !/^(server\/store|devices\/inbox)\//.test(path)), (path, source) =>
    [...source.matchAll(/"[^"\n]*\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b [^"\n]*"/g)].map(([line]) => line));
});

test('no file is over 600 lines, none is a drawer for everything', () => {
  faults(code.filter((path) => !path.endsWith('package-lock.json')), (path, source) => {
    const lines = source.split('\n').length - 1;
    const name = basename(path).replace(/[._-].*/, '');
    return [
      ...(lines > 600 ? [`${lines} lines`] : []),
      ...(['util', 'utils', 'helper', 'helpers', 'common', 'misc'].includes(name) ? ['a name that says nothing'] : []),
    ];
  });
});

test('every source file names its licence on the first lines', () => {
  faults(code, (path, source) =>
    source.split('\n', 3).some((line) => line.includes('SPDX-License-Identifier: EUPL-1.2')) ? [] : ['no SPDX line']);
});

test('nothing is left behind', () => {
  const words = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b|not ` + 'implemented');
  faults(code, (path, source) => source.split('\n').flatMap((line, at) => (words.test(line) ? [`${at + 1}: ${line.trim()}`] : [])));
});

test('the top level is what the design fixes', () => {
  const odd = [...new Set(tracked.map((path) => path.split('/')[0]))].filter(
    (name) => !/^(CMakeLists\.txt|README\.md|server|devices|scoring|dashboard|tests|docs|\..*)$/.test(name));
  assert.deepEqual(odd, []);
});

test('links in the documents lead somewhere', () => {
  faults(tracked.filter((path) => path.endsWith('.md')), (path, source) =>
    [...source.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)].flatMap(([, link]) =>
      existsSync(join(root, normalize(join(dirname(path), link)))) ? [] : [`dead link ${link}`]));
});

test('macros hide no control flow', () => {
  faults(sources, (path, source) =>
    [...source.matchAll(/^#define[^\n]*(?:\\\n[^\n]*)*/gm)].flatMap(([macro]) =>
      /\b(return|goto|break|continue)\b/.test(stripped(macro)) ? [macro.split('\n')[0]] : []));
});
