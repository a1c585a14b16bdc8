// For eyes: node tests/look.mjs PATH OUT.png [--lang ar] [--theme dark] [--width 390] [--height 900] [--full] [--map]
import { browser, open, serve, settle } from './browser.mjs';

const [path, out] = process.argv.slice(2);
const option = (n, f) => { const i = process.argv.indexOf(`--${n}`); return i < 0 ? f : process.argv[i + 1]; };
const server = await serve();
const b = await browser();
try {
  const o = await open(b, server.url, { width: Number(option('width', 1440)), height: Number(option('height', 900)), lang: option('lang', 'en'), theme: option('theme', 'light') });
  await o.page.goto(server.url + path);
  await settle(o.page, { map: process.argv.includes('--map') });
  const click = option('click');
  if (click) { await o.page.click(click); await o.page.waitForTimeout(400); }
  await o.page.screenshot({ path: out, fullPage: process.argv.includes('--full') });
  if (o.errors.length) console.log(o.errors);
  if (o.outside.length) console.log('OUTSIDE', o.outside);
} finally {
  await b.close();
  server.stop();
}
