import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Runs each test file that has a quick and a long size (`platform/testing/test-size.ts`), in the long one. */
const root = resolve(import.meta.dirname, '..');
const files: string[] = [];
for await (const file of glob('*/**/*.test.ts', {
  cwd: root,
  exclude: ['**/node_modules/**', '**/*.system.test.ts'],
})) {
  const text = await readFile(resolve(root, file), 'utf8');
  if (text.includes("/testing/test-size.ts'")) files.push(file);
}
if (files.length === 0) throw new Error('No test file has a long size.');
const run = spawn(process.execPath, ['--run', 'test:files', '--', ...files.sort()], {
  cwd: root,
  env: { ...process.env, TEST_SIZE: 'long' },
  stdio: 'inherit',
});
const [code] = await once(run, 'exit');
process.exitCode = code ?? 1;
