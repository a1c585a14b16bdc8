// What the reader chose: kept in this browser only.

export type Lang = 'ar' | 'en';
export interface Prefs {
  lang: Lang;
  theme: 'auto' | 'light' | 'dark';
  calendar: 'gregorian' | 'hijri';
  /** Month names of Arabic Gregorian dates: مارس, آذار, or both. */
  months: 'both' | 'roman' | 'syriac';
  digits: 'latn' | 'arab';
  zone: 'utc' | 'local';
}

const KEY = 'marsad.prefs';
const DEFAULTS: Prefs = { lang: 'en', theme: 'auto', calendar: 'gregorian', months: 'both', digits: 'latn', zone: 'utc' };

function stored(): Prefs {
  const guess: Lang = navigator.languages?.some((l) => l.startsWith('ar')) ? 'ar' : 'en';
  try {
    return { ...DEFAULTS, lang: guess, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch {
    return { ...DEFAULTS, lang: guess };
  }
}

export const prefs: Prefs = $state(stored());

/** Carries the choices over to the document and to storage. Called once, from an effect. */
export function applyPrefs(): void {
  const root = document.documentElement;
  root.lang = prefs.lang;
  root.dir = prefs.lang === 'ar' ? 'rtl' : 'ltr';
  root.dataset.theme = isDark() ? 'dark' : 'light';
  try {
    localStorage.setItem(KEY, JSON.stringify(prefs));
  } catch {
    // Storage may be forbidden: the choices then last as long as the page.
  }
}

const system = matchMedia('(prefers-color-scheme: dark)');
const dark = $state({ system: system.matches });
system.addEventListener('change', (e) => (dark.system = e.matches));

/** Whether the page is dark now. */
export function isDark(): boolean {
  return prefs.theme === 'dark' || (prefs.theme === 'auto' && dark.system);
}
