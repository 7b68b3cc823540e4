// SPDX-License-Identifier: EUPL-1.2
// Reads a C source as tokens with their places: enough to change one of them, no more.

const shapes = [
  ['blank', /\s+/y],
  ['comment', /\/\/[^\n]*|\/\*[^]*?\*\//y],
  ['directive', /#(?:[^\n\\]|\\.|\\\n)*/y],
  ['string', /"(?:[^"\\]|\\.)*"/y],
  ['character', /'(?:[^'\\]|\\.)*'/y],
  ['number', /0[xX][0-9a-fA-F]+[uUlL]*|\d+[uUlL]*/y],
  ['word', /[A-Za-z_]\w*/y],
  ['sign', /\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s\w]/y],
];

// Every token that means something: { kind, text, at, line }.
export function tokensOf(source) {
  const tokens = [];
  for (let at = 0, line = 1; at < source.length;) {
    let found = null;
    for (const [kind, shape] of shapes) {
      shape.lastIndex = at;
      const match = shape.exec(source);
      if (match) { found = { kind, text: match[0], at, line }; break; }
    }
    if (!['blank', 'comment', 'directive'].includes(found.kind)) tokens.push(found);
    at += found.text.length;
    line += found.text.split('\n').length - 1;
  }
  return tokens;
}

// For each bracket the place of its partner.
export function partnersOf(tokens) {
  const partners = new Map();
  const open = [];
  tokens.forEach(({ kind, text }, i) => {
    if (kind !== 'sign') return;
    if ('([{'.includes(text)) open.push(i);
    else if (')]}'.includes(text)) { const begin = open.pop(); partners.set(begin, i); partners.set(i, begin); }
  });
  return partners;
}

// name of an enumerator -> all of its enum in order, for enums that have a name.
export function enumsOf(sources) {
  const families = new Map();
  for (const source of sources) {
    const plain = source.replace(/\/\/[^\n]*/g, '');
    for (const [, body] of plain.matchAll(/\benum\s+\w+\s*\{([^}]*)\}/g)) {
      const names = [...body.matchAll(/(?:^|,)\s*([A-Z]\w*)/g)].map(([, name]) => name);
      for (const name of names) families.set(name, names);
    }
  }
  return families;
}
