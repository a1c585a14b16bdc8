// One paragraph that says what is reported of an incident. Every clause carries the claims it rests on, and how sure they are;
// nothing is said that no claim supports.

import { sideOf } from './encode';
import { days, range } from './format';
import { t, term } from './i18n';
import { what } from './names';
import { prefs } from './prefs.svelte';
import { counted, quote, speakers, valueText } from './values';
import type { Certainty, Detail, Field, Support, Value } from './types';

export interface Clause {
  field: string;
  text: string;
  support: Support[];
  dissent: Support[];
  certainty: Certainty;
  /** What joins it to the clause before. */
  joint: 'space' | 'comma' | 'stop';
}

const ORDER: Certainty[] = ['stated', 'hedged', 'unclear', 'disputed'];

/** The best certainty among those who say so; a value that somebody denies is disputed. */
export function certaintyOf(v: Pick<Value, 'support' | 'dissent'>): Certainty {
  if (v.dissent?.length) return 'disputed';
  return v.support.map((s) => s.certainty).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))[0] ?? 'unclear';
}

function clause(field: string, text: string, joint: Clause['joint'], v: Pick<Value, 'support' | 'dissent'> | null): Clause {
  return { field, text, joint, support: v?.support ?? [], dissent: v?.dissent ?? [], certainty: v ? certaintyOf(v) : 'stated' };
}

const quoted = (v: Value, field: string, d: Detail): string => {
  const text = valueText(field, v.value, d);
  return v.value.is === 'party' && !v.value.actor_id ? quote(text) : text;
};

function whenClause(date: Value | undefined): Clause | null {
  if (!date || date.value.is !== 'days') return null;
  const one = date.value.start === date.value.end;
  return clause('date', t(one ? 'clause.on' : 'clause.during', { date: days(date.value) }), 'space', date);
}

function whereClause(place: Value | undefined, d: Detail): Clause | null {
  if (!place || place.value.is !== 'place') return null;
  const text = valueText('place', place.value, d);
  const precision = place.value.precision;
  if (precision === null) return clause('place', t('clause.place.words', { words: quote(place.value.name) }), 'space', place);
  const key = precision === 'site' ? 'clause.place' : precision === 'town' || precision === 'district' ? 'clause.place.town' : 'clause.place.area';
  return clause('place', t(key, { place: text }), 'space', place);
}

function authorClauses(actor: Field | undefined, d: Detail): Clause[] {
  if (!actor?.values.length) return [];
  return actor.values.slice(0, 3).flatMap((v) => {
    const who = quoted(v, 'actor', d);
    const disputed = actor.disputed || Boolean(v.dissent?.length);
    const said = speakers(v.support)[0];
    const out: Clause[] = [];
    if (v.support.length) {
      const text = t(disputed ? 'clause.actor' : 'clause.actor.stated', { who }) + (disputed && said ? ` ${t('clause.said', { who: quote(said.text) })}` : '');
      out.push(clause('actor', text, 'stop', v));
    }
    if (v.dissent?.length) {
      const denier = speakers(v.dissent)[0];
      out.push({ ...clause('actor', t('clause.actor.denied', { who: denier ? quote(denier.text) : who }), out.length ? 'comma' : 'stop', null), support: v.dissent, certainty: 'disputed' });
    }
    return out;
  });
}

const TOLLS = ['killed', 'injured', 'missing', 'captured', 'displaced'];

function tollClauses(d: Detail): Clause[] {
  const known = d.incident.tolls.filter((toll) => range(toll.best));
  const rank = (m: string) => (TOLLS.includes(m) ? TOLLS.indexOf(m) : TOLLS.length);
  let tolls = 0;
  return [...known].sort((a, b) => rank(a.measure) - rank(b.measure)).map((toll) => {
    const last = toll.history[toll.history.length - 1]?.range;
    const same = toll.history.filter((f) => f.range.low === last?.low && f.range.high === last?.high).map((f) => f.support);
    const words = { what: counted(toll.measure, toll.best) };
    const human = TOLLS.includes(toll.measure);
    const key = !human ? 'clause.count' : tolls++ ? 'clause.toll.next' : 'clause.toll';
    return clause(toll.measure, t(key, words), key === 'clause.toll.next' ? 'comma' : 'stop', { support: same.length ? same : toll.history.map((f) => f.support) });
  });
}

/** The best value in the reader's language where a field is words of reports, else the best one. */
function inLanguage(f: Field | undefined, d: Detail): Value | undefined {
  const own = f?.values.find((v) => v.support.some((s) => s.claim && d.claims[s.claim]?.lang.startsWith(prefs.lang)));
  return own ?? f?.values[0];
}

/** The clauses of the paragraph, in reading order. */
export function paragraph(d: Detail): Clause[] {
  const best = (name: string): Value | undefined => d.incident.fields.find((f) => f.name === name)?.values[0];
  const { status } = d.brief;
  const when = whenClause(best('date'));
  const kind = status === 'occurred' ? 'clause.what' : `clause.what.${status}`;
  const out: Clause[] = [];
  const name = status === 'denied' ? what(d.brief).toLowerCase() : term('np', d.brief.mode ? `${d.brief.type}.${d.brief.mode}` : d.brief.type);
  out.push(clause('type', t(kind, { what: name }), 'stop', best('mode') ?? best('type') ?? null));
  const instrument = inLanguage(d.incident.fields.find((f) => f.name === 'instrument'), d);
  if (instrument) out.push(clause('instrument', t('clause.instrument', { words: quote(valueText('instrument', instrument.value, d)) }), 'space', instrument));
  if (when) out.push(when);
  const where = whereClause(best('place'), d);
  if (where) out.push(where);
  const target = best('recipient');
  if (target) out.push(clause('recipient', t(`clause.recipient.${sideOf(d.brief.type)}`, { who: quoted(target, 'recipient', d) }), 'comma', target));
  out.push(...authorClauses(d.incident.fields.find((f) => f.name === 'actor'), d), ...tollClauses(d));
  return out.map((c, i) => (i ? c : { ...c, joint: 'space' }));
}
