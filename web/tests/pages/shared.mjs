// What the tests of the pages share: one server, one browser, and the identifiers of things worth looking at.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { browser, open, serve, settle } from '../browser.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function start() {
  const server = await serve();
  const b = await browser();
  const get = async (path) => (await fetch(`${server.url}/api${path}`)).json();
  return { server, b, url: server.url, get, open: (options) => open(b, server.url, options), async stop() { await b.close(); server.stop(); } };
}

/** The things that the pages are tested on, found through the API: the fixture and a real store name them differently. */
export async function things(get) {
  const incidents = (await get('/incidents?limit=100&sort=-independent')).items;
  const details = await Promise.all(incidents.slice(0, 25).map((i) => get(`/incidents/${encodeURIComponent(i.id)}`)));
  const rich = details.find((d) => d.incident.tolls.some((t) => t.measure === 'killed' && new Set(t.history.map((f) => f.range.low)).size > 1)) ?? details[0];
  const double = details.filter((d) => d.incident.claims.length > 2 && d.brief.id !== rich.brief.id).sort((a, b) => a.incident.claims.length - b.incident.claims.length)[0] ?? rich;
  const reports = (await get('/reports?limit=100')).items;
  const report = [...reports].sort((a, b) => b.events - a.events)[0];
  return { rich, double, report, reports, versioned: reports.find((r) => r.versions > 1) };
}

/** Violations of axe-core as readable lines. */
export async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
}
export { settle };
