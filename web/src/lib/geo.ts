// Shapes on the globe that the map needs.

import type { Feature, Polygon, Position } from 'geojson';

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
