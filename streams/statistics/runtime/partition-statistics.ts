import type { LogBatch, LogRecord } from '#platform/event-log/event-log.ts';
import type { MessageProblem } from '#schema/facturation/message-problem.ts';
import { LocalRun } from '../../engine/local-run.ts';
import type { StateEntry } from '../../engine/state/state-entry.ts';
import type { Topology } from '../../engine/topology.ts';
import { windowsOperator } from '../figures/live-totals/live-totals.ts';
import { maxAheadMs } from '../figures/live-totals/windows.ts';
import { type ReceivedRow, ReceivedRows } from '../figures/received/received-rows.ts';
import { settlementWindowsOperator } from '../figures/settlement-totals/settlement-totals.ts';
import { BatchChanges, invoiceTopic, settlementTopic } from '../figures/topology.ts';
import { parseRecord } from './parse-record.ts';
import { type SeenBatch, SeenEvents } from './seen-events.ts';

/** The outcomes of a partition's records since the first; stored with the position. */
export interface PartitionProgress {
  /** Invoices in the totals. */
  readonly counted: number;
  /** Records with totals of imported invoices, in the totals too. */
  readonly imported: number;
  /** Records of payments, also in sums, of credit notes and of voided invoices, in the totals too. */
  readonly settled: number;
  /** Records of events that had been counted. */
  readonly repeated: number;
  /** Records that are no messages. */
  readonly dead: number;
  /** Counted, and in no window because issued too far in the future. */
  readonly ahead: number;
  /** Counted, and in no window because it had closed. */
  readonly late: number;
  /** The largest time of issue that windows of invoices have seen, in milliseconds since 1970; -1 before the first. */
  readonly streamTimeMs: number;
}

export const noProgress: PartitionProgress = {
  counted: 0,
  imported: 0,
  settled: 0,
  repeated: 0,
  dead: 0,
  ahead: 0,
  late: 0,
  streamTimeMs: -1,
};

/** All that is stored of a partition. */
export interface StoredPartition {
  readonly nextOffset: bigint;
  /** The engine's state, by subtopology. */
  readonly state: readonly StateEntry[][];
  readonly seen: readonly SeenBatch[];
  readonly progress: PartitionProgress;
}

/** A record that is not a message, and the reason. */
export interface DeadRecord {
  readonly record: LogRecord;
  readonly problems: readonly MessageProblem[];
}

/** The changes of a batch: stored as a whole, with the position, or not at all. */
export interface BatchOutcome {
  readonly state: readonly StateEntry[][];
  readonly changes: BatchChanges;
  readonly seen: SeenBatch | null;
  /** Stored batches of events up to this offset can go. */
  readonly forgottenUntil: bigint;
  readonly dead: readonly DeadRecord[];
  /** The invoices that were counted, in their order; null when they are not kept. */
  readonly received: readonly ReceivedRow[] | null;
  readonly progress: PartitionProgress;
}

export interface PartitionStatisticsOptions {
  /** The number of records over which a repeat is recognised at least. */
  readonly keepRecords: number;
  /** True if the invoices themselves are kept for followers; true when absent. */
  readonly keepsReceived?: boolean;
}

/** The statistics of one partition at work. It does no I/O; what it gives has to be stored before the next batch. */
export class PartitionStatistics {
  readonly #run: LocalRun;
  readonly #seen: SeenEvents;
  readonly #keepsReceived: boolean;
  #changes = new BatchChanges();
  #progress: PartitionProgress;
  #nextOffset: bigint;

  constructor(topology: Topology, stored: StoredPartition, options: PartitionStatisticsOptions) {
    this.#run = new LocalRun(topology, (output) => this.#changes.collect(output));
    this.#run.restore(stored.state);
    this.#seen = new SeenEvents(options.keepRecords);
    this.#keepsReceived = options.keepsReceived ?? true;
    this.#seen.restore(stored.seen);
    this.#progress = stored.progress;
    this.#nextOffset = stored.nextOffset;
  }

  /**
   * @param nowMs by which invoices are judged to be of the future
   * @throws Error when the batch does not begin where the one before it ended
   */
  process(
    { records, fromOffset, nextOffset }: Pick<LogBatch, 'records' | 'fromOffset' | 'nextOffset'>,
    nowMs: number,
  ): BatchOutcome {
    if (fromOffset !== this.#nextOffset) {
      throw new Error(`The batch begins at ${fromOffset}; these statistics stand at ${this.#nextOffset}.`);
    }
    this.#nextOffset = nextOffset;
    this.#changes = new BatchChanges();
    const dead: DeadRecord[] = [];
    const received = this.#keepsReceived ? new ReceivedRows() : null;
    let { counted, imported, settled, repeated, ahead } = this.#progress;
    for (const record of records) {
      const parsed = parseRecord(record, nowMs);
      if (parsed.kind === 'invalid') {
        dead.push({ record, problems: parsed.problems });
        continue;
      }
      if (!this.#seen.add(parsed.event)) {
        repeated += 1;
        continue;
      }
      if (parsed.kind === 'imported') {
        this.#changes.addImported(parsed.totals, nowMs);
        imported += 1;
        continue;
      }
      if (parsed.kind === 'imported payments') {
        this.#changes.addSettled(parsed.sums);
        settled += 1;
        continue;
      }
      if (parsed.kind === 'settlement') {
        const { settlement: value, occurredAtMs: timestampMs } = parsed;
        settled += 1;
        if (value.aheadMs > maxAheadMs) ahead += 1;
        this.#run.process(settlementTopic, { key: value.customerKey, value, timestampMs });
        continue;
      }
      const { invoice: value, issuedAtMs: timestampMs, message } = parsed;
      received?.add(record.offset, message, { issuedAtMs: timestampMs, isSimulated: value.isSimulated });
      counted += 1;
      if (value.aheadMs > maxAheadMs) ahead += 1;
      this.#run.process(invoiceTopic, { key: value.customerKey, value, timestampMs });
    }
    const { batch: seen, forgottenUntil } = this.#seen.endBatch(nextOffset);
    const report = this.#run.report();
    const ofWindows = report.find(({ operator }) => operator === windowsOperator);
    const ofSettlements = report.find(({ operator }) => operator === settlementWindowsOperator);
    this.#progress = {
      counted,
      imported,
      settled,
      repeated,
      dead: this.#progress.dead + dead.length,
      ahead,
      late: (ofWindows?.late ?? 0) + (ofSettlements?.late ?? 0),
      streamTimeMs: ofWindows?.streamTimeMs ?? -1,
    };
    return {
      state: this.#run.drainChanges(),
      changes: this.#changes,
      seen,
      forgottenUntil,
      dead,
      received: received?.end() ?? null,
      progress: this.#progress,
    };
  }
}
