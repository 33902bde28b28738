import { stat } from 'node:fs/promises';
import type { CsvDialect } from './dialect.ts';
import { openBytes } from './open-bytes.ts';
import type { CsvPosition } from './record.ts';
import { RecordWalker } from './record-walker.ts';

/** A share of a file that one reader reads. */
export interface CsvPartition {
  readonly start: CsvPosition;
  /** The beginning of the next share; null for the file's end. */
  readonly toByte: number | null;
}

/**
 * Cuts a file that is not compressed into at most `count` shares of about equal length, each at the beginning of a record.
 *
 * Reading the shares gives the same records as reading the whole file, because the same walk finds where records begin:
 * a line end within quotes does not end a record, and a quote that is not closed costs one line in both cases.
 *
 * @throws {CsvInputError}
 */
export async function findPartitions(
  path: string,
  dialect: CsvDialect,
  first: CsvPosition,
  count: number,
): Promise<readonly CsvPartition[]> {
  const { size } = await stat(path);
  const finder = createPartitionFinder(dialect, first, { bytes: size, count });
  if (!finder.isComplete()) {
    for await (const piece of openBytes(path, { start: first.byteOffset })) {
      finder.push(piece);
      if (finder.isComplete()) break;
    }
  }
  return finder.partitions();
}

/** Finds shares in bytes as they arrive. */
export interface PartitionFinder {
  push(bytes: Uint8Array): void;
  /** True if no further share begins. */
  isComplete(): boolean;
  partitions(): readonly CsvPartition[];
}

export function createPartitionFinder(
  dialect: CsvDialect,
  first: CsvPosition,
  whole: { readonly bytes: number; readonly count: number; readonly maxBytes?: number | undefined },
): PartitionFinder {
  const share = (whole.bytes - first.byteOffset) / whole.count;
  const starts: CsvPosition[] = [first];
  const isComplete = () => starts.length >= whole.count;
  let wanted = first.byteOffset + share;

  const walker = new RecordWalker(
    dialect,
    { start: first, maxBytes: whole.maxBytes },
    ({ byteOffset, rowNumber, line }) => {
      if (byteOffset < wanted || isComplete()) return;
      starts.push({ byteOffset, rowNumber, line });
      // A record longer than a share contains the beginnings of several.
      while (wanted <= byteOffset) wanted += share;
    },
  );

  return {
    push: (bytes) => void walker.walk(bytes, false),
    isComplete: () => isComplete() || wanted >= whole.bytes,
    partitions: () =>
      starts.map((start, index) => ({ start, toByte: starts[index + 1]?.byteOffset ?? null })),
  };
}
