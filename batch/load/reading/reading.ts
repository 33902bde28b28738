import { Worker } from 'node:worker_threads';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toError } from '#platform/errors/to-error.ts';
import { threadLimits } from './thread-limits.ts';
import type {
  Chunk,
  ChunkInvoiceRow,
  CustomerMatches,
  FromReading,
  ReadingTask,
  ToReading,
} from './thread-messages.ts';

/** A thread that reads a share of a file. */
export interface Reading {
  /** Gives the thread its share, once. Until then the thread only gets ready, which takes a moment. */
  begin(task: ReadingTask, match: MatchCustomers): void;
  /**
   * The chunks in their order. Asking for the next one means that the one before is committed. The thread is one chunk
   * ahead and then waits.
   */
  chunks(): AsyncGenerator<Chunk, void>;
  /** Returns the rows of invoices of the present chunk, which are named by their first rows. */
  rowsOf(chunk: number, rowNumbers: readonly number[]): Promise<readonly ChunkInvoiceRow[]>;
  close(): Promise<void>;
}

/** Finds customers by ids and by names. */
export type MatchCustomers = (ids: readonly string[], names: readonly string[]) => Promise<CustomerMatches>;

/** The maximum number of a thread's uncommitted chunks: one that is being loaded and one that waits. */
const chunksAhead = 2;

/**
 * Starts a thread.
 *
 * @throws {CodedError} from `chunks`: the error of the thread, or READING_LOST if it ended without one
 */
export function startReading(): Reading {
  const thread = new Worker(new URL('./reading-thread.ts', import.meta.url), {
    resourceLimits: threadLimits,
  });
  const send = (message: ToReading, transferred: readonly ArrayBuffer[] = []) =>
    thread.postMessage(message, transferred);
  const arrived: Chunk[] = [];
  let wake = Promise.withResolvers<void>();
  let failure: Error | undefined;
  /** Questions about rows, answered in their order: also those of a transaction that was lost meanwhile. */
  const asked: PromiseWithResolvers<readonly ChunkInvoiceRow[]>[] = [];
  let isClosing = false;
  let match: MatchCustomers | undefined;

  const fail = (error: Error) => {
    failure ??= error;
    for (const rows of asked.splice(0)) rows.reject(failure);
    wake.resolve();
  };
  thread.on('message', (message: FromReading) => {
    if (message.type === 'chunk') {
      arrived.push(message.chunk);
      wake.resolve();
    } else if (message.type === 'match') {
      match?.(message.ids, message.names).then(
        (matches) => send({ type: 'matches', matches }),
        (error: unknown) => fail(toError(error)),
      );
    } else if (message.type === 'rows') {
      asked.shift()?.resolve(message.rows);
    } else {
      fail(new CodedError(message.code ?? 'READING_FAILED', message.message));
    }
  });
  thread.on('error', (error) => fail(toLost(error)));
  thread.on('exit', () => {
    if (!isClosing) fail(new CodedError('READING_LOST', 'The thread that reads the file ended too soon.'));
  });

  return {
    begin(task, matchCustomers) {
      match = matchCustomers;
      send({ type: 'read', task });
    },
    async *chunks() {
      for (let ahead = 0; ahead < chunksAhead; ahead++) send({ type: 'next', committed: 0, memory: [] });
      for (;;) {
        while (arrived.length === 0) {
          if (failure !== undefined) throw failure;
          await wake.promise;
          wake = Promise.withResolvers();
        }
        const chunk = arrived.shift();
        if (chunk === undefined) continue;
        yield chunk;
        if (chunk.isLast) return;
        const memory = [chunk.items, chunk.details].flatMap((table) => table?.buffer ?? []);
        send({ type: 'next', committed: chunk.id, memory }, memory);
      }
    },
    async rowsOf(chunk, rowNumbers) {
      if (failure !== undefined) throw failure;
      const rows = Promise.withResolvers<readonly ChunkInvoiceRow[]>();
      asked.push(rows);
      send({ type: 'rows', chunk, rowNumbers });
      return await rows.promise;
    },
    async close() {
      isClosing = true;
      await thread.terminate();
    },
  };
}

function toLost(error: unknown): Error {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new CodedError(
      'READING_LOST',
      'The thread that reads the file ran out of memory; smaller chunks (--chunk-rows) need less.',
      { cause: error },
    );
  }
  return toError(error);
}
