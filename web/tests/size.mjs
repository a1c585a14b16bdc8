// What a first visit loads, gzipped, without the base map's shapes and labels. Refuses more than 1 MB.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const files = readdirSync(`${dist}assets`);
const first = files.filter((f) => /^(index|MapView|maplibre-gl-worker)-.*\.(js|css|mjs)$/.test(f) || (f.endsWith('.woff2') && !f.includes('latin-ext')));
const size = (f) => (f.endsWith('.woff2') ? readFileSync(`${dist}assets/${f}`).length : gzipSync(readFileSync(`${dist}assets/${f}`)).length);
const total = first.reduce((sum, f) => sum + size(f), 0) + gzipSync(readFileSync(`${dist}index.html`)).length;
console.log(`first load: ${(total / 1000).toFixed(0)} kB gzipped in ${first.length + 1} files (limit 1000)`);
if (total > 1_000_000) process.exit(1);
