import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Log } from '#platform/log/log.ts';
import type { SupergraphSource, UseSupergraph } from './supergraph-source.ts';

export interface FileSupergraphSourceOptions {
  readonly path: string;
  readonly log: Log;
  /** Time between two reads of the file, in milliseconds: some network file systems report no changes. */
  readonly pollMs?: number;
  /** Time for a writer to finish, in milliseconds. */
  readonly settleMs?: number;
}

/**
 * Watches a file. Its folder is watched rather than itself, because an editor or a deployment puts a new file in its
 * place by renaming it, and a poll makes up for file systems that tell nothing. A file that is missing for a moment is
 * not a change.
 */
export function createFileSupergraphSource(options: FileSupergraphSourceOptions): SupergraphSource {
  const { path, log, pollMs = 5_000, settleMs = 50 } = options;
  let known: string | undefined;
  let watcher: FSWatcher | undefined;
  let poll: NodeJS.Timeout | undefined;
  let settling: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();
  let isClosed = false;

  const read = async (use: UseSupergraph<unknown>) => {
    let sdl: string;
    try {
      sdl = await readFile(path, 'utf8');
    } catch (error) {
      log.warn({ err: error, path }, 'could not read the supergraph file; the last one stays');
      return;
    }
    if (isClosed || sdl === known) return;
    known = sdl;
    try {
      use(sdl);
    } catch {
      // The user of texts has told why it refuses one.
    }
  };

  return {
    async load(use) {
      known = await readFile(path, 'utf8').catch((error: Error) => {
        throw new ConfigurationError([`SUPERGRAPH_FILE cannot be read: ${error.message}`]);
      });
      return use(known);
    },
    watch(use) {
      const readSoon = () => {
        clearTimeout(settling);
        settling = setTimeout(() => {
          reading = reading.then(() => read(use));
        }, settleMs);
      };
      watcher = watch(dirname(path), (_event, name) => {
        if (name === null || name === basename(path)) readSoon();
      });
      watcher.on('error', (error) =>
        log.warn({ err: error, path }, 'watching failed; the file is still polled'),
      );
      poll = setInterval(readSoon, pollMs);
    },
    async close() {
      isClosed = true;
      watcher?.close();
      clearInterval(poll);
      clearTimeout(settling);
      await reading;
    },
  };
}
