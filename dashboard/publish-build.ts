import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';
import type { BuildManifest, RouteLinks } from './route-links.ts';

const compressText = promisify(brotliCompress);
/** Two levels below the best, which takes ten times as long for some hundredths. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
/** A page that is open asks for the files of its own build; nobody leaves one open for longer than a week. */
const keptForMs = 7 * 24 * 60 * 60 * 1_000;
const indexName = 'index.html';
/** The file that says what each address needs; the gateway reads it. */
const linksName = 'links.json';
const manifestName = '.vite/manifest.json';

/**
 * Replaces the build before at once: `index.html` comes last, when all that it names is there. Each text file is also written
 * compressed by Brotli (RFC 7932), which the gateway sends to browsers that take it. Files of earlier builds stay for a week.
 * `toLinks` says which files of a build each address needs.
 */
export function publishBuild(
  toLinks?: (manifest: BuildManifest, files: readonly string[]) => Promise<readonly RouteLinks[]>,
): Plugin {
  let index: string | Uint8Array = '';
  return {
    name: 'publish-build',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle[indexName];
      if (page?.type !== 'asset') throw new Error(`The build has no ${indexName}.`);
      index = page.source;
      delete bundle[indexName];
    },
    // From what is on the disk, as other plugins change a bundle until then.
    async writeBundle({ dir = '' }, bundle) {
      const texts = Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const path = join(dir, name);
          await put(`${path}.br`, await compressText(await readFile(path), { params }));
        }),
      );
      if (toLinks) {
        const manifest = JSON.parse(await readFile(join(dir, manifestName), 'utf8')) as BuildManifest;
        await put(join(dir, linksName), JSON.stringify(await toLinks(manifest, Object.keys(bundle))));
      }
      await put(join(dir, `${indexName}.br`), await compressText(index, { params }));
      await put(join(dir, indexName), index);
      await removeOld(join(dir, 'assets'), Date.now() - keptForMs);
    },
  };
}

/** Replaces a file at once: readers see the old content or the new, never a part. */
async function put(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

/** Removes files that no build has written since a time; the newest build has written each of its files just now. */
async function removeOld(folder: string, sinceMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < sinceMs) await rm(path);
  }
}
