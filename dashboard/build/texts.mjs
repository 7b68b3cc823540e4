// SPDX-License-Identifier: EUPL-1.2
// Texts: the same keys and placeholders in both languages, every key used, none missing, no words in the code.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const SPOKEN_ATTRIBUTES = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'aria-description', 'aria-roledescription']);

// An application has its own texts beside the shared ones; what both use has the shared ones alone.
const READ_IN = { api: ['shared'], ui: ['shared'], staff: ['shared', 'staff'], portal: ['shared', 'portal'] };

function files(root, folder) {
    return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return files(root, path);
        return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
    });
}

function placeholders(value) {
    const texts = typeof value === 'string' ? [value] : Object.values(value);
    return [...new Set(texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort().join(' ');
}

function compare(it, en, faults) {
    for (const section of new Set([...Object.keys(it), ...Object.keys(en)])) {
        const left = it[section] ?? {};
        const right = en[section] ?? {};
        for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
            if (!(key in left)) faults.push(`it.json lacks ${section}/${key}`);
            else if (!(key in right)) faults.push(`en.json lacks ${section}/${key}`);
            else if (placeholders(left[key]) !== placeholders(right[key])) faults.push(`${section}/${key}: placeholders differ`);
            if (key in left && typeof left[key] === 'object' && !('many' in left[key] && 'one' in left[key] && 'other' in left[key])) {
                faults.push(`it.json ${section}/${key}: Italian has the plural forms one, many, other`);
            }
        }
    }
}

// Literal keys and, for templates such as `severity.${x}`, the pattern they can become.
function read(path, text, keys, uses, faults) {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    const where = (node) => `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const visit = (node) => {
        if (ts.isStringLiteralLike(node)) uses.literals.add(node.text);
        if (ts.isTemplateExpression(node)) {
            const pattern = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
            if (/^[a-z][\w-]*\./.test(pattern[0])) uses.patterns.push(new RegExp(`^${pattern.map(escape).join('[\\w-]+')}$`));
        }
        if (ts.isCallExpression(node) && node.expression.getText() === 'sent' && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) {
            uses.patterns.push(new RegExp(`^${escape(node.arguments[0].text)}\\.`));
        }
        if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) faults.push(`${where(node)}: words in the code: ${node.text.trim()}`);
        if (ts.isJsxAttribute(node) && SPOKEN_ATTRIBUTES.has(node.name.getText()) && node.initializer
            && ts.isStringLiteral(node.initializer) && /\p{L}/u.test(node.initializer.text) && !keys.has(node.initializer.text)) {
            faults.push(`${where(node)}: words in the attribute ${node.name.getText()}`);
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
}

function escape(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const IN_BOTH = ['it', 'en'];

// `texts:staff/it`: what one application says in one language as a file, of which the module is the address.
export const textsPlugin = (root) => ({
    name: 'texts',
    setup(build) {
        build.onResolve({ filter: /^texts:/ }, ({ path }) => ({ path: `${path.slice('texts:'.length).replace('/', '-')}.json`, namespace: 'texts' }));
        build.onLoad({ filter: /.*/, namespace: 'texts' }, ({ path }) => {
            const [, app, language] = /^(\w+)-(\w+)\.json$/.exec(path);
            const texts = JSON.parse(readFileSync(join(root, `text/${language}.json`), 'utf8'));
            return { contents: JSON.stringify({ ...texts.shared, ...texts[app] }), loader: 'file' };
        });
    },
});

// A text that stands twice would silently win or lose by its place.
function repeated(text, name, faults) {
    let seen = new Set();
    for (const line of text.split('\n')) {
        if (/^ {2}"\w+": \{$/.test(line)) seen = new Set();
        const key = /^ {4}"([^"]+)":/.exec(line)?.[1];
        if (key && seen.has(key)) faults.push(`${name}: ${key} stands twice`);
        if (key) seen.add(key);
    }
}

export function checkTexts(root) {
    const faults = [];
    const [it, en] = IN_BOTH.map((language) => {
        const text = readFileSync(join(root, `text/${language}.json`), 'utf8');
        repeated(text, `${language}.json`, faults);
        return JSON.parse(text);
    });
    compare(it, en, faults);
    const keys = new Set(Object.values(it).flatMap(Object.keys));
    const uses = { literals: new Set(), patterns: [] };
    for (const [folder, sections] of Object.entries(READ_IN)) {
        const known = new Set(sections.flatMap((section) => Object.keys(it[section] ?? {})));
        for (const path of files(root, folder)) {
            const own = { literals: new Set(), patterns: uses.patterns };
            read(path, readFileSync(join(root, path), 'utf8'), keys, own, faults);
            for (const literal of own.literals) {
                uses.literals.add(literal);
                if (keys.has(literal) && !known.has(literal)) faults.push(`${path}: ${literal} is not in the texts that every page there has (${sections.join(', ')})`);
            }
        }
    }
    for (const [section, texts] of Object.entries(it)) {
        for (const key of Object.keys(texts)) {
            if (!uses.literals.has(key) && !uses.patterns.some((pattern) => pattern.test(key))) faults.push(`nobody uses ${section}/${key}`);
        }
    }
    return faults;
}
