import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from 'postgres';
import { openCopyIn } from '#platform/patches/copy-in.ts';

/** Copies rows in PostgreSQL's binary format into a temporary table of the session. */
export async function copyInto(
  tx: TransactionSql,
  table: string,
  columns: readonly string[],
  bytes: Uint8Array,
): Promise<void> {
  const query = tx`copy pg_temp.${tx(table)} (${tx([...columns])}) from stdin (format binary)`;
  await pipeline(Readable.from(slices(bytes)), await openCopyIn(query));
}

const sliceBytes = 1 << 16;

/** Cuts bytes into pieces that the socket takes one after the other, so that its queue stays small. */
function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += sliceBytes) yield bytes.subarray(from, from + sliceBytes);
}
