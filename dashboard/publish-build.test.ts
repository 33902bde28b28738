import assert from 'node:assert/strict';
import { access, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { build } from 'vite';
import { publishBuild } from './publish-build.ts';

let root: string;
const toPath = (...names: string[]) => join(root, 'dist', ...names);

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'build-'));
  await writeFile(join(root, 'index.html'), '<!doctype html><script type="module" src="/main.js"></script>');
});
after(() => rm(root, { recursive: true }));

/** Builds a page of one script, whose name holds the hash of its text. @returns the page, and its script's name */
async function buildPage(
  text: string,
  toLinks?: Parameters<typeof publishBuild>[0],
): Promise<{ page: string; script: string }> {
  await writeFile(join(root, 'main.js'), `console.log(${JSON.stringify(text)});`);
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [publishBuild(toLinks)],
    build: { emptyOutDir: false, manifest: true, modulePreload: { polyfill: false } },
  });
  const page = await readFile(toPath('index.html'), 'utf8');
  const script = /assets\/([^"]+\.js)/.exec(page)?.[1] ?? '';
  return { page, script };
}

test('the page, its script and their compressed forms are written', async () => {
  const { page, script } = await buildPage('one');
  assert.match(await readFile(toPath('assets', script), 'utf8'), /one/);
  for (const names of [['index.html'], ['assets', script]]) {
    const compressed = await readFile(`${toPath(...names)}.br`);
    assert.equal(brotliDecompressSync(compressed).toString(), await readFile(toPath(...names), 'utf8'));
  }
  assert.match(page, /<script type="module"/);
});

test('what each address needs is written for the gateway, by the names of the files of this build', async () => {
  const { script } = await buildPage('links', async (manifest) => [
    { path: '/', files: [manifest['index.html']?.file ?? ''], byLanguage: {} },
  ]);
  assert.deepEqual(JSON.parse(await readFile(toPath('links.json'), 'utf8')), [
    { path: '/', files: [`assets/${script}`], byLanguage: {} },
  ]);
});

test('at every moment of another build the page is there, with all that it names', async () => {
  const { script: old } = await buildPage('before');
  const seen = new Set<string>();
  let isBuilding = true;
  const watching = (async () => {
    while (isBuilding) {
      const page = await readFile(toPath('index.html'), 'utf8');
      const [, script = ''] = /assets\/([^"]+\.js)/.exec(page) ?? [];
      await access(toPath('assets', script));
      seen.add(script);
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const { script } = await buildPage('after');
  const found = await readFile(toPath('index.html'), 'utf8');
  isBuilding = false;
  await watching;
  assert.match(found, new RegExp(script.replaceAll('.', '\\.')));
  assert.match(await readFile(toPath('assets', script), 'utf8'), /after/);
  assert.ok(seen.has(old), 'the page before was seen');
  assert.ok(!(await readdir(toPath())).some((name) => name.endsWith('.part')));
});

test('files of the build before stay, and those of more than a week ago go', async () => {
  const old = await buildPage('old');
  const before = await buildPage('yesterday');
  const longAgo = Date.now() / 1_000 - 8 * 24 * 60 * 60;
  for (const name of [old.script, `${old.script}.br`]) await utimes(toPath('assets', name), longAgo, longAgo);
  const now = await buildPage('now');
  const names = await readdir(toPath('assets'));
  assert.ok(names.includes(before.script) && names.includes(now.script));
  assert.ok(!names.some((name) => name.startsWith(old.script)));
});
