// SPDX-License-Identifier: EUPL-1.2
// Texts in the language of the reader. Keys are checked by the compiler and by build/texts.mjs.
import type texts from '../text/it.json';
import { createStore } from './store';

export type Language = 'it' | 'en';
type Texts = typeof texts;
type Section = Texts[keyof Texts];
type All<S> = S extends unknown ? { [K in keyof S]: [K, S[K]] }[keyof S] : never;
type Entry = All<Section>;
export type TextKey = Extract<Entry, [unknown, string]>[0] & string;
export type PluralKey = Extract<Entry, [unknown, object]>[0] & string;
type Dictionary = Record<string, string | Partial<Record<Intl.LDMLPluralRule, string>>>;
type Values = Record<string, string | number>;

const MEMORY = 'sostegno.language';
const dictionaries: Record<Language, Dictionary> = { it: {}, en: {} };

function firstLanguage(): Language {
    const kept = recall();
    if (kept === 'it' || kept === 'en') return kept;
    return (navigator.languages[0] ?? 'it').toLowerCase().startsWith('en') ? 'en' : 'it';
}

function recall(): string | null {
    try {
        return localStorage.getItem(MEMORY);
    } catch {
        return null; // storage can be forbidden; the choice then lasts for the page
    }
}

export const language = createStore<Language>(firstLanguage());
let addresses: Record<Language, string> = { it: '', en: '' };

export function addTexts(of: Language, texts: object): void {
    Object.assign(dictionaries[of], texts);
}

async function load(of: Language): Promise<boolean> {
    if (Object.keys(dictionaries[of]).length > 0) return true;
    try {
        const response = await fetch(addresses[of]);
        if (response.ok) addTexts(of, await response.json() as object);
        return response.ok;
    } catch {
        return false; // no line, or one that broke in the middle
    }
}

// Only what the reader reads is fetched. Nothing can be said before it is there: asks until it is.
export async function startTexts(at: Record<Language, string>): Promise<void> {
    addresses = at;
    for (let wait = 1000; !(await load(language.get())); wait = Math.min(wait * 2, 15_000)) await new Promise((done) => window.setTimeout(done, wait));
    document.documentElement.lang = language.get();
}

// False when its words cannot be had: the page stays as it is.
export async function chooseLanguage(next: Language): Promise<boolean> {
    if (!(await load(next))) return false;
    try {
        localStorage.setItem(MEMORY, next);
    } catch {
        // see recall()
    }
    language.set(next);
    document.documentElement.lang = next;
    return true;
}

export function localeTag(): string {
    return language.get() === 'it' ? 'it-IT' : 'en-GB';
}

function fill(text: string, values: Values): string {
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

export function t(key: TextKey, values: Values = {}): string {
    const text = dictionaries[language.get()][key];
    return typeof text === 'string' ? fill(text, values) : key;
}

// For keys that the server sends: the text, or what the caller says when there is none.
export function sent(prefix: string, key: string, otherwise: string, values: Values = {}): string {
    const text = dictionaries[language.get()][`${prefix}.${key}`];
    return typeof text === 'string' ? fill(text, values) : otherwise;
}

// `{n}` is the number itself, in the reader's way of writing it.
export function plural(key: PluralKey, n: number, values: Values = {}): string {
    const forms = dictionaries[language.get()][key];
    if (forms === undefined || typeof forms === 'string') return key;
    const form = forms[new Intl.PluralRules(localeTag()).select(n)] ?? forms.other ?? key;
    return fill(form, { n: new Intl.NumberFormat(localeTag()).format(n), ...values });
}

export function inLanguage(text: { it: string; en: string }): string {
    return text[language.get()];
}
