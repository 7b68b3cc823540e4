// SPDX-License-Identifier: EUPL-1.2
// What server/units/ says, as data: users and groups, folders with owner and mode, units, settings.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { source } from './place.mjs';

const units = join(source, 'server', 'units');
const lines = (text) => text.split('\n').map((line) => line.trim()).filter((line) => line && !/^[#;]/.test(line));
const words = (line) => line.match(/"[^"]*"|\S+/g);

// { users: [name], groups: { user: [group, its own first] } } of a sysusers.d file.
export function accounts(text = readFileSync(join(units, 'sysusers.conf'), 'utf8')) {
  const rows = lines(text).map(words);
  const users = rows.filter(([kind]) => kind === 'u').map(([, name]) => name);
  const groups = Object.fromEntries(users.map((name) => [name, [name, ...rows.filter(([kind, user]) => kind === 'm' && user === name).map(([, , group]) => group)]]));
  return { users, groups, all: [...users, ...rows.filter(([kind]) => kind === 'g').map(([, name]) => name)] };
}

// [{ kind, path, mode, user, group, from }] of a tmpfiles.d file.
export function folders(text = readFileSync(join(units, 'tmpfiles.conf.in'), 'utf8')) {
  return lines(text).map(words).map(([kind, path, mode, user, group, , from]) => ({ kind, path, mode: parseInt(mode, 8), user, group, from }));
}

// { name: [[key, value]] } of all units in a folder.
export function services(folder) {
  return Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.service')).map((name) => [name,
    lines(readFileSync(join(folder, name), 'utf8')).filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])]));
}

export const values = (unit, key) => unit.filter(([name]) => name === key).map(([, value]) => value);

// { 'section.key': value } of an INI file.
export function settings(text) {
  let section = '';
  const found = {};
  for (const line of lines(text)) {
    const head = /^\[(.*)\]$/.exec(line);
    if (head) section = head[1];
    else found[`${section}.${line.split('=')[0].trim()}`] = line.slice(line.indexOf('=') + 1).trim();
  }
  return found;
}
