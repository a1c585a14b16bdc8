// Debian's Chromium under playwright-core, and the server the pages are tested against.
// MARSAD_URL takes a running `marsad serve`; without it the fixture of tests/fixture is started on a free port.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export async function serve(args = []) {
  if (process.env.MARSAD_URL) return { url: process.env.MARSAD_URL.replace(/\/$/, ''), fixture: false, stop() {} };
  const child = spawn(process.execPath, [fileURLToPath(new URL('./fixture/server.mjs', import.meta.url)), '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (d) => { const m = /http:\S+/.exec(String(d)); if (m) resolve(m[0]); });
    child.on('exit', (code) => reject(new Error(`the fixture ended with ${code}`)));
  });
  return { url, fixture: true, stop: () => child.kill() };
}

export async function browser() {
  const path = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p));
  if (!path) throw new Error('no Chromium: install it (apt-get install chromium) or name it in CHROMIUM');
  return chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] });
}

/** A page of a size, language and theme, with the list of everything it asked of other hosts and of its errors. */
export async function open(b, url, { width = 1440, height = 900, lang = 'en', theme = 'light', prefs = {} } = {}) {
  const context = await b.newContext({ viewport: { width, height }, reducedMotion: 'reduce', deviceScaleFactor: 1, locale: lang === 'ar' ? 'ar' : 'en-GB', timezoneId: 'UTC', hasTouch: width < 500 });
  await context.addInitScript((p) => { if (!localStorage.getItem('marsad.prefs')) localStorage.setItem('marsad.prefs', JSON.stringify(p)); }, { lang, theme, ...prefs });
  const page = await context.newPage();
  const outside = [];
  const errors = [];
  const host = new URL(url).host;
  page.on('request', (r) => { const u = new URL(r.url()); if (/^(https?|wss?):$/.test(u.protocol) && u.host !== host) outside.push(r.url()); });
  page.on('pageerror', (e) => errors.push(String(e)));
  page.on('console', (m) => { if (m.type() === 'error') errors.push(m.text()); });
  return { page, context, outside, errors, close: () => context.close() };
}

/** Waits until the page has what it asked for. */
export async function settle(page, { map = false } = {}) {
  await page.waitForSelector('#main *');
  if (map) await page.waitForSelector('.map [data-ready="true"], .map[data-ready="true"]', { timeout: 30_000 });
  await page.waitForFunction(() => document.fonts.status === 'loaded');
  await page.waitForTimeout(map ? 1500 : 400);
}
