// The visual code, one for map, list, timeline and text (docs/design.md):
//   shape  = what kind of event,   fill = how sure,   stroke through or under it = whether it happened,   size = the dead.

import type { Certainty, Range, Status } from './types';

export type Shape = 'disc' | 'square' | 'triangle' | 'diamond' | 'chevron' | 'cross';

const SHAPES: Record<string, Shape> = {
  ASSAULT: 'disc',
  COERCE: 'square', SANCTION: 'square',
  MOBILIZE: 'triangle',
  PROTEST: 'diamond',
  THREATEN: 'chevron', ACCUSE: 'chevron', REJECT: 'chevron', REQUEST: 'chevron',
};

/** Cooperation of every kind is a cross; what is no known type is too. */
export const shapeOf = (type: string): Shape => SHAPES[type] ?? 'cross';

export const TYPE_GROUPS: { shape: Shape; types: string[] }[] = [
  { shape: 'disc', types: ['ASSAULT'] },
  { shape: 'square', types: ['COERCE', 'SANCTION'] },
  { shape: 'triangle', types: ['MOBILIZE'] },
  { shape: 'diamond', types: ['PROTEST'] },
  { shape: 'chevron', types: ['THREATEN', 'ACCUSE', 'REJECT', 'REQUEST'] },
  { shape: 'cross', types: ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT'] },
];

export const CERTAINTIES: Certainty[] = ['stated', 'hedged', 'unclear', 'disputed'];
export const STATUSES: Status[] = ['occurred', 'planned', 'hypothetical', 'denied', 'requested'];

/** How the other side of an event stands to it: `with` whom, `for` whom, `to` whom, `against` whom. */
export function sideOf(type: string): 'with' | 'for' | 'to' | 'against' {
  if (['CONSULT', 'AGREE', 'COOPERATE'].includes(type)) return 'with';
  if (['AID', 'SUPPORT', 'CONCEDE', 'RETREAT'].includes(type)) return 'for';
  return type === 'REQUEST' ? 'to' : 'against';
}

/** Outline of a shape in a box of 16, as an SVG path. */
export const PATHS: Record<Shape, string> = {
  disc: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 1 1 0-11.6z',
  square: 'M2.9 2.9h10.2v10.2H2.9z',
  triangle: 'M8 2l6.3 11.2H1.7z',
  diamond: 'M8 1.2L14.8 8 8 14.8 1.2 8z',
  chevron: 'M1.7 2.8h12.6L8 14z',
  cross: 'M5.7 2h4.6v3.7H14v4.6h-3.7V14H5.7v-3.7H2V5.7h3.7z',
};

/** How a mark is drawn for a certainty; a disputed one is half filled, an unclear one dashed. */
export type Fill = 'solid' | 'hollow' | 'dashed' | 'half';
export const FILLS: Record<Certainty, Fill> = { stated: 'solid', hedged: 'hollow', unclear: 'dashed', disputed: 'half' };

/** Happened, not (yet), or said not to have happened. */
export type Stroke = 'none' | 'under' | 'through';
export const strokeOf = (s: Status): Stroke => (s === 'occurred' ? 'none' : s === 'denied' ? 'through' : 'under');

/** Step of size by the dead: none or unknown, 1+, 10+, 50+. */
export function sizeStep(killed: Range | null | undefined): 0 | 1 | 2 | 3 {
  const n = killed?.high ?? killed?.low ?? 0;
  return n >= 50 ? 3 : n >= 10 ? 2 : n >= 1 ? 1 : 0;
}
export const SIZES = [14, 18, 24, 32] as const;
