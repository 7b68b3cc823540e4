// SPDX-License-Identifier: EUPL-1.2
// All mutants of a module in one object: each is a copy of the function it changes, and the function begins by asking
// the environment (HOUSE_MUTANT) which of its copies stands in for it. Compiled once instead of once per mutant.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partnersOf, tokensOf } from './source.mjs';

const CHOICE = `static int mutant_in_hand;
__attribute__((constructor)) static void take_mutant_in_hand(void) {
    extern char *getenv(const char *);
    extern int atoi(const char *);
    const char *number = getenv("HOUSE_MUTANT");
    mutant_in_hand = number ? atoi(number) : 0;
}
`;

// The functions that a source defines: { from, open, close: places in the text; name, nameAt, names of parameters, gives }
export function functionsIn(source) {
  const tokens = tokensOf(source);
  const partners = partnersOf(tokens);
  const text = (i) => tokens[i]?.text ?? '';
  const found = [];
  let begin = 0;
  for (let i = 0; i < tokens.length; i++) {
    if (text(i) === '{' && text(i - 1) === ')') {
      const first = partners.get(i - 1);
      const parameters = [[]];
      for (let k = first + 1; k < i - 1; k++) {
        if (text(k) === ',') parameters.push([]);
        else parameters.at(-1).push(k);
        if (partners.get(k) > k) { for (let inner = k + 1; inner <= partners.get(k); inner++) parameters.at(-1).push(inner); k = partners.get(k); }
      }
      const names = parameters.map((one) => {
        const bracket = one.findIndex((k) => text(k) === '[' || text(k) === ')');
        return one.slice(0, bracket < 0 ? one.length : bracket).filter((k) => tokens[k].kind === 'word').map(text).at(-1);
      }).filter((name) => name && name !== 'void');
      const before = tokens.slice(begin, first - 1).map(({ text: word }) => word);
      found.push({ from: tokens[begin].at, open: tokens[i].at, close: tokens[partners.get(i)].at, name: text(first - 1), nameAt: tokens[first - 1].at, names, gives: before.filter((word) => word !== 'static').join(' ') !== 'void' });
      i = partners.get(i);
      begin = i + 1;
    } else if (partners.get(i) > i) {
      i = partners.get(i);
    } else if (text(i) === ';') {
      begin = i + 1;
    }
  }
  return found;
}

// Source of the object, with mutants by number (from 1); those that lie in no function, or are left out, are not in it.
function write(source, functions, members) {
  let out = '';
  let at = 0;
  for (const one of functions) {
    const own = members.filter(({ home }) => home === one);
    out += source.slice(at, one.from);
    at = one.from;
    if (own.length === 0) continue;
    const head = source.slice(one.from, one.open);
    const cut = one.nameAt - one.from;
    out += `${head.trim()};\n`;
    for (const { mutant, number } of own) {
      const body = source.slice(one.open, mutant.at) + mutant.text + source.slice(mutant.at + mutant.length, one.close + 1);
      out += `${/^static\b/.test(head) ? '' : 'static '}${head.slice(0, cut)}${one.name}_mutant_${number}${head.slice(cut + one.name.length)}${body}\n`;
    }
    const call = ({ number }) => `${one.name}_mutant_${number}(${one.names.join(', ')})`;
    const cases = own.map((member) => `case ${member.number}: ${one.gives ? `return ${call(member)};` : `${call(member)}; return;`}`);
    out += `${head}{\nif (mutant_in_hand >= ${own[0].number} && mutant_in_hand <= ${own.at(-1).number}) { switch (mutant_in_hand) { ${cases.join('\n')} default: break; } }\n`;
    at = one.open + 1;
  }
  return `${CHOICE}${out}${source.slice(at)}`;
}

// Compiles them. Resolves to the numbers (1, 2 … by place in `mutants`) that the object holds; the others do not
// compile beside their fellows or lie outside of every function, and are to be judged alone.
export async function buildSchema(folder, gcc, flags, module, source, mutants) {
  const functions = functionsIn(source);
  let members = mutants.map((mutant, i) => ({ mutant, number: i + 1, home: functions.find(({ open, close }) => mutant.at > open && mutant.at + mutant.length <= close) }))
    .filter(({ home }) => home);
  for (;;) {
    const file = join(folder, `${module}.schema.c`);
    writeFileSync(file, write(source, functions, members));
    try {
      await gcc(folder, ['-O0', ...flags, '-shared', file, '-o', `${module}.schema.so`], { timeout: 600000 });
      return new Set(members.map(({ number }) => number));
    } catch ({ stderr = '' }) {
      const broken = new Set();
      let current = null;
      for (const line of stderr.split('\n')) {
        const where = /In function .(\w+?)(?:_mutant_(\d+))?.:$/.exec(line);
        if (where) current = where[2] ? Number(where[2]) : null;
        else if (/: error: /.test(line) && current) broken.add(current);
      }
      if (broken.size === 0) throw new Error(`${module}: the object of its mutants does not compile:\n${stderr.slice(0, 2000)}`);
      members = members.filter(({ number }) => !broken.has(number));
    }
  }
}
