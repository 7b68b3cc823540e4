// SPDX-License-Identifier: EUPL-1.2
// Types of the API, generated from the one source, docs/openapi.yaml.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

export async function apiTypes(source, target) {
    const text = astToString(await openapiTS(pathToFileURL(source), { rootTypes: false }));
    const whole = `// Generated from docs/openapi.yaml; do not edit.\n${text}`;
    if (!existsSync(target) || readFileSync(target, 'utf8') !== whole) writeFileSync(target, whole);
}
