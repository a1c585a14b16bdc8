// Shapes on the globe that the map needs.

import type { Feature, Polygon, Position } from 'geojson';
import type { MapView } from './types';

/** A circle of true size: a polygon of points `km` from a centre, on the sphere. */
export function circle(lon: number, lat: number, km: number, properties: Record<string, unknown> = {}, steps = 72): Feature<Polygon> {
  const rad = Math.PI / 180;
  const d = km / 6371;
  const [f, l] = [lat * rad, lon * rad];
  const ring: Position[] = Array.from({ length: steps + 1 }, (_, i) => {
    const b = (i / steps) * 2 * Math.PI;
    const y = Math.asin(Math.sin(f) * Math.cos(d) + Math.cos(f) * Math.sin(d) * Math.cos(b));
    const x = l + Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(f), Math.cos(d) - Math.sin(f) * Math.sin(y));
    return [x / rad, y / rad];
  });
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** Radius that the words of a report allow, where the gazetteer gives none, in km. */
export function radiusOf(precision: string | null, given: number | null): number | null {
  return given ?? { site: 1, town: 4, district: 20, province: 60 }[precision ?? ''] ?? null;
}

/** The rectangle that holds most of what a view shows: a few far-off incidents do not shrink the rest. Null when there is nothing. */
export function extentOf(view: MapView): [number, number, number, number] | null {
  const spots = [...view.points.map((p) => ({ lon: p.lon, lat: p.lat, n: 1 })), ...view.clusters.map((c) => ({ lon: c.lon, lat: c.lat, n: c.count }))];
  const total = spots.reduce((sum, s) => sum + s.n, 0);
  if (!total) return null;
  const ends = (of: (s: { lon: number; lat: number }) => number): [number, number] => {
    const sorted = [...spots].sort((a, b) => of(a) - of(b));
    const cut = total * 0.03;
    let before = 0;
    const low = sorted.find((s) => (before += s.n) > cut);
    before = 0;
    const high = sorted.reverse().find((s) => (before += s.n) > cut);
    return [of(low ?? sorted[0]!), of(high ?? sorted[0]!)];
  };
  const [w, e] = ends((s) => s.lon);
  const [s, n] = ends((x) => x.lat);
  return [w - 0.5, s - 0.5, e + 0.5, n + 0.5];
}
