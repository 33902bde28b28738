import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'vite';
import { earlyScript } from './early-script.ts';

let root: string;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'early-'));
  await writeFile(join(root, 'index.html'), '<!doctype html><script type="module" src="/main.js"></script>');
  await writeFile(
    join(root, 'main.js'),
    `import { shared } from './shared.js'; console.log('main', shared);`,
  );
  await writeFile(
    join(root, 'early.js'),
    `import { shared } from './shared.js'; console.log('early', shared);`,
  );
  await writeFile(
    join(root, 'shared.js'),
    `export const shared = 'in both'; export const other = 'in none';`,
  );
});
after(() => rm(root, { recursive: true }));

function buildPage(entry: string) {
  return build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [earlyScript(join(root, entry))],
    build: { modulePreload: { polyfill: false } },
  });
}

test('the early script is the first of the page, and needs no other file', async () => {
  await buildPage('early.js');
  const page = await readFile(join(root, 'dist/index.html'), 'utf8');
  const [early = '', main = ''] = [...page.matchAll(/<script [^>]*src="\/([^"]+)"/g)].map(([, name]) => name);
  assert.match(early, /^assets\/early-[\w-]+\.js$/);
  const script = await readFile(join(root, 'dist', early), 'utf8');
  assert.match(script, /early/);
  assert.match(script, /in both/);
  assert.doesNotMatch(script, /import|in none/);
  assert.match(await readFile(join(root, 'dist', main), 'utf8'), /in both/);
});

test('an early script that would need another file is a failure of the build', async () => {
  await writeFile(join(root, 'late.js'), `import('./shared.js').then(console.log); export {};`);
  await assert.rejects(buildPage('late.js'), /must be one file/);
});
