// SPDX-License-Identifier: EUPL-1.2
// Prints every fault of the texts; ends with 1 when there is one.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkTexts } from './build/texts.mjs';

const faults = checkTexts(dirname(fileURLToPath(import.meta.url)));
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
