// Strings of the pages: locale/ar.json and locale/en.json hold the same keys (tested).
// A value is a text with {names}, or the plural forms of CLDR: {"one": …, "two": …, "few": …, "many": …, "other": …}, chosen by {n}.

import ar from '../locale/ar.json';
import en from '../locale/en.json';
import { prefs, type Lang } from './prefs.svelte';
import { num } from './format';

type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;
const STRINGS: Record<Lang, Record<string, string | Forms>> = { ar, en };
const RULES = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') };

/** The text of a key in the reader's language; numbers among the parameters are written in the reader's digits. */
export function t(key: string, params: Record<string, string | number> = {}): string {
  const entry = STRINGS[prefs.lang][key];
  if (entry === undefined) return key;
  const n = Number(params.n ?? 0);
  const form = typeof entry === 'string' ? entry : (entry[RULES[prefs.lang].select(n)] ?? entry.other ?? '');
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return typeof value === 'number' ? num(value) : (value ?? '');
  });
}

/** Whether the pages have a text for this key. */
export const has = (key: string): boolean => key in STRINGS[prefs.lang];

/** The text of `key.word`, or the word itself: for codes that a later version may add. */
export const term = (key: string, word: string | null | undefined): string =>
  word == null ? '' : has(`${key}.${word}`) ? t(`${key}.${word}`) : word;
