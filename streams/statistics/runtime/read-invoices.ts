import type { Sql } from 'postgres';
import type { EventLog, LogBatch, Subscription } from '#platform/event-log/event-log.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { createInvoiceTopology } from '../figures/topology.ts';
import { loadStoredPartition } from '../store/load-partition.ts';
import { readerGroup } from '../store/reader-group.ts';
import { writeBatch } from '../store/write-batch.ts';
import { type BatchOutcome, PartitionStatistics } from './partition-statistics.ts';

/** Some 5,000 invoices. A customer's total among them is written once, so larger batches write less. */
const maxBatchBytes = 2_000_000;

export interface ReadInvoicesOptions {
  readonly sql: Sql;
  readonly eventLog: EventLog;
  /** The number of records in its partition over which a repeat is recognised at least. */
  readonly keepRecords: number;
  /** True if received invoices are kept for followers. */
  readonly keepsReceived: boolean;
  /** The number of partitions that are processed at once; each uses a connection. */
  readonly partitionsAtOnce: number;
  /** Told of each batch that has been stored. */
  readonly onStored: (batch: LogBatch, outcome: BatchOutcome) => void;
  readonly onRevoked: (partition: number) => void;
  readonly onError: (error: unknown, partition?: number) => void;
}

/**
 * Takes part in the statistics: for each partition given to this process, its state is loaded, each batch goes through
 * it, and what it changed is stored with the position. The log waits for one batch before it brings the next.
 */
export function readInvoices(options: ReadInvoicesOptions): Promise<Subscription> {
  const { sql, eventLog, keepRecords, keepsReceived } = options;
  const topology = createInvoiceTopology();
  const partitions = new Map<number, PartitionStatistics>();
  const toReader = (partition: number) => ({ group: readerGroup, topic: FACTURATION, partition });

  return eventLog.subscribe({
    topic: FACTURATION,
    group: readerGroup,
    partitionsAtOnce: options.partitionsAtOnce,
    maxBatchBytes,
    startAt: async (partition) => {
      const stored = await loadStoredPartition(sql, toReader(partition));
      partitions.set(partition, new PartitionStatistics(topology, stored, { keepRecords, keepsReceived }));
      return stored.nextOffset;
    },
    onBatch: async (batch, signal) => {
      const { partition } = batch;
      const current = partitions.get(partition);
      if (current === undefined) throw new Error(`Partition ${partition} delivers before it was started.`);
      signal.throwIfAborted();
      // Until it is stored, what is in memory is ahead of the database. If that fails it must not be used again: the log
      // starts the partition anew, which loads it anew.
      partitions.delete(partition);
      const outcome = current.process(batch, Date.now());
      await writeBatch(sql, toReader(partition), batch, outcome);
      partitions.set(partition, current);
      options.onStored(batch, outcome);
    },
    onRevoked: (partition) => {
      partitions.delete(partition);
      options.onRevoked(partition);
    },
    onError: options.onError,
  });
}
