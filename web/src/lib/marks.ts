// Marks and clusters as images for the map: the same paths and fills as parts/Mark.svelte, drawn on a canvas.
// An image is named by what it shows, and drawn when the map first asks for it.

import { CERTAINTIES, FILLS, PATHS, SIZES, shapeOf, sizeStep, strokeOf } from './encode';
import type { MapCluster, MapPoint } from './types';

export interface Ink { ink: string; sheet: string; mark: string }
const RATIO = 2;

export const markName = (p: Pick<MapPoint, 'type' | 'certainty' | 'status' | 'killed'>): string =>
  `mark|${shapeOf(p.type)}|${FILLS[p.certainty] ?? 'dashed'}|${strokeOf(p.status)}|${sizeStep(p.killed)}`;

/** Shares of the four certainties in twelfths, so that few images serve many clusters. */
export function clusterName(c: Pick<MapCluster, 'count' | 'by_certainty'>): string {
  const total = CERTAINTIES.reduce((s, k) => s + (c.by_certainty[k] ?? 0), 0) || 1;
  const shares = CERTAINTIES.map((k) => Math.round(((c.by_certainty[k] ?? 0) / total) * 12));
  const step = c.count >= 1000 ? 3 : c.count >= 100 ? 2 : c.count >= 10 ? 1 : 0;
  return `cluster|${step}|${shares.join('.')}`;
}
export const CLUSTER_SIZES = [28, 34, 42, 52] as const;

function canvas(px: number): CanvasRenderingContext2D | null {
  const c = document.createElement('canvas');
  c.width = c.height = Math.ceil(px * RATIO);
  const g = c.getContext('2d', { willReadFrequently: true });
  g?.scale(RATIO, RATIO);
  return g;
}

function drawMark(g: CanvasRenderingContext2D, parts: string[], px: number, { ink, sheet }: Ink): void {
  const [, shape, fill, stroke] = parts;
  const path = new Path2D(PATHS[shape as keyof typeof PATHS]);
  const margin = 3;
  g.translate(margin, margin);
  g.scale(px / 16, px / 16);
  g.lineJoin = 'round';
  g.strokeStyle = sheet;
  g.lineWidth = (3.2 * 16) / px + 1;
  g.stroke(path);
  g.fillStyle = fill === 'solid' ? ink : sheet;
  g.fill(path);
  g.strokeStyle = g.fillStyle = ink;
  g.lineWidth = 1.8;
  if (fill === 'dashed') g.setLineDash([2.4, 1.8]);
  if (fill !== 'solid') g.stroke(path);
  g.setLineDash([]);
  if (fill === 'half') {
    g.save();
    g.beginPath();
    g.rect(8, 0, 8, 16);
    g.clip();
    g.fill(path);
    g.restore();
  }
  if (stroke === 'through') line(g, [1, 15, 15, 1], sheet, ink);
  if (stroke === 'under') line(g, [1.5, 17.4, 14.5, 17.4], sheet, ink);
}

function line(g: CanvasRenderingContext2D, [a, b, c, d]: [number, number, number, number], back: string, ink: string): void {
  for (const [width, colour] of [[4.2, back], [1.9, ink]] as const) {
    g.beginPath();
    g.moveTo(a, b);
    g.lineTo(c, d);
    g.lineWidth = width;
    g.strokeStyle = colour;
    g.stroke();
  }
}

/** A ring whose arcs have the form of each certainty: thick, hollow, dashed, half. */
function drawCluster(g: CanvasRenderingContext2D, parts: string[], px: number, { ink, sheet }: Ink): void {
  const middle = px / 2 + 2;
  const radius = px / 2 - 3;
  const shares = (parts[2] ?? '').split('.').map(Number);
  const total = shares.reduce((a, b) => a + b, 0) || 1;
  g.fillStyle = sheet;
  g.beginPath();
  g.arc(middle, middle, px / 2, 0, 7);
  g.fill();
  g.strokeStyle = ink;
  let from = -Math.PI / 2;
  shares.forEach((share, i) => {
    if (!share) return;
    const to = from + (share / total) * Math.PI * 2;
    const arc = (r: number, width: number, dash: number[]) => {
      g.beginPath();
      g.arc(middle, middle, r, from, to);
      g.lineWidth = width;
      g.setLineDash(dash);
      g.stroke();
    };
    if (i === 0) arc(radius, 4, []);
    else if (i === 1) { arc(radius - 1.6, 1, []); arc(radius + 1.6, 1, []); }
    else if (i === 2) arc(radius, 3, [3, 3]);
    else { arc(radius - 1.4, 1.6, []); arc(radius + 1.6, 1, []); }
    from = to;
  });
  g.setLineDash([]);
}

/** The image of a name, or null for a name that is none of ours. */
export function image(name: string, ink: Ink): { data: ImageData; ratio: number } | null {
  const parts = name.split('|');
  const px = parts[0] === 'mark' ? SIZES[Number(parts[4])] : parts[0] === 'cluster' ? CLUSTER_SIZES[Number(parts[1])] : undefined;
  if (px === undefined) return null;
  const side = px + (parts[0] === 'mark' ? 6 : 4);
  const g = canvas(side);
  if (!g) return null;
  if (parts[0] === 'mark') drawMark(g, parts, px, ink);
  else drawCluster(g, parts, px, ink);
  return { data: g.getImageData(0, 0, Math.ceil(side * RATIO), Math.ceil(side * RATIO)), ratio: RATIO };
}
