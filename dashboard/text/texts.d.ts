// SPDX-License-Identifier: EUPL-1.2
// Files that build/texts.mjs makes of the texts: where an application finds what it says in one language.
declare module 'texts:*' {
    const address: string;
    export default address;
}
