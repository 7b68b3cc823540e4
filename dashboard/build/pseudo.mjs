// SPDX-License-Identifier: EUPL-1.2
// Replaces every text by a marked one («…»), so that a text which did not come from the text files shows itself.
import { readFile } from 'node:fs/promises';

function marked(value) {
    if (typeof value === 'string') return `«${value}»`;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
}

export const pseudo = {
    name: 'pseudo-texts',
    setup(build) {
        build.onLoad({ filter: /text\/(it|en)\.json$/ }, async ({ path }) => ({
            contents: JSON.stringify(marked(JSON.parse(await readFile(path, 'utf8')))),
            loader: 'json',
        }));
    },
};
