// SPDX-License-Identifier: EUPL-1.2
// Builds the two web applications: `node build.mjs --out DIR`. Types, texts and budgets are checked on the way.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { purgedItalia } from './build/italia.mjs';
import { apiTypes } from './build/api_types.mjs';
import { pageOf } from './build/page.mjs';
import { checkTexts, textsPlugin } from './build/texts.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
    options: {
        out: { type: 'string', default: join(root, 'dist') },
        'skip-types': { type: 'boolean', default: false },
    },
});
const out = resolve(options.out);
const KB = 1024;
const budgets = {
    portal: { js: 60 * KB, css: 15 * KB, fonts: 36 * KB },
    staff: { js: 110 * KB, css: 20 * KB, fonts: 36 * KB },
};

function fail(message) {
    process.stderr.write(`dashboard: ${message}\n`);
    process.exit(1);
}

await apiTypes(join(root, '../docs/openapi.yaml'), join(root, 'api/schema.d.ts'));
const faults = checkTexts(root);
if (faults.length > 0) fail(`texts:\n  ${faults.join('\n  ')}`);
if (!options['skip-types']) {
    const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', root], { stdio: 'inherit' });
    if (tsc.status !== 0) fail('the type check failed');
}

writeFileSync(join(root, '.purged.css'), await purgedItalia(root));
rmSync(join(out, 'assets'), { recursive: true, force: true });
mkdirSync(join(out, 'assets'), { recursive: true });
mkdirSync(join(out, 'staff'), { recursive: true });

const result = await build({
    absWorkingDir: root,
    entryPoints: { staff: 'staff/main.tsx', portal: 'portal/main.tsx', 'staff-style': 'ui/style/staff.css', 'portal-style': 'ui/style/portal.css', icon: 'ui/icon.svg' },
    outdir: join(out, 'assets'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2021', 'chrome100', 'firefox100', 'safari15.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.woff2': 'file', '.svg': 'copy' },
    publicPath: '/assets',
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    plugins: [textsPlugin(root)],
    logLevel: 'warning',
});

const names = Object.fromEntries(
    Object.entries(result.metafile.outputs)
        .filter(([, info]) => info.entryPoint)
        .map(([file, info]) => [info.entryPoint, file.split('/').pop()]),
);
const fonts = readdirSync(join(out, 'assets')).filter((name) => name.endsWith('.woff2'));

function compress(path) {
    const bytes = readFileSync(path);
    const zipped = gzipSync(bytes, { level: 9 });
    if (zipped.length < bytes.length) writeFileSync(`${path}.gz`, zipped);
    return zipped.length;
}

const sizes = {};
for (const name of readdirSync(join(out, 'assets'))) {
    if (name.endsWith('.woff2')) sizes[name] = readFileSync(join(out, 'assets', name)).length;
    else sizes[name] = compress(join(out, 'assets', name));
}

for (const app of ['portal', 'staff']) {
    const script = names[`${app}/main.tsx`];
    const style = names[`ui/style/${app}.css`];
    const file = app === 'portal' ? join(out, 'index.html') : join(out, 'staff/index.html');
    writeFileSync(file, pageOf({ app, script, style, icon: names['ui/icon.svg'], fonts }));
    compress(file);
    const texts = Object.keys(sizes).filter((name) => name.startsWith(`${app}-`) && name.endsWith('.json'));
    if (texts.length !== 2) fail(`${app}: ${texts.length} files of texts`);
    const measured = { js: sizes[script] + Math.max(...texts.map((name) => sizes[name])), css: sizes[style], fonts: fonts.reduce((sum, name) => sum + sizes[name], 0) };
    for (const [kind, limit] of Object.entries(budgets[app])) {
        const line = `${app} ${kind}: ${(measured[kind] / KB).toFixed(1)} of ${limit / KB} KB`;
        if (measured[kind] > limit) fail(`over budget: ${line}`);
        process.stdout.write(`${line}\n`);
    }
}
const digest = createHash('sha256').update(JSON.stringify(sizes)).digest('hex').slice(0, 12);
process.stdout.write(`dashboard built in ${out} (${digest})\n`);
