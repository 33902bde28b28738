import { readFile, writeFile } from 'node:fs/promises';
import { formatAccessLogPage } from './format-access-log.ts';

/** `npm run docs:access-log` writes docs/access-log.md; with `--check` a file that is not fresh is a failure. */
const file = new URL('../../docs/access-log.md', import.meta.url);
const wanted = formatAccessLogPage();
if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
    console.error(
      'docs/access-log.md is not what the fields make; run `npm run docs:access-log` and commit it.',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(file, wanted);
}
