import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pictureDocuments } from './documents.ts';
import { renderPicture } from './render-picture.ts';

/**
 * Takes the pictures of printed documents for the documentation: `node e2e/documents/pictures/main.ts [name ...]`, all of them without
 * a name, and writes the SHA-256 of each document. Needs `pdftoppm` of Poppler, whose version decides about single pixels.
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
  const hashes: Record<string, string> = {};
  for (const picture of pictureDocuments) {
    const { name } = picture;
    const bytes = await renderPicture(picture);
    hashes[name] = createHash('sha256').update(bytes).digest('hex');
    if (asked.length > 0 && !asked.includes(name)) continue;
    const file = join(folder, `${name}.pdf`);
    await writeFile(file, bytes);
    const options = ['-png', '-singlefile', '-f', '1', '-r', String(dotsPerInch)];
    await run('pdftoppm', [...options, file, join(docs, name)], { timeout: 60_000 });
    process.stdout.write(`${join(docs, name)}.png\n`);
  }
  await writeFile(new URL('hashes.json', import.meta.url), `${JSON.stringify(hashes, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
