// SPDX-License-Identifier: EUPL-1.2
// The faults that are planted: one small change each, of the kind that a slip of hand or mind makes.
import { enumsOf, partnersOf, tokensOf } from './source.mjs';

const RELATIONS = { '<': ['<=', '>='], '<=': ['<', '>'], '>': ['>=', '<='], '>=': ['>', '<'], '==': ['!='], '!=': ['=='] };
const ARITHMETIC = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '<<': '>>', '>>': '<<', '|': '&', '&': '|' };
const ASSIGNMENTS = { '+=': '-=', '-=': '+=', '*=': '/=', '/=': '*=', '%=': '*=', '|=': '&=', '&=': '|=' };
const TYPES = new Set(['const', 'static', 'struct', 'enum', 'union', 'char', 'int', 'long', 'short', 'unsigned', 'signed', 'void', 'bool', 'size_t',
  'int32_t', 'int64_t', 'uint32_t', 'uint64_t', 'uint8_t', 'uint16_t', 'json_t']);
const CONTROL = new Set(['if', 'for', 'while', 'switch', 'do', 'else', 'case', 'default']);

// source, and the headers that name enums -> [{ kind, at, length, text, line, was }]
export function mutantsOf(source, headers) {
  const tokens = tokensOf(source);
  const partners = partnersOf(tokens);
  const families = enumsOf([...headers, source]);
  const text = (i) => tokens[i]?.text ?? '';
  const end = (i) => tokens[i].at + tokens[i].text.length;
  const mutants = [];
  const plant = (kind, from, to, replacement) => {
    const was = source.slice(tokens[from].at, end(to));
    if (was !== replacement) mutants.push({ kind, at: tokens[from].at, length: was.length, text: replacement, line: tokens[from].line, was });
  };
  const operand = (i) => ['word', 'number', 'character', 'string'].includes(tokens[i]?.kind) || text(i) === ')' || text(i) === ']';

  // A changed step of a for loop only runs on, and its header holds no statement.
  const steps = new Set();
  const headed = new Set();
  // Braces that hold statements, by the place of the opening one.
  const blocks = new Set();
  let body = -1;
  tokens.forEach(({ text: sign }, i) => {
    if (sign === 'for' && text(i + 1) === '(') {
      const close = partners.get(i + 1);
      let parts = 0;
      for (let k = i + 2; k < close; k++) { headed.add(k); if (text(k) === ';') parts++; if (parts === 2) steps.add(k); }
    }
    if (sign !== '{') return;
    const before = text(i - 1);
    if (i > body && before === ')') { blocks.add(i); body = partners.get(i); return; }
    if (i > body) return;
    const head = before === ')' ? text(partners.get(i - 1) - 1) : '';
    if (['else', 'do', '}', ';', ':'].includes(before) || (before === '{' && blocks.has(i - 1)) || ['if', 'for', 'while', 'switch'].includes(head)) blocks.add(i);
  });
  const statementBegins = (i) => [';', '}'].includes(text(i - 1)) || (text(i - 1) === '{' && blocks.has(i - 1)) || text(i - 1) === 'else'
    || (text(i - 1) === ')' && ['if', 'for', 'while'].includes(text(partners.get(i - 1) - 1)))
    || (text(i - 1) === ':' && (text(i - 3) === 'case' || text(i - 2) === 'default' || tokens[i - 2].line === tokens[i - 1].line && text(i - 2) === 'out'));
  const inBody = (() => {
    const spans = [...blocks].map((i) => [i, partners.get(i)]);
    return (i) => spans.some(([from, to]) => i > from && i < to);
  })();

  tokens.forEach(({ kind, text: sign }, i) => {
    if (kind === 'sign') {
      for (const other of RELATIONS[sign] ?? []) plant('relation', i, i, other);
      if (sign === '&&') plant('logic', i, i, '||');
      if (sign === '||') plant('logic', i, i, '&&');
      if (sign === '!') plant('not', i, i, '');
      if (ARITHMETIC[sign] && operand(i - 1) && !TYPES.has(text(i - 1))) plant('arithmetic', i, i, ARITHMETIC[sign]);
      if (sign === '-' && !operand(i - 1)) plant('arithmetic', i, i, '');
      if (ASSIGNMENTS[sign] && !steps.has(i)) plant('assignment', i, i, ASSIGNMENTS[sign]);
      if ((sign === '++' || sign === '--') && !steps.has(i)) plant('step', i, i, sign === '++' ? '--' : '++');
      if (sign === '?') {
        let depth = 0;
        let colon = i + 1;
        for (; !(depth === 0 && text(colon) === ':'); colon++) { if (text(colon) === '?') depth++; else if (text(colon) === ':') depth--; else if (partners.get(colon) > colon) colon = partners.get(colon); }
        let last = colon + 1;
        for (depth = 0; !(depth === 0 && [')', ';', ',', '}', ']'].includes(text(last))); last++) if (partners.get(last) > last) last = partners.get(last);
        plant('choice', i, last - 1, `? (${source.slice(tokens[colon + 1].at, end(last - 1))}) : (${source.slice(tokens[i + 1].at, end(colon - 1))})`);
      }
    } else if (kind === 'number') {
      // "= {0}" says "all empty"; its one number decides nothing.
      if (text(i - 2) === '=' && text(i - 1) === '{' && sign === '0' && text(i + 1) === '}') return;
      const declared = text(i - 1) === '[' && text(i + 1) === ']' && tokens[i - 2]?.kind === 'word' && (tokens[i - 3]?.kind === 'word' || text(i - 3) === '*');
      if (!declared) for (const change of [1, -1]) plant('constant', i, i, sign.replace(/^\d+/, (digits) => /^0x/i.test(sign) ? digits : `${BigInt(digits) + BigInt(change)}`));
    } else if (kind === 'string') {
      if (sign !== '""' && !sign.includes(' ') && tokens[i - 1]?.kind !== 'string' && tokens[i + 1]?.kind !== 'string') plant('text', i, i, `"x${sign.slice(1)}`);
    } else if (kind === 'character') {
      if (/^'[ -&(-[\]-~]'$/.test(sign)) plant('constant', i, i, `(char)(${sign} + 1)`);
    } else if (sign === 'true' || sign === 'false') {
      plant('truth', i, i, sign === 'true' ? 'false' : 'true');
    } else if (families.has(sign) && text(i - 1) !== '[' && text(i - 1) !== 'case') {
      const family = families.get(sign);
      if (family.length > 1) plant('enum', i, i, family[(family.indexOf(sign) + 1) % family.length]);
    } else if ((sign === 'if' || sign === 'while') && text(i + 1) === '(') {
      const close = partners.get(i + 1);
      const inside = tokens.slice(i + 2, close);
      // A lone comparison is turned round by the relations already, a lone ! by its loss.
      const lone = inside.filter(({ text: one }) => RELATIONS[one]).length === 1 && !inside.some(({ text: one }) => one === '&&' || one === '||');
      if (!lone && !(inside[0].text === '!' && !inside.some(({ text: one }) => one === '&&' || one === '||'))) {
        plant('condition', i + 1, close, `(!(${source.slice(tokens[i + 2].at, end(close - 1))}))`);
      }
    }
    // A statement that is not a declaration and holds no block is forgotten.
    if ((kind === 'word' || ['*', '(', '++', '--'].includes(sign)) && !headed.has(i) && statementBegins(i) && inBody(i) && !TYPES.has(sign) && !CONTROL.has(sign)
      && !(kind === 'word' && tokens[i + 1]?.kind === 'word' && !['return', 'goto'].includes(sign)) && text(i + 1) !== ':') {
      let last = i;
      while (text(last) !== ';') last = partners.get(last) > last ? partners.get(last) + 1 : last + 1;
      if (last > i) plant('statement', i, last - 1, '');
    }
  });
  return mutants;
}

export const apply = (source, { at, length, text }) => source.slice(0, at) + text + source.slice(at + length);
