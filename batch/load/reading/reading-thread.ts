import { parentPort } from 'node:worker_threads';
import { describeError } from '#platform/log/log-error.ts';
import { toKeptCells } from '../../csv/kept-cells.ts';
import { openBytes } from '../../csv/open-bytes.ts';
import type { CsvPosition, CsvRecord } from '../../csv/record.ts';
import { AscendingIds } from '../writing/ascending-ids.ts';
import type { ChunkContent } from './chunk-maker.ts';
import { HeldBytes } from './held-bytes.ts';
import { type ReadChunk, readAgain } from './read-again.ts';
import { createRecordRows } from './record-rows.ts';
import { createTaskReader } from './task-reader.ts';
import type {
  Chunk,
  ChunkInvoiceRow,
  CustomerMatches,
  FromReading,
  ReadingTask,
  ToReading,
} from './thread-messages.ts';

/** The composition root of a thread that reads a share of a file and cuts it into chunks. */
if (parentPort === null) throw new TypeError('reading-thread.ts runs as a worker thread.');
const port = parentPort;
const say = (message: FromReading, transferred: ArrayBuffer[] = []) => port.postMessage(message, transferred);

/** Resolves to the task, which arrives long after the thread is ready. */
const given = Promise.withResolvers<ReadingTask>();
const ids = new AscendingIds();
/** The chunks about which questions may come: those that are not committed. */
const chunks = new Map<number, Omit<ReadChunk, 'pieces'> & { readonly next: CsvPosition }>();
let wanted = 0;
let wake = Promise.withResolvers<void>();
let matches = Promise.withResolvers<CustomerMatches>();

port.on('message', (message: ToReading) => {
  if (message.type === 'read') {
    given.resolve(message.task);
  } else if (message.type === 'next') {
    const committed = chunks.get(message.committed);
    if (committed !== undefined) held.dropBefore(committed.next.byteOffset);
    chunks.delete(message.committed);
    rows.encoder.reuse(message.memory);
    wanted += 1;
    wake.resolve();
  } else if (message.type === 'matches') {
    matches.resolve(message.matches);
  } else {
    say({ type: 'rows', rows: readRows(message.chunk, message.rowNumbers) });
  }
});

const task = await given.promise;
const held = new HeldBytes(task.start.byteOffset);
let chunkCount = 0;
/** Records are encoded as soon as they are read: as objects, those of a whole chunk would be collected one by one. */
const rows = createRecordRows(task, ids, (unknown) => {
  matches = Promise.withResolvers();
  say({ type: 'match', ...unknown });
  return matches.promise;
});
try {
  await read();
} catch (error) {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  say({ type: 'failed', code, message: describeError(error) });
}

async function read(): Promise<void> {
  const reader = createTaskReader(task, task.start);
  const { maker } = rows;
  const make = async (records: readonly CsvRecord[]) => {
    for (let from = 0; from < records.length; ) {
      const part = records.slice(from, from + maker.room);
      maker.push(part);
      from += part.length;
      ids.tick(Date.now());
      await rows.encodeFinished();
      if (maker.isFull) {
        await emit(maker.take(records[from] ?? reader.position()), false);
      }
    }
  };
  const pieces = openBytes(task.path, {
    start: task.start.byteOffset,
    end: task.endOffset,
    takeMemory: () => held.take(),
  });
  for await (const piece of pieces) {
    held.push(piece);
    await make(reader.push(piece));
  }
  await make(reader.end());
  maker.end();
  await rows.encodeFinished();
  await emit(maker.take(reader.position()), true);
}

/** Sends a chunk once one is wanted. */
async function emit(
  { rejects, readRows, leftOutRows, start, next }: ChunkContent,
  isLast: boolean,
): Promise<void> {
  while (wanted === 0) {
    await wake.promise;
    wake = Promise.withResolvers();
  }
  wanted -= 1;
  const { items, details, itemCount, rowCounts } = rows.encoder.take();
  const id = ++chunkCount;
  chunks.set(id, { start, next, rowCounts });
  const chunk: Chunk = { id, items, details, itemCount, readRows, leftOutRows, rejects, next, isLast };
  say({ type: 'chunk', chunk }, details === undefined ? [items.buffer] : [items.buffer, details.buffer]);
}

function readRows(id: number, rowNumbers: readonly number[]): ChunkInvoiceRow[] {
  const chunk = chunks.get(id);
  if (chunk === undefined) return [];
  const pieces = held.between(chunk.start.byteOffset, chunk.next.byteOffset);
  return readAgain(task, { ...chunk, pieces }, rowNumbers).map((row) => ({
    ...row,
    cells: toKeptCells(row.cells),
    currency: rows.currencyOf(row.cells, row.rowNumber),
  }));
}
