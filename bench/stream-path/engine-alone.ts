import { LocalRun } from '../../streams/engine/local-run.ts';
import type { StreamRecord } from '../../streams/engine/record.ts';
import { CustomerTotalsChanges } from '../../streams/statistics/figures/customer-totals/customer-totals-changes.ts';
import type { Invoice } from '../../streams/statistics/figures/invoice.ts';
import { LiveTotalsChanges } from '../../streams/statistics/figures/live-totals/live-totals-changes.ts';
import { createInvoiceTopology, invoiceTopic } from '../../streams/statistics/figures/topology.ts';
import type { Load } from './measurement.ts';
import { invoiceAt } from './records.ts';

/** About as many as a partition gets at once when there is much to read. */
const batchRecords = 5_000;

/**
 * Records per second of the engine alone with the invoice topology: decoded invoices go in, every update comes out and is
 * collected, and the changed state is taken out as text after each batch. Making the invoices is not counted.
 */
export function measureEngineAlone({ records, warmUp }: Load): number {
  const run = new LocalRun(createInvoiceTopology());
  let milliseconds = 0;
  let updates = 0;
  for (let first = 0; first < records; first += batchRecords) {
    const batch: StreamRecord<string, Invoice>[] = [];
    for (let nth = first; nth < Math.min(first + batchRecords, records); nth += 1) batch.push(invoiceAt(nth));
    const startedAt = performance.now();
    const totals = new LiveTotalsChanges();
    const customers = new CustomerTotalsChanges();
    for (const record of batch) {
      const outputs = run.process(invoiceTopic, record);
      updates += outputs.length;
      // Customers are summed there.
      for (const output of outputs) if (!totals.collect(output)) customers.collect(output);
    }
    totals.totals();
    totals.windows();
    customers.customers();
    run.drainChanges();
    if (first >= warmUp) milliseconds += performance.now() - startedAt;
  }
  if (updates < records) throw new Error(`${updates} updates came of ${records} records.`);
  const counted = records - Math.ceil(warmUp / batchRecords) * batchRecords;
  return (counted / milliseconds) * 1_000;
}
