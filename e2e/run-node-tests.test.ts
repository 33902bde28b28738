import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { repeatInCi, root } from './run-node-tests.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'repeat-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const files = ['e2e/one.test.ts', 'e2e/two.test.ts'].map((file) => resolve(root, file));

test('in CI a failed file is run once more, and one that passes then is named', async () => {
  const list = join(folder, 'list');
  await writeFile(list, '');
  const asked: string[] = [];
  const passes = async (file: string) => asked.push(file) > 0;
  assert.equal(await repeatInCi(files, passes, { CI: 'true', REPEATED_TESTS: list }), true);
  assert.deepEqual(asked, files);
  assert.equal(await readFile(list, 'utf8'), 'e2e/one.test.ts\ne2e/two.test.ts\n');
});

test('a file that fails twice fails, and many failures, or any outside CI, are not repeated', async () => {
  let asked = 0;
  const answer = (value: boolean) => async () => {
    asked += 1;
    return value;
  };
  assert.equal(await repeatInCi(files, answer(false), { CI: 'true' }), false);
  assert.equal(asked, 1);
  assert.equal(await repeatInCi(files, answer(true), {}), false);
  assert.equal(await repeatInCi([...files, ...files], answer(true), { CI: 'true' }), false);
  assert.equal(await repeatInCi([], answer(true), { CI: 'true' }), false);
  assert.equal(asked, 1);
});
