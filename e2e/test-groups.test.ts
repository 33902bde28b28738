import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { formatGroup, toGroups } from './test-groups.ts';

const withTexts = (files: readonly string[], text = '') => new Map(files.map((file) => [file, text]));

test('neighbours of one room share a process, in parts of about the same size', () => {
  const files = ['b/x.test.ts', 'a/1.test.ts', 'a/d/2.test.ts', 'a/d/3.test.ts', 'a/d/4.test.ts'];
  assert.deepEqual(toGroups(withTexts(files), 3), [
    { name: 'a-1', files: ['a/1.test.ts', 'a/d/2.test.ts'] },
    { name: 'a-2', files: ['a/d/3.test.ts', 'a/d/4.test.ts'] },
    { name: 'b-1', files: ['b/x.test.ts'] },
  ]);
});

test('a file that asks for it has a process to itself', () => {
  const texts = withTexts(['a/1.test.ts', 'a/3.test.ts']);
  texts.set('a/2.test.ts', "import '#platform/testing/own-process.ts';\n");
  assert.deepEqual(toGroups(texts, 12), [
    { name: 'a-2.test.ts', files: ['a/2.test.ts'] },
    { name: 'a-1', files: ['a/1.test.ts', 'a/3.test.ts'] },
  ]);
});

test('the hooks of a file run for its tests only', async (t) => {
  const run = await runGroup(t, {
    'one.mjs': `let calls = 0;
      before(() => { calls += 1; });
      beforeEach(() => { calls += 10; });
      test('first', () => assert.equal(calls, 11));
      test('second', () => assert.equal(calls, 21));`,
    'two.mjs': `let calls = 0;
      beforeEach(() => { calls += 1; });
      test('third', () => assert.equal(calls, 1));`,
  });
  assert.equal(run.status, 0, run.stdout);
  assert.match(run.stdout, /^# pass 3$/m);
});

test('a group fails with one of its tests, with a file that cannot be loaded and with one that takes too long', async (t) => {
  const run = await runGroup(t, {
    'wrong.mjs': `test('wrong', () => assert.equal(1, 2));`,
    'broken.mjs': `throw new Error('cannot be loaded');`,
    'slow.mjs': `test('slow', (t) => new Promise((resolve) => {
      const timer = setInterval(() => {}, 1_000);
      t.signal.addEventListener('abort', () => clearInterval(timer));
    }));`,
    'right.mjs': `test('right', () => {});`,
  });
  assert.equal(run.status, 1);
  for (const line of [/not ok \d+ - wrong$/m, /cannot be loaded/, /not ok \d+ - slow$/m, /ok \d+ - right$/m])
    assert.match(run.stdout, line);
});

test('a group fails if a test left something open that keeps its process from ending', async (t) => {
  const run = await runGroup(t, { 'open.mjs': `test('passes', () => { setInterval(() => {}, 1_000); });` });
  assert.equal(run.status, 1);
  assert.match(run.stdout, /The process of all does not end: \[.*'Timeout'/s);
});

async function runGroup(t: TestContext, modules: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'group-'));
  t.after(() => rm(folder, { recursive: true }));
  const imports = `import assert from 'node:assert'; import { before, beforeEach, test } from 'node:test';\n`;
  for (const [file, text] of Object.entries(modules))
    await writeFile(join(folder, file), `${imports}${text}`);
  const group = { name: 'all', files: Object.keys(modules) };
  const path = join(folder, 'all.test.mjs');
  await writeFile(
    path,
    formatGroup(group, (file) => pathToFileURL(join(folder, file)).href, { fileMs: 2_000, endMs: 500 }),
  );
  const { NODE_TEST_CONTEXT: _ofThisRun, ...env } = process.env;
  return spawnSync(process.execPath, ['--test', '--test-reporter=tap', path], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
}
