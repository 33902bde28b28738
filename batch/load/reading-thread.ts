import { parentPort, workerData } from 'node:worker_threads';
import { createCsvReader } from '../csv/csv-reader.ts';
import { openBytes } from '../csv/open-bytes.ts';
import type { CsvRecord } from '../csv/record.ts';
import { compileMapping } from '../mapping/compile-mapping.ts';
import { createGrouper } from '../mapping/grouper.ts';
import { AscendingIds } from './ascending-ids.ts';
import { type ChunkContent, ChunkMaker } from './chunk-maker.ts';
import { encodeInvoices } from './encode-chunk.ts';
import { HeldBytes } from './held-bytes.ts';
import { KnownCustomers } from './known-customers.ts';
import { createPrepareRecord } from './prepare-record.ts';
import { type ReadChunk, readAgain } from './read-again.ts';
import type { Chunk, CustomerMatches, FromReading, ReadingTask, ToReading } from './thread-messages.ts';

/** The composition root of a thread that reads a share of a file and makes chunks of it. */
if (parentPort === null) throw new TypeError('reading-thread.ts runs as a worker thread.');
const port = parentPort;
const task = workerData as ReadingTask;
const say = (message: FromReading, transferred: ArrayBuffer[] = []) => port.postMessage(message, transferred);

const held = new HeldBytes(task.start.byteOffset);
/** The chunks that may be asked about: those that are not committed. */
const chunks = new Map<number, ReadChunk>();
let wanted = 0;
let wake = Promise.withResolvers<void>();
let matches = Promise.withResolvers<CustomerMatches>();

port.on('message', (message: ToReading) => {
  if (message.type === 'next') {
    chunks.delete(message.committed);
    wanted += 1;
    wake.resolve();
  } else if (message.type === 'matches') {
    matches.resolve(message.matches);
  } else {
    const chunk = chunks.get(message.chunk);
    say({ type: 'rows', rows: chunk === undefined ? [] : readAgain(task, chunk, message.rowNumbers) });
  }
});

try {
  await read();
} catch (error) {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  say({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) });
}

async function read(): Promise<void> {
  const { mapper } = compileMapping(task.mapping, task.header);
  if (mapper === undefined) throw new TypeError('The mapping does not fit the file any more.');
  const reader = createCsvReader(task.dialect, { start: task.start, columns: task.columns });
  const maker = new ChunkMaker(createGrouper(mapper), task.start, createPrepareRecord(task, mapper));
  const emit = createEmitter();
  const make = async (records: readonly CsvRecord[]) => {
    for (let from = 0; from < records.length; ) {
      const part = records.slice(from, from + Math.max(task.chunkRows - maker.finishedRows, 1));
      maker.push(part);
      from += part.length;
      if (maker.finishedRows >= task.chunkRows) {
        await emit(maker.take(records[from] ?? reader.position()), false);
      }
    }
  };
  for await (const piece of openBytes(task.path, { start: task.start.byteOffset, end: task.endOffset })) {
    held.push(piece);
    await make(reader.push(piece));
  }
  await make(reader.end());
  maker.end();
  await emit(maker.take(reader.position()), true);
}

function createEmitter(): (content: ChunkContent, isLast: boolean) => Promise<void> {
  const ids = new AscendingIds();
  const customers = new KnownCustomers();
  let id = 0;
  return async ({ invoices, rejects, readRows, start, next }, isLast) => {
    while (wanted === 0) {
      await wake.promise;
      wake = Promise.withResolvers();
    }
    wanted -= 1;
    const unknown = customers.findUnknown(invoices);
    if (unknown.ids.length + unknown.names.length > 0) {
      matches = Promise.withResolvers();
      say({ type: 'match', ...unknown });
      customers.learn(unknown, await matches.promise);
    }
    const encoded = encodeInvoices(invoices, ids, (invoice) => customers.find(invoice));
    id += 1;
    chunks.set(id, {
      start,
      pieces: held.between(start.byteOffset, next.byteOffset),
      rowCounts: new Map(
        invoices.flatMap(({ rowNumber, rowCount }) => (rowCount > 1 ? [[rowNumber, rowCount]] : [])),
      ),
    });
    held.dropBefore(next.byteOffset);
    const chunk: Chunk = { id, ...encoded, invoiceCount: invoices.length, readRows, rejects, next, isLast };
    const transferred = [encoded.invoices.buffer];
    if (encoded.lines !== undefined) transferred.push(encoded.lines.buffer);
    say({ type: 'chunk', chunk }, transferred);
  };
}
