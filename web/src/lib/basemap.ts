// The map under the marks: Natural Earth's land and borders, labels in the reader's language; all from this server.

import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { FeatureCollection, Geometry } from 'geojson';
import type { StyleSpecification, LayerSpecification, ExpressionSpecification } from 'maplibre-gl';
import type { Lang } from './prefs.svelte';

type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
type Label = [lon: number, lat: number, rank: number, ar: string, en: string, kind: string];
export interface Land { land: Geometry | FeatureCollection; borders: Geometry }

const held = new Map<string, Promise<unknown>>();
function once<T>(path: string): Promise<T> {
  let p = held.get(path) as Promise<T> | undefined;
  if (!p) held.set(path, (p = fetch(path).then((r) => r.json() as Promise<T>)));
  return p;
}

export async function land(detail: '50m' | '10m'): Promise<Land> {
  const world = await once<World>(`/map/land-${detail}.json`);
  return {
    land: feature(world, world.objects.land) as FeatureCollection,
    borders: mesh(world, world.objects.countries, (a, b) => a !== b),
  };
}

export async function labels(): Promise<FeatureCollection> {
  const rows = await once<Label[]>('/map/labels.json');
  return {
    type: 'FeatureCollection',
    features: rows.map(([lon, lat, rank, ar, en, kind]) => ({
      type: 'Feature', properties: { rank, ar, en, kind }, geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  };
}

export interface Colours { sea: string; land: string; rule: string; ink2: string; ink3: string; sheet: string; ink: string; mark: string }

/** The colours of the page as it is now. */
export function colours(): Colours {
  const css = getComputedStyle(document.documentElement);
  const v = (n: string) => css.getPropertyValue(n).trim();
  return { sea: v('--sea'), land: v('--land'), rule: v('--rule'), ink2: v('--ink-2'), ink3: v('--ink-3'), sheet: v('--sheet'), ink: v('--ink'), mark: v('--mark') };
}

export const fonts = (lang: Lang): string[] => (lang === 'ar' ? ['IBM Plex Sans Arabic'] : ['IBM Plex Sans Variable']);

function label(id: string, kind: string, lang: Lang, c: Colours, from: number, to: number, size: ExpressionSpecification | number, colour: string, extra: Record<string, unknown> = {}): LayerSpecification {
  return {
    id, type: 'symbol', source: 'labels', minzoom: from, maxzoom: to,
    filter: ['all', ['==', ['get', 'kind'], kind], ['<=', ['get', 'rank'], ['+', ['zoom'], kind === 'country' ? 0.4 : 0]]] as never,
    layout: {
      'text-field': ['get', lang], 'text-font': fonts(lang), 'text-size': size, 'text-max-width': 8, 'text-padding': kind === 'town' ? 4 : 10,
      'symbol-sort-key': ['get', 'rank'], ...extra,
    } as never,
    paint: { 'text-color': colour, 'text-halo-color': kind === 'water' ? c.sea : c.land, 'text-halo-width': 1.2 },
  };
}

/** Style of the base map; sources are filled by the map itself. */
export function style(lang: Lang, c: Colours): StyleSpecification {
  const empty = { type: 'FeatureCollection' as const, features: [] };
  const source = (tolerance = 0.375) => ({ type: 'geojson' as const, data: empty, tolerance });
  return {
    version: 8,
    sources: { land: source(), borders: source(), labels: source(), discs: source(0.1), areas: source(), points: source(), clusters: source(), chosen: source() },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': c.sea } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': c.land, 'fill-antialias': true } },
      { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': c.rule, 'line-width': 0.6 } },
      { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': c.ink3, 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.5, 8, 1.1], 'line-dasharray': [4, 2, 1, 2] } },
      label('waters', 'water', lang, c, 3, 9, 11, c.ink3),
      label('countries', 'country', lang, c, 1.5, 7, ['interpolate', ['linear'], ['zoom'], 2, 10, 6, 15], c.ink3, lang === 'en' ? { 'text-transform': 'uppercase', 'text-letter-spacing': 0.12 } : {}),
      label('provinces', 'province', lang, c, 6.2, 9.5, 11.5, c.ink3, { 'text-letter-spacing': lang === 'en' ? 0.06 : 0 }),
      { id: 'town-dots', type: 'circle', source: 'labels', minzoom: 4.5, filter: ['all', ['==', ['get', 'kind'], 'town'], ['<=', ['get', 'rank'], ['zoom']]] as never, paint: { 'circle-radius': 1.5, 'circle-color': c.ink3 } },
      label('towns', 'town', lang, c, 3.6, 24, ['interpolate', ['linear'], ['zoom'], 4, 10.5, 10, 13], c.ink2, { 'text-variable-anchor': ['bottom', 'top'], 'text-radial-offset': 0.35 }),
    ],
  };
}
