// SPDX-License-Identifier: EUPL-1.2
// What people type, read strictly: decimals with either mark, money never guessed, Italian dates.

// "37,5" and "37.5" become "37.5"; anything with two marks is refused.
export function readDecimal(text: string): string | null {
    const match = /^(-?\d{1,9})(?:[.,](\d{1,6}))?$/.exec(text.trim());
    if (!match) return null;
    return match[2] === undefined ? match[1]! : `${match[1]}.${match[2]}`;
}

export type MoneyRead = { cents: number } | { fault: 'money-invalid' | 'money-ambiguous' };

// "1.234" can mean 1234 euro or 1 euro and something: the person is asked, never guessed at.
export function readMoney(text: string): MoneyRead {
    const trimmed = text.replace(/[€\s\u00a0]/g, '');
    if (/^\d{1,3}[.,]\d{3}$/.test(trimmed)) return { fault: 'money-ambiguous' };
    const match = /^(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:,(\d{1,2}))?$/.exec(trimmed) ?? /^(\d{1,7})\.(\d{1,2})$/.exec(trimmed);
    if (!match) return { fault: 'money-invalid' };
    const cents = Number(match[1]!.replace(/\./g, '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
    return cents > 0 ? { cents } : { fault: 'money-invalid' };
}

// Three boxes or "1/3/2025", to YYYY-MM-DD; null when there is no such day.
export function readDate(day: string, month: string, year: string): string | null {
    if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return null;
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const instant = new Date(`${iso}T00:00:00Z`);
    return Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== iso ? null : iso;
}

export function tidyCode(text: string): string {
    return text.replace(/\s/g, '').toUpperCase();
}
