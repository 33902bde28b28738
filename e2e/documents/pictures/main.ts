import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeCii } from '#documents/cii/write-cii.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import { pictureDocuments } from './documents.ts';

/**
 * Takes the pictures of printed documents for the documentation: `node e2e/documents/pictures/main.ts [name ...]`, all of them without
 * a name. Needs `pdftoppm` of Poppler, whose version decides about single pixels.
 */
const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));
const run = promisify(execFile);
const dotsPerInch = 100;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => pictureDocuments.every((one) => one.name !== name));
if (unknown.length > 0) {
  const names = pictureDocuments.map(({ name }) => name).join(', ');
  process.stderr.write(`There is no picture ${unknown.join(', ')}; there are ${names}.\n`);
  process.exit(1);
}

const folder = await mkdtemp(join(tmpdir(), 'document-pictures-'));
try {
  for (const { name, language, document } of pictureDocuments) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const file = join(folder, `${name}.pdf`);
    const facturX = Buffer.from(writeCii(document));
    await writeFile(file, await renderPdf(document, { language, facturX }));
    const options = ['-png', '-singlefile', '-f', '1', '-r', String(dotsPerInch)];
    await run('pdftoppm', [...options, file, join(docs, name)], { timeout: 60_000 });
    process.stdout.write(`${join(docs, name)}.png\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
