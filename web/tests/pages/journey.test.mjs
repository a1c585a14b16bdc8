// What an analyst does: finds an incident, sees the toll rise, moves the slider back, takes a wrong merge apart, undoes it.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { settle, start, things } from './shared.mjs';

let s;
let t;
before(async () => {
  s = await start();
  t = await things(s.get);
});
after(() => s?.stop());

async function at(path, options, run) {
  const o = await s.open(options);
  try {
    await o.page.goto(s.url + path);
    await settle(o.page, { map: path === '/' || path.startsWith('/?') });
    await run(o.page);
    assert.deepEqual(o.outside, []);
    assert.deepEqual(o.errors, []);
  } finally {
    await o.close();
  }
}
const incident = (d) => `/incidents/${encodeURIComponent(d.brief.id)}`;

test('filters are the address, and the list, the timeline and the map follow them', () => at('/', { lang: 'en' }, async (page) => {
  const title = () => page.textContent('#list-title');
  const all = await title();
  await page.click('[data-group="type"]');
  await page.click('.panel label:has-text("Protest")');
  await page.waitForURL(/type=PROTEST/);
  await page.waitForFunction((before) => document.querySelector('#list-title').textContent !== before, all);
  const shown = Number((await title()).replace(/\D/g, ''));
  assert.equal(shown, (await s.get('/incidents?type=PROTEST&limit=1')).total);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.panel').count(), 0);
  await page.goBack();
  await page.waitForFunction((before) => document.querySelector('#list-title').textContent === before, all);
}));

test('a span of days is chosen on the timeline with the keyboard', () => at('/', { lang: 'ar' }, async (page) => {
  await page.focus('[role="slider"]');
  await page.keyboard.press('ArrowUp');
  await page.waitForURL(/from=\d{4}-\d\d-\d\d/);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !location.search.includes('from='));
}));

test('the language changes at once, with the direction', () => at('/sources', { lang: 'en' }, async (page) => {
  assert.equal(await page.textContent('h1'), 'Sources');
  await page.click('button:has-text("العربية")');
  assert.equal(await page.textContent('h1'), 'المصادر');
  assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
}));

test('the incident is found by words, and its clauses open the words they rest on', () => at('/search', { lang: 'en' }, async (page) => {
  const place = t.rich.brief.place?.name.en ?? t.rich.brief.headline.text.split(' ')[0];
  await page.fill('#q', place);
  await page.keyboard.press('Enter');
  await page.click(`a[href^="${incident(t.rich)}"]`);
  await page.waitForSelector('.clause');
  await page.focus('.clause');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#evidence mark');
  const sentence = await page.textContent('#evidence blockquote');
  assert.ok(Object.values(t.rich.claims).some((c) => sentence.includes(c.sentence.slice(0, 20))));
}));

test('the toll is seen to rise, and to be lower as of an earlier moment', () => at(incident(t.rich), { lang: 'en' }, async (page) => {
  const toll = t.rich.incident.tolls.find((x) => x.measure === 'killed');
  await page.waitForSelector('figure svg[role="img"]');
  await page.click('figure details summary');
  assert.equal(await page.locator('figure details[open] tbody tr').count(), toll.history.filter((f) => f.support.published).length);
  const now = await page.textContent('.head .killed dd');
  await page.focus('#asof');
  await page.keyboard.press('Home');
  await page.waitForURL(/as_of=/);
  await page.waitForSelector('p.asof');
  await page.waitForFunction((before) => document.querySelector('.head .killed dd')?.textContent !== before || document.querySelector('[role="alert"]'), now);
  assert.equal(await page.locator('.acts').count(), 0, 'the past is not to be changed');
  await page.click('p.asof button');
  await page.waitForFunction((before) => document.querySelector('.head .killed dd')?.textContent === before, now);
}));

test('a wrong merge is split with a reason, and the split is undone', () => at(incident(t.double), { lang: 'en' }, async (page) => {
  const claims = async (id) => (await s.get(`/incidents/${encodeURIComponent(id)}`)).incident.claims.map((c) => c.hash).sort();
  const total = (await s.get('/incidents?limit=1')).total;
  const before = await claims(t.double.brief.id);
  /** The incidents that now hold these claims, each as the claims that it holds. */
  const incidentsOf = async (hashes) => {
    const { items } = await s.get('/incidents?limit=500');
    const all = await Promise.all(items.map((i) => claims(i.id)));
    return all.filter((own) => own.some((hash) => hashes.includes(hash))).map((own) => own.join());
  };
  await page.click('.acts button:has-text("Split")');
  const go = page.locator('dialog[open] .button.first');
  assert.ok(await go.isDisabled(), 'nothing is decided without claims and a reason');
  await page.locator('dialog[open] .claims input').last().check();
  await page.fill('dialog[open] textarea', 'Two attacks on one day in one town');
  await go.click();
  await page.waitForSelector('[role="status"]:has-text("revision")');
  // The incident is two now, and nothing else: what left is one incident, what stayed another, nothing joined either.
  const left = await claims(t.double.brief.id);
  const gone = before.filter((hash) => !left.includes(hash));
  assert.ok(gone.length > 0 && left.length > 0, 'some claims left the incident, some stayed');
  assert.deepEqual([...left, ...gone].sort(), before);
  assert.deepEqual(await incidentsOf(gone), [gone.join()]);
  assert.equal((await s.get('/incidents?limit=1')).total, total + 1);
  await page.waitForSelector('p.state a');
  const undo = page.locator('button:has-text("Undo")').first();
  await undo.click();
  await page.fill('dialog[open] textarea', 'It was one attack after all');
  await page.locator('dialog[open] .button.first').click();
  await page.waitForFunction((n) => document.querySelectorAll('dialog[open]').length === 0 && n, 1);
  for (let n = 0; n < 20 && (await claims(t.double.brief.id)).join() !== before.join(); n += 1) await page.waitForTimeout(200);
  assert.deepEqual(await claims(t.double.brief.id), before);
  assert.equal((await s.get('/incidents?limit=1')).total, total);
}));

