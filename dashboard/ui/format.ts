// SPDX-License-Identifier: EUPL-1.2
// Dates, times, money and numbers as people here write them.
import { domainNow } from './clock';
import { localeTag, plural, t } from './text';

const ZONE = 'Europe/Rome';
const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const NBSP = '\u00a0';

export function money(cents: number): string {
    const options = { style: 'currency', currency: 'EUR', useGrouping: 'always' };
    return new Intl.NumberFormat(localeTag(), options as unknown as Intl.NumberFormatOptions).format(cents / 100);
}

// In groups of four, as it stands on paper.
export function iban(electronic: string): string {
    return electronic.replace(/(.{4})(?=.)/g, '$1 ');
}

// Decimals come as exact text and stay exact: only the mark changes.
export function decimal(text: string): string {
    const [whole = '', fraction] = text.replace('-', '').split('.');
    const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, localeTag() === 'it-IT' ? '.' : ',') : whole;
    const mark = localeTag() === 'it-IT' ? ',' : '.';
    return (text.startsWith('-') ? '\u2212' : '') + grouped + (fraction === undefined ? '' : mark + fraction);
}

// UCUM codes as sent, in the form that people know.
const UNITS: Record<string, string> = {
    'mm[Hg]': 'mmHg', 'Cel': '°C', '/min': '/min', '{beats}/min': '/min', 'kg': 'kg', '%': '%', 'mg/dL': 'mg/dL', 'mmol/L': 'mmol/L', 'L/min': 'L/min', 'L': 'L', 'mmol/mol': 'mmol/mol', '{steps}': '',
};

export function unit(code: string): string {
    return UNITS[code] ?? code;
}

export function quantity(value: string, code: string): string {
    const shown = unit(code);
    return `${decimal(value)}${code === '%' || shown === '' ? '' : NBSP}${shown}`;
}

export function date(iso: string): string {
    const [year, month, day] = iso.slice(0, 10).split('-');
    return `${day}/${month}/${year}`;
}

export function dateLong(iso: string): string {
    return new Intl.DateTimeFormat(localeTag(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
        .format(new Date(`${iso.slice(0, 10)}T12:00:00Z`));
}

// The civil day in Rome of an instant, as YYYY-MM-DD.
export function romeDay(instant: number): string {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(instant);
}

function wall(instant: number): string {
    return new Intl.DateTimeFormat('it-IT', {
        timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    }).format(instant).replace(',', '');
}

// Summer or winter time, in the words used in the country.
export function zoneName(instant: number): string {
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeZoneName: 'shortOffset' }).formatToParts(instant);
    return parts.find((part) => part.type === 'timeZoneName')?.value === 'GMT+2' ? 'CEST' : 'CET';
}

// In the night when the clocks go back an hour is read twice: only then the zone is written out.
function doubled(instant: number): boolean {
    const text = wall(instant);
    return wall(instant - HOUR) === text || wall(instant + HOUR) === text;
}

export function dateTime(iso: string): string {
    const instant = Date.parse(iso);
    return wall(instant) + (doubled(instant) ? `${NBSP}${zoneName(instant)}` : '');
}

export function time(iso: string): string {
    const instant = Date.parse(iso);
    return wall(instant).slice(-5) + (doubled(instant) ? `${NBSP}${zoneName(instant)}` : '');
}

export function isToday(iso: string): boolean {
    return romeDay(Date.parse(iso)) === romeDay(domainNow());
}

// "oggi 10:32" or the date in full.
export function moment(iso: string): string {
    return isToday(iso) ? t('time.today', { time: time(iso) }) : dateTime(iso);
}

export function relative(iso: string): string {
    const seconds = Math.round((Date.parse(iso) - domainNow()) / 1000);
    const format = new Intl.RelativeTimeFormat(localeTag(), { numeric: 'auto' });
    const size = Math.abs(seconds);
    if (size < 60) return t('time.now');
    if (size < 3600) return format.format(Math.trunc(seconds / 60), 'minute');
    if (size < 86_400) return format.format(Math.trunc(seconds / 3600), 'hour');
    return format.format(daysBetween(romeDay(domainNow()), romeDay(Date.parse(iso))), 'day'); // "yesterday" is the day before, not 24 hours
}

// How old a value is, in steps that a reader can act on (P-02); empty while it is fresh.
export function ageTag(iso: string): string {
    const days = Math.floor((domainNow() - Date.parse(iso)) / DAY);
    if (days < 1) return '';
    if (days <= 7) return plural('age.days', days);
    if (days <= 14) return t('age.overWeek');
    return t('age.outOfDate');
}

// Days between two civil dates.
export function daysBetween(from: string, to: string): number {
    return Math.round((Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / DAY);
}

export function integer(n: number): string {
    return new Intl.NumberFormat(localeTag()).format(n);
}
