// How the situation page does with many incidents: node tests/many.mjs [50000]. Prints figures, asserts nothing.
// With MARSAD_URL the store behind it is measured, whatever it holds.
import { browser, open, serve, settle } from './browser.mjs';

const count = process.argv[2] ?? '50000';
const server = await serve(['--many', count]);
const b = await browser();
const median = (list) => list.sort((x, y) => x - y)[list.length >> 1];
try {
  const rows = [];
  for (let i = 0; i < 5; i++) {
    const o = await open(b, server.url, { lang: i % 2 ? 'ar' : 'en' });
    const began = Date.now();
    await o.page.goto(server.url);
    await o.page.waitForSelector('.list article');
    const list = Date.now() - began;
    await settle(o.page, { map: true });
    const paint = await o.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    const api = await o.page.evaluate(() => performance.getEntriesByType('resource').filter((e) => e.name.includes('/api/')).map((e) => [new URL(e.name).pathname, Math.round(e.duration), e.encodedBodySize]));
    const moved = await o.page.evaluate(async () => {
      const began2 = performance.now();
      const canvas = document.querySelector('.maplibregl-canvas');
      canvas.focus();
      canvas.dispatchEvent(new KeyboardEvent('keydown', { keyCode: 187, key: '+', bubbles: true }));
      await new Promise((done) => { const seen = new PerformanceObserver((l) => { if (l.getEntries().some((e) => e.name.includes('/api/map'))) { seen.disconnect(); done(); } }); seen.observe({ type: 'resource' }); setTimeout(done, 10000); });
      return performance.now() - began2;
    });
    const long = await o.page.evaluate(() => new Promise((done) => { const t = []; try { new PerformanceObserver((l) => t.push(...l.getEntries().map((e) => e.duration))).observe({ type: 'longtask', buffered: true }); } catch { /* not measured */ } setTimeout(() => done(Math.max(0, ...t)), 300); }));
    rows.push({ list, paint, moved, long, api });
    await o.close();
  }
  const of = (k) => Math.round(median(rows.map((r) => r[k])));
  console.log(`incidents ${count}: first paint ${of('paint')} ms, list shown ${of('list')} ms, zoom to new marks ${of('moved')} ms, longest task ${of('long')} ms (medians of 5)`);
  for (const [path, ms, bytes] of rows[0].api) console.log(`  ${path} ${ms} ms, ${bytes} bytes`);
} finally {
  await b.close();
  server.stop();
}
