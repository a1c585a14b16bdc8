// Names of things in the reader's language. A name that the gazetteer lacks stays in the words of the report.

import ALPHA2 from './countries.json';
import { TYPE_GROUPS } from './encode';
import { prefs, type Lang } from './prefs.svelte';
import { has, t, term } from './i18n';
import type { Name, Party, Place, IncidentBrief } from './types';

export interface Label { text: string; /** The words are those of a report, not a name we know. */ wording: boolean }

/** Text of the other script, held together so that figures beside it stay where they belong. */
export function isolate(text: string, lang: Lang = prefs.lang): string {
  const foreign = lang === 'ar' ? /[A-Za-z]/ : /[\u0590-\u08ff]/;
  return foreign.test(text) ? `\u2068${text}\u2069` : text;
}

export const name = (n: Name | null | undefined, lang: Lang = prefs.lang): string =>
  n ? isolate((lang === 'ar' ? (n.ar ?? n.en) : (n.en ?? n.ar)) ?? '', lang) : '';

const regions = { ar: new Intl.DisplayNames('ar', { type: 'region' }), en: new Intl.DisplayNames('en', { type: 'region' }) };

export function country(code: string | null | undefined): string {
  if (!code) return '';
  try {
    return regions[prefs.lang].of(code) ?? code;
  } catch {
    return code;
  }
}

/** A place with what it lies in: `Al Asad Air Base, Anbar, Iraq`. */
export function placeName(p: Place | null | undefined, { full = false } = {}): string {
  if (!p) return '';
  const own = name(p.name) || isolate(p.wording ?? '');
  const around = full ? p.within.map((w) => name(w.name)) : [];
  const all = [own, ...around, p.precision === 'country' ? '' : country(p.country)].filter(Boolean);
  return [...new Set(all)].join(prefs.lang === 'ar' ? '، ' : ', ');
}

export function party(p: Party): Label {
  const known = name(p.name);
  return known ? { text: known, wording: false } : { text: p.wording, wording: true };
}

/** A PLOVER code in words: `IRQ:MIL` is “Iraq, military”. What has no words stays a code. */
export function codeName(code: string): string {
  const [state = '', sector = ''] = code.split(':');
  const alpha2 = (ALPHA2 as Record<string, string>)[state];
  return [alpha2 ? country(alpha2) : state, term('sector', sector)].filter(Boolean).join(t('app.comma'));
}

/** The name of a mode. Reports of one incident may give it modes of other types. */
export function modeName(type: string, mode: string): string {
  const of = [type, ...TYPE_GROUPS.flatMap((g) => g.types)].find((x) => has(`mode.${x}.${mode}`));
  return of ? t(`mode.${of}.${mode}`) : mode;
}

/** What happened, as a noun phrase: the mode where there is one, else the type. */
export const what = (e: { type: string; mode: string | null }): string =>
  e.mode ? modeName(e.type, e.mode) : term('type', e.type);

/** The headline the pages give an incident: what, and where. */
export function headline(e: IncidentBrief): string {
  const where = placeName(e.place);
  return where ? `${what(e)}${prefs.lang === 'ar' ? '، ' : ', '}${where}` : what(e);
}
