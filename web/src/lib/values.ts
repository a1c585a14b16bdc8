// Values of incidents as words, and who says them.

import { days, num, range, weight } from './format';
import { has, t, term } from './i18n';
import { country, isolate, modeName, name } from './names';
import { prefs } from './prefs.svelte';
import type { Datum, Detail, Name, Range, Source, Support } from './types';

/** A value of a field in the reader's language; `type` is needed to name a mode. */
export function valueText(field: string, v: Datum, d: Pick<Detail, 'names' | 'places' | 'brief'>): string {
  switch (v.is) {
    case 'word':
      if (field === 'type') return term('type', v.word);
      if (field === 'mode') return modeName(d.brief.type, v.word);
      if (field === 'status' || field === 'certainty') return term(field, v.word);
      return v.word;
    case 'party':
      return (v.actor_id && name(d.names[v.actor_id])) || v.name;
    case 'place': {
      const known = v.place_id ? (name(d.places[v.place_id]?.name) || name(d.names[v.place_id])) : '';
      return [known || isolate(v.name), v.precision === 'country' ? '' : country(v.country)].filter(Boolean).join(t('app.comma'));
    }
    case 'days':
      return days(v);
    case 'range':
      return range(v);
  }
}

/** Whether a value is words of a report, to be shown as a quotation. */
export const isWording = (field: string, v: Datum): boolean =>
  (v.is === 'party' && !v.actor_id) || (v.is === 'word' && !['type', 'mode', 'status', 'certainty'].includes(field));

/** Name of an outlet: the store's table of names, else as the report gives it. */
export const outletName = (outlet: string | null, names: Record<string, Name>): string =>
  outlet ? name(names[outlet]) || isolate(outlet) : '';

/** A source as said in the report, with what is known of it: `«two security sources» (unnamed, official)`. */
export function sourceNote(s: Source): string {
  return [s.anonymous ? t('incident.anonymous') : '', term('source', s.kind)].filter(Boolean).join(t('app.comma'));
}

/** The distinct innermost sources of a set of supports, most first. */
export function speakers(list: Support[]): Source[] {
  const seen = new Map<string, { s: Source; n: number }>();
  for (const one of list) {
    const s = one.attribution?.[0];
    if (!s) continue;
    const at = seen.get(s.text);
    if (at) at.n += 1;
    else seen.set(s.text, { s, n: 1 });
  }
  return [...seen.values()].sort((a, b) => b.n - a.n).map((x) => x.s);
}

/** Direction of a piece of a report. */
export const dirOf = (lang: string): 'rtl' | 'ltr' => (['ar', 'fa', 'ur', 'he', 'ku'].includes(lang.slice(0, 2)) ? 'rtl' : 'ltr');
export const listOf = (items: string[]): string => new Intl.ListFormat(prefs.lang, { type: 'conjunction' }).format(items);

/** Words of a report, quoted and kept in their own direction. */
export const quote = (text: string): string => (prefs.lang === 'ar' ? `«\u2068${text}\u2069»` : `“\u2068${text}\u2069”`);

/** A figure with its noun, in words: `at least 5 injured`, «قتيلان». */
export function counted(measure: string, r: Range | null): string {
  if (!r) return '';
  // The noun of a list heading carries its number; that of a figure stands beside it.
  const noun = t(has(`count.${measure}`) ? `count.${measure}` : `n.${measure}`, { n: weight(r) });
  const exact = r.low !== null && r.low === r.high;
  if (exact && prefs.lang === 'ar' && (r.low === 1 || r.low === 2)) return r.low === 1 ? `${noun} ${t('range.one')}` : noun;
  if (exact) return `${num(r.low ?? 0)} ${noun}`;
  if (r.high === null) return t('range.atleast', { a: num(r.low ?? 0), noun });
  if (r.low === null) return t('range.atmost', { a: num(r.high), noun });
  return t('range.between', { a: num(r.low), b: num(r.high), noun });
}