test('a field is set to another reported value, with a reason', () => at(incident(t.rich), { lang: 'ar' }, async (page) => {
  await page.click('.acts button >> nth=1');
  const fields = await page.locator('dialog[open] select option').evaluateAll((o) => o.map((x) => x.value));
  const field = fields.find((f) => t.rich.incident.tolls.some((x) => x.measure === f)) ?? fields[0];
  await page.selectOption('dialog[open] select', field);
  await page.locator('dialog[open] .choice input').first().check();
  await page.fill('dialog[open] textarea', 'رقم الوزارة');
  await page.locator('dialog[open] .button.first').click();
  await page.waitForSelector('.bar [role="status"]:not(:empty)');
  const log = (await s.get(`/incidents/${encodeURIComponent(t.rich.brief.id)}/history`)).items;
  assert.equal(log[0].why, 'رقم الوزارة');
}));

test('an incident is merged into another one, and parted again', () => at(incident(t.double), { lang: 'en' }, async (page) => {
  const detail = (id) => s.get(`/incidents/${encodeURIComponent(id)}`);
  const claims = async () => (await detail(t.double.brief.id)).incident.claims.length;
  const before = await claims();
  await page.click('.acts button:has-text("Merge")');
  const candidate = page.locator('dialog[open] .candidate').first();
  const other = (await s.get(`/incidents/${encodeURIComponent(t.double.brief.id)}/similar`))[0].incident.id;
  const more = (await detail(other)).incident.claims.length;
  await candidate.locator('input').check();
  await page.fill('dialog[open] textarea', 'Same place, same hour');
  await page.locator('dialog[open] .button.first').click();
  await page.waitForSelector('.bar [role="status"]:not(:empty)');
  assert.equal(await claims(), before + more);
  // Both names lead to the one incident; the name that is none's any more says so.
  const both = await Promise.all([t.double.brief.id, other].map(async (id) => [id, await detail(id)]));
  assert.equal(new Set(both.map(([, d]) => d.brief.id)).size, 1);
  for (const [id, d] of both) assert.equal(d.merged_into, id === d.brief.id ? null : d.brief.id);
  await page.locator('button:has-text("Undo")').first().click();
  await page.fill('dialog[open] textarea', 'Two places after all');
  await page.locator('dialog[open] .button.first').click();
  await page.waitForFunction(() => document.querySelectorAll('dialog[open]').length === 0);
  for (let n = 0; n < 20 && (await claims()) !== before; n += 1) await page.waitForTimeout(200);
  assert.equal(await claims(), before);
  assert.equal((await detail(other)).incident.claims.length, more);
}));

test('a token is made, its secret shown once, and removed', () => at('/settings', { lang: 'en' }, async (page) => {
  const rows = page.locator('section[aria-labelledby="s-tokens"] tbody tr:has(button)');
  await page.locator('section[aria-labelledby="s-tokens"] tbody tr').first().waitFor();
  const before = await rows.count();
  await page.fill('section[aria-labelledby="s-tokens"] input', 'test of the pages');
  await page.click('section[aria-labelledby="s-tokens"] form button');
  await page.waitForSelector('.secret code');
  await page.waitForFunction((n) => document.querySelectorAll('section[aria-labelledby="s-tokens"] tbody tr button').length === n, before + 1);
  await rows.filter({ hasText: 'test of the pages' }).locator('button').click();
  await page.waitForFunction((n) => document.querySelectorAll('section[aria-labelledby="s-tokens"] tbody tr button').length === n, before);
}));

test('changes of others appear without a reload', () => at('/review', { lang: 'en' }, async (page) => {
  await page.waitForSelector('.live.on');
  const heard = page.waitForRequest((r) => r.url().includes('/api/review'));
  await fetch(`${s.url}/api/decisions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ op: 'accept', incident: t.rich.brief.id, reason: 'checked' }) });
  await heard;
}));

test('j and k walk through the mentions of a report', () => at(`/reports/${encodeURIComponent(t.report.id)}`, { lang: 'ar' }, async (page) => {
  await page.keyboard.press('j');
  const first = await page.getAttribute('li.lit', 'id');
  await page.keyboard.press('j');
  const second = await page.getAttribute('li.lit', 'id');
  assert.notEqual(first, second);
  assert.ok((await page.locator('.body .lit').count()) > 0);
  await page.keyboard.press('k');
  assert.equal(await page.getAttribute('li.lit', 'id'), first);
}));

test('an article that was corrected shows what changed', { skip: false }, async (c) => {
  if (!t.versioned) return c.skip('no report of this store has two versions');
  await at(`/reports/${encodeURIComponent(t.versioned.id)}`, { lang: 'en' }, async (page) => {
    await page.waitForSelector('.diff ins, .diff del');
  });
});

test('a pasted text is read', () => at('/try', { lang: 'ar' }, async (page) => {
  await page.click('form .plain');
  await page.waitForSelector('.result .trigger');
  assert.ok((await page.locator('.result ol li').count()) > 1);
}));

test('calendar and digits are the reader’s choice', () => at('/settings', { lang: 'ar' }, async (page) => {
  await page.check('input[name="calendar"] >> nth=1');
  await page.check('input[value="arab"]');
  assert.match(await page.textContent('.sample'), /١٣ رمضان ١٤٤٧ هـ/);
}));

test('the first key leads past the navigation', () => at('/sources', { lang: 'en' }, async (page) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
}));
