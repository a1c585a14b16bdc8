// Pictures of every page for docs/screens: node tests/screens.mjs [OUT]. MARSAD_URL takes a running `marsad serve`.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { browser, open, serve, settle } from './browser.mjs';
import { things } from './pages/shared.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../../docs/screens/', import.meta.url));
mkdirSync(out, { recursive: true });
const server = await serve();
const b = await browser();
const get = async (path) => (await fetch(`${server.url}/api${path}`)).json();
const t = await things(get);
const incident = `/incidents/${encodeURIComponent(t.rich.brief.id)}`;
const wide = { width: 1440, height: 900 };
const small = { width: 390, height: 844 };
const rows = [
  ['situation', '/', true], ['incident', incident, true], ['report', `/reports/${encodeURIComponent((t.versioned ?? t.report).id)}`], ['try', '/try'],
  ['search', '/search'], ['sources', '/sources'], ['review', '/review'], ['settings', '/settings'],
].flatMap(([name, path, map], i) => [
  { name: `${name}-en`, path, map, ...wide, lang: 'en', theme: 'light' },
  { name: `${name}-ar`, path, map, ...wide, lang: 'ar', theme: i % 2 ? 'light' : 'dark' },
  ...(i < 3 ? [{ name: `${name}-ar-390`, path, map, ...small, lang: 'ar', theme: 'light' }, { name: `${name}-en-390`, path, map, ...small, lang: 'en', theme: 'dark' }] : []),
]);
try {
  for (const r of rows) {
    const o = await open(b, server.url, r);
    await o.page.goto(server.url + r.path);
    await settle(o.page, { map: r.map });
    if (r.name.startsWith('try')) {
      await o.page.click('form .plain');
      await o.page.waitForSelector('.result');
    }
    if (r.name.startsWith('search')) await o.page.fill('#q', t.rich.brief.place?.name[r.lang] ?? '').then(() => o.page.keyboard.press('Enter'));
    await o.page.waitForTimeout(r.map ? 3000 : 600);
    await o.page.screenshot({ path: `${out}/${r.name}.png`, fullPage: r.width > 500 && r.name !== `situation-${r.lang}` && !r.name.startsWith('search') && !r.name.startsWith('review') });
    await o.close();
  }
} finally {
  await b.close();
  server.stop();
}
