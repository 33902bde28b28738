import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RunReader } from './run-reader.ts';
import { BufferedFile, compareItems, encodeItem, type SortItem } from './run-writer.ts';

/** The maximum number of bytes and of rows that are sorted in memory at once. */
const defaultLimits = { memoryBytes: 32 << 20, rows: 100_000, runsAtOnce: 64 };
/** The bytes of an item besides its row. */
const itemBytes = 200;

/**
 * Sorts more rows than fit into memory (Knuth, TAOCP volume 3, section 5.4): runs that are sorted in memory are written to
 * files, and merged, at most 64 at a time. The order is the same whatever the limits.
 *
 * The files lie in a folder that the caller makes and removes.
 */
export class ExternalSort {
  readonly #folder: string;
  readonly #limits: typeof defaultLimits;
  #items: SortItem[] = [];
  #memoryBytes = 0;
  #runs: string[] = [];
  #runCount = 0;

  constructor(folder: string, limits: Partial<typeof defaultLimits> = {}) {
    this.#folder = folder;
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Adds a row; returns a promise if a run is written, which the caller must await. */
  add(item: SortItem): Promise<void> | undefined {
    this.#items.push(item);
    this.#memoryBytes += item.bytes.length + item.key.length * 2 + itemBytes;
    const { memoryBytes, rows } = this.#limits;
    const isFull = this.#memoryBytes >= memoryBytes || this.#items.length >= rows;
    return isFull ? this.#writeRun() : undefined;
  }

  /**
   * Writes the rows, sorted, to a new file.
   *
   * @returns the number of its bytes
   */
  async writeTo(path: string, signal: AbortSignal): Promise<number> {
    await this.#writeRun();
    const { runsAtOnce } = this.#limits;
    while (this.#runs.length > runsAtOnce) {
      const merged = this.#runs.splice(0, runsAtOnce);
      const run = this.#nextRun();
      await mergeRuns(merged, run, encodeItem, signal);
      this.#runs.push(run);
    }
    return await mergeRuns(this.#runs, path, ({ bytes }) => bytes, signal);
  }

  #nextRun(): string {
    this.#runCount += 1;
    return join(this.#folder, `run-${this.#runCount}`);
  }

  async #writeRun(): Promise<void> {
    const items = this.#items.sort(compareItems);
    this.#items = [];
    this.#memoryBytes = 0;
    const path = this.#nextRun();
    const file = await BufferedFile.create(path);
    try {
      for (const item of items) await file.write(encodeItem(item));
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.finish();
    this.#runs.push(path);
  }
}

/** Merges runs into a file and removes them; returns the number of its bytes. */
async function mergeRuns(
  paths: readonly string[],
  target: string,
  encode: (item: SortItem) => Buffer,
  signal: AbortSignal,
): Promise<number> {
  const readers: RunReader[] = [];
  const file = await BufferedFile.create(target);
  try {
    for (const path of paths) readers.push(await RunReader.open(path));
    await writeMerged(readers, (item) => file.write(encode(item)), signal);
  } catch (error) {
    await file.close();
    throw error;
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
  await file.finish();
  await Promise.all(paths.map((path) => rm(path)));
  return file.bytes;
}

async function writeMerged(
  readers: readonly RunReader[],
  write: (item: SortItem) => Promise<void> | undefined,
  signal: AbortSignal,
): Promise<void> {
  const ordered = readers.filter(({ item }) => item !== undefined).sort(compareReaders);
  for (let first = ordered.shift(); first !== undefined; first = ordered.shift()) {
    const written = write(first.item as SortItem);
    if (written !== undefined) {
      signal.throwIfAborted();
      await written;
    }
    const advanced = first.advance();
    if (advanced !== undefined) await advanced;
    if (first.item !== undefined) ordered.splice(findPlace(ordered, first), 0, first);
  }
}

function compareReaders(one: RunReader, other: RunReader): number {
  return compareItems(one.item as SortItem, other.item as SortItem);
}

/** Finds the index of a reader among those in order. */
function findPlace(ordered: readonly RunReader[], reader: RunReader): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareReaders(ordered[middle] as RunReader, reader) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
