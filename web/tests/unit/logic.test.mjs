// Dates, figures, marks in texts and differences, as the pages' own modules compute them.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

globalThis.localStorage = { getItem: () => null, setItem() {} };
if (!globalThis.navigator) globalThis.navigator = { languages: ['en'] };
globalThis.location = { pathname: '/', search: '' };
globalThis.addEventListener = () => {};
globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });

let vite, format, prefs, evidence, values, names;
before(async () => {
  vite = await createServer({ root: fileURLToPath(new URL('../..', import.meta.url)), server: { middlewareMode: true, hmr: false, ws: false }, appType: 'custom', logLevel: 'error' });
  const load = (p) => vite.ssrLoadModule(`/src/lib/${p}`);
  [{ prefs }, format, evidence, values, names] = [await load('prefs.svelte.ts'), await load('format.ts'), await load('evidence.ts'), await load('values.ts'), await load('names.ts')];
});
after(() => vite.close());
const as = (p) => Object.assign(prefs, { lang: 'en', calendar: 'gregorian', months: 'both', digits: 'latn', zone: 'utc' }, p);
const plain = (s) => s.replace(/[\u2066-\u2069]/g, '');

test('days in both month names, in Hijri, in either digits', () => {
  const rows = [
    [{}, '2 March 2026'], [{ lang: 'ar' }, '2 مارس/آذار 2026'], [{ lang: 'ar', months: 'syriac' }, '2 آذار 2026'], [{ lang: 'ar', months: 'roman' }, '2 مارس 2026'],
    [{ lang: 'ar', digits: 'arab' }, '٢ مارس/آذار ٢٠٢٦'], [{ calendar: 'hijri' }, '13 Ramadan 1447 AH'], [{ lang: 'ar', calendar: 'hijri' }, '13 رمضان 1447 هـ'],
  ];
  for (const [p, want] of rows) {
    as(p);
    assert.equal(format.day('2026-03-02'), want);
  }
});
test('a span of days says nothing twice', () => {
  as({});
  assert.equal(format.days({ start: '2026-03-02', end: '2026-03-02' }), '2 March 2026');
  assert.equal(format.days({ start: '2026-03-02', end: '2026-03-05' }), '2–5 March 2026');
  assert.equal(format.days({ start: '2026-02-26', end: '2026-03-05' }), '26 February – 5 March 2026');
  assert.equal(format.days(null), '');
});
test('codes and modes are said in words', () => {
  as({});
  assert.equal(names.codeName('IRQ:MIL'), 'Iraq, military');
  assert.equal(names.codeName(':UAF'), 'unidentified armed actors');
  assert.equal(names.modeName('ASSAULT', 'arrest'), names.modeName('COERCE', 'arrest'));
  as({ lang: 'ar' });
  assert.doesNotMatch(names.modeName('ASSAULT', 'seize'), /[a-z]/);
  as({});
  assert.equal(plain(values.counted('incidents', { low: 2, high: 2 })), '2 incidents');
});
test('figures keep their range', () => {
  as({});
  const rows = [[5, 5, '5'], [5, 7, '5–7'], [5, null, '5+'], [null, 10, '≤10'], [null, null, '']];
  for (const [low, high, want] of rows) assert.equal(plain(format.range({ low, high })), want);
});
test('counted figures agree with their noun', () => {
  const rows = [[1, 1, 'قتيل واحد'], [2, 2, 'قتيلان'], [5, 5, '5 قتلى'], [11, 11, '11 قتيلاً'], [100, 100, '100 قتيل'], [5, null, 'ما لا يقل عن 5 قتلى'], [2, 5, 'بين 2 و5 قتلى']];
  as({ lang: 'ar' });
  for (const [low, high, want] of rows) assert.equal(plain(values.counted('killed', { low, high })), want);
  as({});
  assert.equal(plain(values.counted('injured', { low: 5, high: null })), 'at least 5 injured');
});
test('moments stand in the reader’s clock', () => {
  as({});
  assert.equal(format.moment('2026-03-02T19:05:00Z'), '2 March 2026, 19:05 UTC');
  assert.equal(format.moment('2026-03-02T22:05:00+03:00', { short: true }), '2 Mar 2026, 19:05');
  assert.equal(format.moment('2026-03-02'), '2 March 2026');
});
const sheet = (text, events) => ({ id: 'x', lang: 'ar', text, events, links: [], incidents: [] });
const event = (trigger, more = {}) => ({ id: 'E1', trigger, type: 'ASSAULT', mode: null, status: 'occurred', actor: [], recipient: [], instrument: null, place: null, date: null, counts: [], attribution: [], certainty: 'stated', sentence: '', ...more });
test('marked pieces tile the text, by code points', () => {
  const text = '😀 قُتل خمسة في تعز\nسطر ثانٍ';
  const at = (w) => Array.from(text.slice(0, text.indexOf(w))).length;
  const p = evidence.pieces(sheet(text, [event({ text: 'قُتل', at: at('قُتل') }, { counts: [{ measure: 'killed', low: 5, high: 5, text: 'خمسة', at: at('خمسة') }] })]));
  assert.equal(p.map((x) => x.map((y) => y.text).join('')).join('\n'), text);
  assert.deepEqual(p[0].filter((x) => x.marks.length).map((x) => [x.text, evidence.kindOf(x)]), [['قُتل', 'trigger'], ['خمسة', 'count']]);
});
test('marks outside the text are left out', () => {
  assert.equal(evidence.pieces(sheet('abc', [event({ text: 'zzz', at: 99 })])).flat().length, 1);
});
test('overlapping marks keep all their kinds', () => {
  const p = evidence.pieces(sheet('abcdef', [event({ text: 'bcd', at: 1 }, { place: { text: 'def', at: 3 } })])).flat();
  assert.deepEqual(p.map((x) => [x.text, x.marks.map((m) => m.kind)]), [['a', []], ['bc', ['trigger']], ['d', ['trigger', 'place']], ['ef', ['place']]]);
});
test('a difference rebuilds both texts', () => {
  for (const [a, b] of [['one two three', 'one 2 three four'], ['', 'x'], ['x y', ''], ['same', 'same'], ['ا ب ج', 'ا ج د']]) {
    const d = evidence.diff(a, b);
    assert.equal(d.filter((x) => x.op !== 'added').map((x) => x.text).join(''), a);
    assert.equal(d.filter((x) => x.op !== 'removed').map((x) => x.text).join(''), b);
  }
});

