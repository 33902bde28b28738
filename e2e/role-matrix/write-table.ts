import { readFile, writeFile } from 'node:fs/promises';
import { formatTable } from './table.ts';

/** `npm run docs:role-matrix` writes docs/role-matrix.md; with `--check` a file that is not fresh is a failure. */
const file = new URL('../../docs/role-matrix.md', import.meta.url);
const wanted = await formatTable();
if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
    console.error(
      'docs/role-matrix.md is not what the SDL makes; run `npm run docs:role-matrix` and commit it.',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(file, wanted);
}
