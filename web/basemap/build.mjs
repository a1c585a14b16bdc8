// Builds the base map that the pages show: coasts and borders of Natural Earth, and labels in Arabic and English.
//
//   world-atlas (TopoJSON, 50m and 10m)  → public/map/land-50m.json, land-10m.json
//   ../world/places, CLDR country names  → public/map/labels.json
//
// Runs before each build; nothing is fetched. Labels are rows [lon, lat, rank, ar, en, kind]; the rank is the first
// zoom at which a label may stand.
import { readFileSync, writeFileSync, mkdirSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const world = join(here, '..', '..', 'world');
const out = join(here, '..', 'public', 'map');
const require = createRequire(import.meta.url);

/** Rows of one of the project's tables as objects; `#` lines are comments, the first other line is the header. */
function table(path) {
  const lines = readFileSync(path, 'utf8').split('\n').filter((l) => l && !l.startsWith('#'));
  const head = lines[0].split('\t');
  return lines.slice(1).map((l) => Object.fromEntries(l.split('\t').map((v, i) => [head[i], v])));
}

const round = (x) => Math.round(Number(x) * 100) / 100;
const first = (names) => (names || '').split('|')[0];

function countries() {
  const cldr = (lang) =>
    require(`cldr-localenames-full/main/${lang}/territories.json`).main[lang].localeDisplayNames.territories;
  const [ar, en] = [cldr('ar'), cldr('en')];
  const alpha2 = new Map(table(join(world, 'countries.tsv')).map((r) => [r.alpha3, r.alpha2]));
  const short = (names, code) => names[`${code}-alt-short`] ?? names[code];
  return table(join(world, 'places', 'admin.tsv'))
    .filter((r) => r.feature === 'country' && r.lat && alpha2.has(r.country))
    .map((r) => {
      const code = alpha2.get(r.country);
      const people = Number(r.population || 0);
      const rank = people > 6e7 ? 1 : people > 2e7 ? 2 : people > 5e6 ? 3 : 4;
      return [round(r.lon), round(r.lat), rank, short(ar, code), short(en, code), 'country'];
    })
    .filter((r) => r[3] && r[4]);
}

function provinces() {
  return table(join(world, 'places', 'admin.tsv'))
    .filter((r) => r.feature === 'province' && r.lat && r.names_ar)
    .map((r) => [round(r.lon), round(r.lat), 6, first(r.names_ar), r.name_en.replace(/ (Governorate|Province)$/, ''), 'province']);
}

function waters() {
  return table(join(world, 'places', 'supplement-regions.tsv'))
    .filter((r) => r.feature === 'water' && r.lat && r.names_ar)
    .map((r) => [round(r.lon), round(r.lat), 3, first(r.names_ar), r.name_en, 'water']);
}

/** Towns with an Arabic name. The largest of each country may stand early, so that small states have a label too. */
function towns() {
  const seen = new Map();
  return table(join(world, 'places', 'geonames.tsv'))
    .filter((r) => r.feature === 'town' && r.lat && r.names_ar && Number(r.population) >= 8000)
    .sort((a, b) => Number(b.population) - Number(a.population))
    .map((r) => {
      const place = (seen.get(r.country) ?? 0) + 1;
      seen.set(r.country, place);
      const people = Number(r.population);
      let rank = people > 3e6 ? 3 : people > 1e6 ? 4 : people > 3e5 ? 5 : people > 1e5 ? 6 : people > 4e4 ? 7 : 8;
      if (place === 1) rank = Math.min(rank, 4);
      return [round(r.lon), round(r.lat), rank, first(r.names_ar), r.name_en, 'town'];
    });
}

/** The topology with nothing but shapes: names come from the labels. */
function shapes(file) {
  const topology = require(`world-atlas/${file}`);
  for (const g of topology.objects.countries.geometries) delete g.properties;
  return topology;
}

const stamp = join(out, 'labels.json');
const newest = Math.max(statSync(join(world, 'places', 'geonames.tsv')).mtimeMs, statSync(fileURLToPath(import.meta.url)).mtimeMs);
if (!existsSync(stamp) || statSync(stamp).mtimeMs < newest) {
  mkdirSync(out, { recursive: true });
  const labels = [...countries(), ...waters(), ...provinces(), ...towns()];
  writeFileSync(join(out, 'land-50m.json'), JSON.stringify(shapes('countries-50m.json')));
  writeFileSync(join(out, 'land-10m.json'), JSON.stringify(shapes('countries-10m.json')));
  writeFileSync(stamp, JSON.stringify(labels));
  console.log(`base map: ${labels.length} labels`);
}
