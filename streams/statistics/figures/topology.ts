import type { ISql } from 'postgres';
import type { ImportedTotal } from '#schema/facturation/imported-totals.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import { textSerde } from '../../engine/serde.ts';
import { createTopic, type Output } from '../../engine/topic.ts';
import type { Topology } from '../../engine/topology.ts';
import { TopologyBuilder } from '../../engine/topology-builder.ts';
import { customerSettlements } from './customer-settlements/customer-settlements.ts';
import { customerTotals } from './customer-totals/customer-totals.ts';
import type { FigureChanges, StatisticsFigure } from './figure.ts';
import { type Invoice, invoiceSerde } from './invoice.ts';
import { liveTotals } from './live-totals/live-totals.ts';
import { type SettledSum, type SettlementEntry, settlementSerde } from './settlement.ts';
import { settlementTotals } from './settlement-totals/settlement-totals.ts';

/**
 * The figures that the topology computes. A new one comes after those of one partition and before the customers: rows
 * that partitions share are written last, as they stay locked until the batch is stored.
 */
const figures: readonly StatisticsFigure[] = [
  liveTotals,
  settlementTotals,
  customerTotals,
  customerSettlements,
];

/** The input of the topology: invoices by the log's key, at their time of issue. */
export const invoiceTopic = createTopic<string, Invoice>(FACTURATION, textSerde, invoiceSerde);

/** The other input: payments, credit notes and voided invoices by the log's key, at the time of the event. */
export const settlementTopic = createTopic<string, SettlementEntry>(
  'settlements',
  textSerde,
  settlementSerde,
);

/** The topology of all figures, for one partition. */
export function createInvoiceTopology(): Topology {
  const builder = new TopologyBuilder();
  const source = builder.stream(invoiceTopic).filterPresent();
  for (const { describe } of figures) describe?.(source);
  // After all that follows from invoices: the order of sources is the order of stored state.
  const settlements = builder.stream(settlementTopic).filterPresent();
  for (const { describeSettlements } of figures) describeSettlements?.(settlements);
  return builder.build();
}

/** The changes that one batch of a partition makes to all figures. */
export class BatchChanges {
  readonly #changes: readonly FigureChanges[] = figures.map((figure) => figure.createChanges());
  /** The figure whose output a topic is, so that not all figures are asked for each of many outputs. */
  readonly #byTopic = new Map<Output['topic'], FigureChanges>();

  collect(output: Output): void {
    const known = this.#byTopic.get(output.topic);
    if (known === undefined) this.#findFigure(output);
    else known.collect(output);
  }

  #findFigure(output: Output): void {
    const found = this.#changes.find((changes) => changes.collect(output));
    if (found !== undefined) this.#byTopic.set(output.topic, found);
  }

  addImported(totals: readonly ImportedTotal[], nowMs: number): void {
    for (const total of totals) for (const changes of this.#changes) changes.addImported?.(total, nowMs);
  }

  addSettled(sums: readonly SettledSum[]): void {
    for (const sum of sums) for (const changes of this.#changes) changes.addSettled?.(sum);
  }

  /** The statements that store the changes; see {@link FigureChanges.write}. */
  write(tx: ISql, partition: number, streamTimeMs: number): Promise<unknown>[] {
    return this.#changes.flatMap((changes) => changes.write(tx, partition, streamTimeMs));
  }
}
