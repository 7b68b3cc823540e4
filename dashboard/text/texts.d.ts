// SPDX-License-Identifier: EUPL-1.2
// Modules that build/texts.mjs makes of the text files: what an application says, in both languages.
declare module 'texts:*' {
    export const it: object;
    export const en: object;
}
