import type { ISql } from 'postgres';
import type { ImportedTotal } from '#schema/facturation/imported-totals.ts';
import type { Stream } from '../../engine/stream.ts';
import type { Output } from '../../engine/topic.ts';
import type { Invoice } from './invoice.ts';
import type { SettledSum, SettlementEntry } from './settlement.ts';

/**
 * A figure of the statistics: how it follows from invoices, or from payments, credit notes and voided invoices, and how it
 * is stored. The names of its state must stay the same: a renamed state is lost.
 */
export interface StatisticsFigure {
  /** Adds the figure of invoices to the topology. */
  readonly describe?: (invoices: Stream<string, Invoice>) => void;
  /** Adds the figure of payments, credit notes and voided invoices to the topology. */
  readonly describeSettlements?: (settlements: Stream<string, SettlementEntry>) => void;
  readonly createChanges: () => FigureChanges;
}

/** The changes that one batch of a partition makes to a figure. */
export interface FigureChanges {
  /** Takes an output of the topology. False if it belongs to another figure. */
  collect(output: Output): boolean;
  /**
   * Adds sums of imported invoices, or subtracts those that an undo removed.
   *
   * @param nowMs the time of receipt, in milliseconds since 1970
   */
  addImported?(total: ImportedTotal, nowMs: number): void;
  /** Adds payments, credit notes or voided invoices that come in sums, or subtracts those that were taken back. */
  addSettled?(sum: SettledSum): void;
  /**
   * The statements that store the changes.
   *
   * @param streamTimeMs the largest time of issue that windows have seen, in milliseconds since 1970
   */
  write(tx: ISql, partition: number, streamTimeMs: number): Promise<unknown>[];
}
