import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * `npm run dashboard:size`, after a build: says what the first load and each page weigh, in bytes of script as gzip sends it, and
 * fails if one is over its budget. The first load is the entry with all it imports and one language; a page is what it adds, beside
 * its texts.
 */
const dist = resolve(import.meta.dirname, 'dist');
const maxFirstLoadBytes = 150_000;
const maxPageBytes = 60_000;
/** The texts that every page has. */
const maxLanguageBytes = 5_000;
/** The texts of a feature, which are loaded beside the code of its pages. */
const maxTextsBytes = 7_500;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

const manifest = JSON.parse(await readFile(resolve(dist, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;
const [entry = ''] = Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
const first = collectImports(entry);

/** A chunk with all that it imports at once. */
function collectImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const one of manifest[name]?.imports ?? []) collectImports(one, found);
  return found;
}

async function measure(names: Iterable<string>): Promise<number> {
  const sizes = await Promise.all(
    [...names].map(async (name) => {
      const { file } = manifest[name] ?? { file: '' };
      return file.endsWith('.js') ? gzipSync(await readFile(resolve(dist, file)), { level: 9 }).length : 0;
    }),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

const problems: string[] = [];
function report(what: string, bytes: number, maxBytes: number): void {
  process.stdout.write(`${String(bytes).padStart(8)} of ${maxBytes} bytes  ${what}\n`);
  if (bytes > maxBytes) problems.push(`${what} weighs ${bytes} bytes, and may weigh ${maxBytes}.`);
}

const others = [...new Set(first)].flatMap((name) => manifest[name]?.dynamicImports ?? []);
const languages = others.filter((name) => name.includes('/messages/'));
const texts = languages.flatMap((name) => manifest[name]?.dynamicImports ?? []);
const languageBytes = await Promise.all(languages.map((name) => measure([name])));
report('first load', (await measure(first)) + Math.max(0, ...languageBytes), maxFirstLoadBytes);
for (const [index, name] of languages.entries()) report(name, languageBytes[index] ?? 0, maxLanguageBytes);
for (const name of texts) report(name, await measure([name]), maxTextsBytes);
for (const name of others.filter((one) => !languages.includes(one)))
  report(name, await measure(collectImports(name).difference(first)), maxPageBytes);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
