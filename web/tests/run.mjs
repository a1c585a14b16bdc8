// One door for the tests of the pages: units, then every page in Chromium.
//   node tests/run.mjs                         the fixture of tests/fixture
//   MARSAD_URL=http://127.0.0.1:8080 node tests/run.mjs   a running `marsad serve`; the journey changes that store
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const files = ['unit', 'pages'].flatMap((d) => readdirSync(here + d).filter((f) => f.endsWith('.test.mjs')).map((f) => `${here}${d}/${f}`));
const done = spawnSync(process.execPath, ['--test', '--test-concurrency=1', ...files], { stdio: 'inherit' });
process.exit(done.status ?? 1);
