import { readFile, writeFile } from 'node:fs/promises';
import { formatLimits } from './format-limits.ts';

/** `npm run docs:limits` writes docs/limits.md; with `--check` a file that is not fresh is a failure. */
const file = new URL('../../docs/limits.md', import.meta.url);
const wanted = formatLimits();
if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
    console.error('docs/limits.md is not what the constants make; run `npm run docs:limits` and commit it.');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, wanted);
}
