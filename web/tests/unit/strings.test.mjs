// The strings of the pages: both languages hold the same keys and parameters, and every key that the pages use exists.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../src/', import.meta.url));
const sources = readdirSync(root, { recursive: true }).map(String).filter((f) => /\.(svelte|ts|css)$/.test(f)).map((f) => ({ f, text: readFileSync(root + f, 'utf8') }));
const [ar, en] = ['ar', 'en'].map((l) => JSON.parse(readFileSync(`${root}locale/${l}.json`, 'utf8')));
const names = (s) => [...new Set([...JSON.stringify(s).matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].filter((n) => n !== 'n').sort();

test('Arabic and English hold the same keys', () => {
  assert.deepEqual(Object.keys(ar).sort(), Object.keys(en).sort());
});
test('each text takes the same parameters in both languages', () => {
  for (const key of Object.keys(en)) assert.deepEqual(names(ar[key]), names(en[key]), key);
});
test('plural texts have every form that the language needs', () => {
  for (const [lang, strings] of [['ar', ar], ['en', en]])
    for (const [key, value] of Object.entries(strings))
      if (typeof value === 'object') for (const form of new Intl.PluralRules(lang).resolvedOptions().pluralCategories) assert.ok(form in value, `${lang} ${key}: ${form}`);
});
test('no Arabic text is left in English, nor Latin in Arabic', () => {
  // The name of the other language is written in that language; units and key names keep their letters.
  const own = ['app.language', 'settings.months.both', 'settings.months.roman', 'settings.months.syriac'];
  for (const [key, value] of Object.entries(en)) if (!own.includes(key)) assert.doesNotMatch(JSON.stringify(value), /[؀-ۿ]/, key);
  for (const [key, value] of Object.entries(ar)) if (!own.includes(key)) assert.doesNotMatch(JSON.stringify(value).replace(/"(zero|one|two|few|many|other)":/g, '').replace(/\{\w+\}|Enter|\b[jk]\b/g, ''), /[A-Za-z]{2,}/, key);
});
test('every text that the pages name exists', () => {
  for (const { f, text } of sources)
    for (const [, key] of text.matchAll(/\bt\('([\w.*-]+)'/g)) assert.ok(key in en, `${f}: ${key}`);
});
test('texts with a computed name exist for the whole vocabulary', () => {
  const groups = Object.keys(en).reduce((g, k) => ({ ...g, [k.split('.')[0]]: true }), {});
  for (const { f, text } of sources)
    for (const [, head] of text.matchAll(/\bt\(`([\w]+)\.(?:\w+\.)*\$\{/g)) assert.ok(head in groups, `${f}: ${head}.`);
});
test('no physical side stands in styles or markup', () => {
  const side = /\b(left|right)\b|ArrowLeft|ArrowRight|\b(padding|margin|inset|border-width)\s*:\s*[^\s;]+\s+[^\s;]+\s+[^\s;]+\s+[^\s;]+;/;
  for (const { f, text } of sources)
    text.split('\n').forEach((line, i) => {
      if (!line.includes('sides-ok') && !/^\s*(\/\/|\*|\/\*)/.test(line)) assert.doesNotMatch(line, side, `${f}:${i + 1}`);
    });
});
test('no address of another host stands in the pages', () => {
  for (const { f, text } of sources) assert.doesNotMatch(text.replace(/http:\/\/www\.w3\.org\/\S+/g, ''), /https?:\/\//, f);
});

test('country codes are those of the table of countries', () => {
  const rows = readFileSync(fileURLToPath(new URL('../../../world/countries.tsv', import.meta.url)), 'utf8').split('\n').filter((l) => l && !l.startsWith('#')).slice(1).map((l) => l.split('\t'));
  assert.deepEqual(JSON.parse(readFileSync(`${root}lib/countries.json`, 'utf8')), Object.fromEntries(rows.map(([two, three]) => [three, two]).sort(([a], [b]) => (a < b ? -1 : 1))));
});
