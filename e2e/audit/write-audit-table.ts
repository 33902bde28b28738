import { readFile, writeFile } from 'node:fs/promises';
import { replaceAuditTable } from './format-audit-table.ts';

/** `npm run docs:audit` writes the table in docs/audit.md; with `--check` a table that is not fresh is a failure. */
const file = new URL('../../docs/audit.md', import.meta.url);
const page = await readFile(file, 'utf8');
const wanted = replaceAuditTable(page);
if (process.argv.includes('--check')) {
  if (page !== wanted) {
    console.error('The table in docs/audit.md is not fresh; run `npm run docs:audit` and commit it.');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, wanted);
}
