// Every page, in both languages, at two widths, light and dark: it opens without an error, asks nothing of another host, does
// not overflow, and axe-core finds nothing.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { axe, settle, start, things } from './shared.mjs';

let s;
let paths;
before(async () => {
  s = await start();
  const t = await things(s.get);
  const source = (await s.get('/sources')).items[0].id;
  paths = { situation: '/', incident: `/incidents/${encodeURIComponent(t.rich.brief.id)}`, report: `/reports/${encodeURIComponent(t.report.id)}`, search: '/search?q=a', sources: '/sources', source: `/sources/${encodeURIComponent(source)}`, review: '/review', try: '/try', settings: '/settings', missing: '/incidents/none' };
});
after(() => s?.stop());

const PAGES = ['situation', 'incident', 'report', 'search', 'sources', 'source', 'review', 'try', 'settings', 'missing'];
const VIEWS = [
  { lang: 'en', width: 1440, height: 900, theme: 'light' }, { lang: 'ar', width: 1440, height: 900, theme: 'dark' },
  { lang: 'ar', width: 390, height: 844, theme: 'light' }, { lang: 'en', width: 390, height: 844, theme: 'dark' },
];
for (const name of PAGES)
  for (const view of VIEWS)
    test(`${name} in ${view.lang} at ${view.width}, ${view.theme}`, async () => {
      const o = await s.open(view);
      try {
        await o.page.goto(s.url + paths[name]);
        await settle(o.page, { map: name === 'situation' });
        assert.equal(await o.page.getAttribute('html', 'dir'), view.lang === 'ar' ? 'rtl' : 'ltr');
        const wide = await o.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `wider than the window by ${wide} pixels`);
        assert.deepEqual(o.outside, []);
        assert.deepEqual(o.errors.filter((e) => !(name === 'missing' && e.includes('404'))), []);
        assert.deepEqual(await axe(o.page), []);
      } finally {
        await o.close();
      }
    });
