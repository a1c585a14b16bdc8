// Numbers, ranges, days and moments as the reader wants them. Every mark is in the reader's language, digits and calendar.

import { t } from './i18n';
import { prefs } from './prefs.svelte';
import type { Days, Range } from './types';

const locale = (): string => `${prefs.lang === 'ar' ? 'ar-EG' : 'en-GB'}-u-nu-${prefs.digits}`;

const made = new Map<string, Intl.DateTimeFormat>();
function dates(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  let f = made.get(key);
  if (!f) made.set(key, (f = new Intl.DateTimeFormat(tag, options)));
  return f;
}

export const num = (n: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(n);

export const percent = (share: number): string =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** A figure with its range: `5`, `5–7`, `5+` (at least), `≤10` (at most), held together in either direction. Empty when nothing is known. */
export function range(r: Range | null | undefined): string {
  if (!r || (r.low == null && r.high == null)) return '';
  if (r.low != null && r.high != null && r.low === r.high) return num(r.low);
  const text = r.low == null ? `≤${num(r.high ?? 0)}` : r.high == null ? `${num(r.low)}+` : `${num(r.low)}–${num(r.high)}`;
  return `\u2066${text}\u2069`;
}

/** The number that decides the plural form beside a range. */
export const weight = (r: Range | null | undefined): number => r?.high ?? r?.low ?? 0;

const calendarTag = (): string => {
  if (prefs.calendar === 'hijri') return `${prefs.lang}-u-ca-islamic-umalqura-nu-${prefs.digits}`;
  return locale();
};

function monthName(d: Date, style: 'long' | 'short'): string {
  const options = { month: style, timeZone: 'UTC' } as const;
  if (prefs.calendar === 'hijri' || prefs.lang === 'en') return dates(calendarTag(), options).format(d);
  const roman = dates('ar-EG', options).format(d);
  const syriac = dates('ar-SY', options).format(d);
  if (prefs.months === 'roman' || roman === syriac) return roman;
  return prefs.months === 'syriac' ? syriac : `${roman}/${syriac}`;
}

function part(d: Date, type: 'day' | 'year'): string {
  return dates(calendarTag(), { [type]: 'numeric', timeZone: 'UTC' })
    .formatToParts(d)
    .find((p) => p.type === type || (type === 'year' && (p.type as string) === 'relatedYear'))?.value ?? '';
}

const era = (): string => (prefs.calendar === 'hijri' ? (prefs.lang === 'ar' ? ' هـ' : ' AH') : '');

function oneDay(d: Date, withYear: boolean, short: boolean): string {
  const month = monthName(d, short && prefs.lang === 'en' ? 'short' : 'long');
  return `${part(d, 'day')} ${month}${withYear ? ` ${part(d, 'year')}${era()}` : ''}`;
}

/** A day of the form `2026-03-02`. */
export function day(iso: string, { year = true, short = false } = {}): string {
  const d = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(d.valueOf()) ? iso : oneDay(d, year, short);
}

/** A span of days. One day is written once, a span inside one month or year does not repeat it. */
export function days(s: Days | null | undefined, options: { year?: boolean; short?: boolean } = {}): string {
  if (!s) return '';
  if (s.start === s.end) return day(s.start, options);
  const sameYear = s.start.slice(0, 4) === s.end.slice(0, 4);
  const sameMonth = prefs.calendar === 'gregorian' && s.start.slice(0, 7) === s.end.slice(0, 7);
  if (sameMonth) return `${part(new Date(`${s.start}T00:00:00Z`), 'day')}–${day(s.end, options)}`;
  return `${day(s.start, { ...options, year: options.year !== false && !sameYear })} – ${day(s.end, options)}`;
}

const zoned = (iso: string): Date => {
  const d = new Date(iso);
  return prefs.zone === 'utc' ? d : new Date(d.valueOf() - d.getTimezoneOffset() * 60_000);
};

export function clock(iso: string): string {
  return dates(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(zoned(iso));
}

/** A moment: day and time, in full with its zone. A value without a time of day is only a day. */
export function moment(iso: string | null | undefined, options: { year?: boolean; short?: boolean } = {}): string {
  if (!iso) return '';
  if (iso.length <= 10) return day(iso, options);
  const d = zoned(iso);
  if (Number.isNaN(d.valueOf())) return iso;
  const text = `${oneDay(d, options.year !== false, options.short ?? false)}${prefs.lang === 'ar' ? '،' : ','} ${clock(iso)}`;
  return options.short || prefs.zone !== 'utc' ? text : `${text} ${t('app.utc')}`;
}

/** A stretch of time in the largest unit that fits. */
export function stretch(minutes: number): string {
  const [value, unit] = minutes < 90 ? [Math.round(minutes), 'minute'] : minutes < 48 * 60 ? [Math.round(minutes / 60), 'hour'] : [Math.round(minutes / 1440), 'day'];
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' }).format(value as number);
}

/** Moves a day by whole days. */
export function shift(iso: string, by: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}
