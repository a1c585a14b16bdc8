// Marks in the text of a report: which words carry what, by kind. Offsets of a sheet are code points.

import type { Phrase, Sheet, SheetEvent } from './types';

export type Kind = 'trigger' | 'count' | 'place' | 'date' | 'actor' | 'recipient' | 'instrument' | 'source' | 'cue';
/** The order decides which line a piece with several kinds has. */
export const KINDS: Kind[] = ['trigger', 'count', 'place', 'date', 'actor', 'recipient', 'instrument', 'source', 'cue'];
export interface Marked { event: string; kind: Kind; at: number; end: number }
export interface Piece { text: string; marks: Marked[] }

const width = (text: string): number => Array.from(text).length;

/** Every marked stretch of one event mention. */
export function marksOf(e: SheetEvent): Marked[] {
  const one = (kind: Kind) => (p: Phrase): Marked => ({ event: e.id, kind, at: p.at, end: p.at + width(p.text) });
  return [
    one('trigger')(e.trigger),
    ...e.counts.map(one('count')),
    ...(e.place ? [one('place')(e.place)] : []),
    ...(e.date ? [one('date')(e.date)] : []),
    ...e.actor.map(one('actor')),
    ...e.recipient.map(one('recipient')),
    ...(e.instrument ? [one('instrument')(e.instrument)] : []),
    ...e.attribution.map(one('source')),
    ...(e.cues ?? []).map(one('cue')),
  ];
}

/** The text cut where marks begin and end; pieces tile it. */
export function pieces(sheet: Sheet): Piece[][] {
  const chars = Array.from(sheet.text);
  const marks = sheet.events.flatMap(marksOf).filter((m) => m.at >= 0 && m.end <= chars.length && m.at < m.end);
  const cuts = new Set([0, chars.length]);
  for (const m of marks) cuts.add(m.at).add(m.end);
  chars.forEach((c, i) => {
    if (c === '\n') cuts.add(i).add(i + 1);
  });
  const edges = [...cuts].sort((a, b) => a - b);
  const paragraphs: Piece[][] = [[]];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i] as number, edges[i + 1] as number];
    const text = chars.slice(from, to).join('');
    if (text === '\n') {
      paragraphs.push([]);
      continue;
    }
    paragraphs[paragraphs.length - 1]?.push({ text, marks: marks.filter((m) => m.at <= from && to <= m.end) });
  }
  return paragraphs.filter((p) => p.length > 0);
}

export const kindOf = (p: Piece): Kind | null => KINDS.find((k) => p.marks.some((m) => m.kind === k)) ?? null;

export type DiffPart = { op: 'same' | 'added' | 'removed'; text: string };

/** What changed between two texts, by words. */
export function diff(before: string, after: string): DiffPart[] {
  const words = (s: string) => s.match(/\s+|[^\s]+/gu) ?? [];
  const [a, b] = [words(before), words(after)];
  const n = Math.min(a.length, b.length);
  let head = 0;
  while (head < n && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < n - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const out: DiffPart[] = [];
  const put = (op: DiffPart['op'], text: string) => {
    if (!text) return;
    const last = out[out.length - 1];
    if (last?.op === op) last.text += text;
    else out.push({ op, text });
  };
  put('same', a.slice(0, head).join(''));
  if (x.length * y.length > 4_000_000) {
    put('removed', x.join(''));
    put('added', y.join(''));
  } else for (const part of common(x, y)) put(part.op, part.text);
  put('same', a.slice(a.length - tail).join(''));
  return out;
}

/** Longest common subsequence of two short lists of words. */
function common(x: string[], y: string[]): DiffPart[] {
  const w = y.length + 1;
  const table = new Uint16Array((x.length + 1) * w);
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--)
      table[i * w + j] = x[i] === y[j] ? (table[(i + 1) * w + j + 1] ?? 0) + 1 : Math.max(table[(i + 1) * w + j] ?? 0, table[i * w + j + 1] ?? 0);
  const out: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      out.push({ op: 'same', text: x[i] ?? '' });
      i++;
      j++;
    } else if (j >= y.length || (i < x.length && (table[(i + 1) * w + j] ?? 0) >= (table[i * w + j + 1] ?? 0))) out.push({ op: 'removed', text: x[i++] ?? '' });
    else out.push({ op: 'added', text: y[j++] ?? '' });
  }
  return out;
}
