import { parentPort } from 'node:worker_threads';
import { describeError } from '#platform/log/log-error.ts';
import { toKeptCells } from '../../csv/kept-cells.ts';
import { openBytes } from '../../csv/open-bytes.ts';
import type { CsvPosition, CsvRecord } from '../../csv/record.ts';
import { compileMapping } from '../../mapping/compile-mapping.ts';
import type { ImportInvoice } from '../../mapping/import-invoice.ts';
import type { Mapper } from '../../mapping/row-mapper.ts';
import { KnownCustomers, unasked } from '../customers/known-customers.ts';
import { AscendingIds } from '../writing/ascending-ids.ts';
import { ChunkEncoder } from '../writing/encode-chunk.ts';
import type { ChunkContent } from './chunk-maker.ts';
import { HeldBytes } from './held-bytes.ts';
import { createChunkMaker } from './prepare-record.ts';
import { type ReadChunk, readAgain } from './read-again.ts';
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
const encoder = new ChunkEncoder(ids);
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
    encoder.reuse(message.memory);
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
const customers = new KnownCustomers();
let chunkCount = 0;
const { mapper } = compileMapping(task.mapping, task.header, task.issueDates);
try {
  await read();
} catch (error) {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  say({ type: 'failed', code, message: describeError(error) });
}

async function read(): Promise<void> {
  if (mapper === undefined) throw new TypeError('The mapping does not fit the file any more.');
  const reader = createTaskReader(task, task.start);
  const maker = createChunkMaker(task, mapper);
  const make = async (records: readonly CsvRecord[]) => {
    for (let from = 0; from < records.length; ) {
      const part = records.slice(from, from + maker.room);
      maker.push(part);
      from += part.length;
      ids.tick(Date.now());
      await encode(maker.takeInvoices());
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
  await encode(maker.takeInvoices());
  await emit(maker.take(reader.position()), true);
}

/** Invoices are encoded as soon as they are read: as objects, those of a whole chunk would be collected one by one. */
async function encode(invoices: readonly ImportInvoice[]): Promise<void> {
  for (let from = 0; from < invoices.length; ) {
    from = encodeKnown(invoices, from);
    if (from === invoices.length) return;
    const unknown = customers.findUnknown(invoices.slice(from));
    matches = Promise.withResolvers();
    say({ type: 'match', ...unknown });
    customers.learn(unknown, await matches.promise);
  }
}

/** Encodes invoices up to the first whose customer has not been looked up, and returns its index. */
function encodeKnown(invoices: readonly ImportInvoice[], from: number): number {
  for (let place = from; place < invoices.length; place++) {
    const invoice = invoices[place] as ImportInvoice;
    const customerId = customers.find(invoice);
    if (customerId === unasked) return place;
    encoder.add(invoice, customerId);
  }
  return invoices.length;
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
  const { invoices, lines, invoiceCount, rowCounts } = encoder.take();
  const id = ++chunkCount;
  chunks.set(id, { start, next, rowCounts });
  const chunk: Chunk = { id, invoices, lines, invoiceCount, readRows, leftOutRows, rejects, next, isLast };
  say({ type: 'chunk', chunk }, lines === undefined ? [invoices.buffer] : [invoices.buffer, lines.buffer]);
}

function readRows(id: number, rowNumbers: readonly number[]): ChunkInvoiceRow[] {
  const chunk = chunks.get(id);
  if (chunk === undefined || mapper === undefined) return [];
  const pieces = held.between(chunk.start.byteOffset, chunk.next.byteOffset);
  return readAgain(task, { ...chunk, pieces }, rowNumbers).map((row) => ({
    ...row,
    cells: toKeptCells(row.cells),
    currency: currencyOf(mapper.map(row.cells, row.rowNumber)),
  }));
}

/** Returns the currency of a row that has become part of an invoice. */
function currencyOf(read: ReturnType<Mapper['map']>): string {
  if ('currency' in read) return read.currency;
  throw new TypeError('A row that was read once cannot be read again.');
}