const support = (over = {}) => ({ report: 'r', claim: 'h', text: 'w', at: 0, attribution: [], certainty: 'stated', published: '2026-03-02T10:00:00Z', voice: 0, role: 'originated', ...over });
const value = (v, over = {}) => ({ value: v, support: [support()], independent: 1, repeated: 0, ...over });
function detail(fields, tolls = [], brief = {}) {
  return { brief: { type: 'ASSAULT', mode: 'drone', status: 'occurred', ...brief }, incident: { fields, tolls }, names: {}, places: {}, claims: {}, others: {} };
}
const said = async (d) => {
  const { paragraph } = await vite.ssrLoadModule('/src/lib/sentence.ts');
  const clauses = paragraph(d);
  return { clauses, text: clauses.map((c, i) => (c.joint === 'comma' ? ', ' : c.joint === 'stop' ? '. ' : i ? ' ' : '') + c.text).join('').replace(/[\u2066-\u2069]/g, '') };
};
test('the paragraph says what the fields say, and each clause has its claims', async () => {
  as({});
  const { clauses, text } = await said(detail([
    { name: 'date', disputed: false, values: [value({ is: 'days', start: '2026-03-02', end: '2026-03-02' })] },
    { name: 'mode', disputed: false, values: [value({ is: 'word', word: 'drone' })] },
    { name: 'place', disputed: false, values: [value({ is: 'place', name: 'Hit', lat: 33.6, lon: 42.8, country: 'IQ', precision: 'town' })] },
  ], [{ measure: 'killed', best: { low: 2, high: null }, history: [{ range: { low: 2, high: null }, support: support() }] }]));
  assert.equal(text, 'Reports tell of a drone strike on 2 March 2026 in Hit, Iraq. Reported toll: at least 2 killed');
  assert.ok(clauses.every((c) => c.support.length > 0));
});
test('an author that is denied is attributed, disputed, and the denial is said', async () => {
  as({});
  const denial = support({ attribution: [{ text: 'a spokesman', at: 0, kind: 'party', anonymous: true, number: null }] });
  const { clauses, text } = await said(detail([
    { name: 'type', disputed: false, values: [value({ is: 'word', word: 'ASSAULT' })] },
    { name: 'actor', disputed: true, values: [value({ is: 'party', name: 'Wadi Brigades', code: 'IRQ:PRM', actor_id: null }, { dissent: [denial] })] },
  ]));
  assert.match(text, /It is attributed to “Wadi Brigades”, “a spokesman” denies it/);
  assert.deepEqual(clauses.filter((c) => c.field === 'actor').map((c) => c.certainty), ['disputed', 'disputed']);
});
test('nothing is said of what no field holds', async () => {
  as({});
  const { text } = await said(detail([{ name: 'type', disputed: false, values: [value({ is: 'word', word: 'ASSAULT' })] }], [], { mode: null, status: 'planned' }));
  assert.equal(text, 'Reports announce an attack');
});
