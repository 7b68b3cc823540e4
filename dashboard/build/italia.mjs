// SPDX-License-Identifier: EUPL-1.2
// The part of Bootstrap Italia's style sheet that the applications use, without what a strict CSP or dark colours cannot bear.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import postcss from 'postcss';
import { PurgeCSS } from 'purgecss';

function sources(root) {
    return ['ui', 'staff', 'portal'].flatMap((folder) =>
        readdirSync(join(root, folder), { withFileTypes: true, recursive: false })
            .flatMap((entry) => entry.isDirectory()
                ? readdirSync(join(root, folder, entry.name)).map((name) => join(root, folder, entry.name, name))
                : [join(root, folder, entry.name)])
            .filter((path) => path.endsWith('.tsx')));
}

// Own rules stand outside the layer and win whatever their specificity; `!important` would turn that round.
const tame = {
    postcssPlugin: 'tame-italia',
    AtRule(rule) {
        if (rule.name === 'font-face' || rule.name === 'charset' || /prefers-reduced-motion/.test(rule.params)) rule.remove();
    },
    Declaration(declaration) {
        if (/url\(/.test(declaration.value)) declaration.remove(); // data: images are refused by img-src 'self'
        else if (/^(-webkit-)?(transition|animation|box-shadow)/.test(declaration.prop)) declaration.remove();
        else declaration.important = false;
    },
    OnceExit(tree) {
        tree.walkRules((rule) => { if (rule.nodes.length === 0) rule.remove(); });
    },
};

export async function purgedItalia(root) {
    const raw = readFileSync(join(root, 'node_modules/bootstrap-italia/dist/css/bootstrap-italia.min.css'), 'utf8');
    const [purged] = await new PurgeCSS().purge({
        css: [{ raw }],
        content: sources(root).map((path) => ({ raw: classWords(readFileSync(path, 'utf8')), extension: 'html' })),
        defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
        variables: true,
        keyframes: true,
        fontFace: true,
    });
    return postcss([tame]).process(purged.css, { from: undefined }).css;
}

// Only words inside string literals and tag names can be selectors; prose in comments would keep half the sheet.
function classWords(text) {
    const strings = text.match(/(['"`])(?:(?!\1)[^\\]|\\.)*\1/g) ?? [];
    const tags = [...text.matchAll(/<([a-z][a-z0-9]*)/g)].map((match) => match[1]);
    return [...strings, ...tags, 'html', 'body'].join(' ');
}
