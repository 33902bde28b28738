import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewRecord } from '#platform/event-log/event-log.ts';
import { openPostgresEventLog } from '#platform/event-log/postgres/postgres-event-log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { toFacturationRecord } from '#schema/facturation/event.ts';
import { FACTURATION } from '#schema/facturation/message.ts';
import type { Case } from '../case.ts';
import type { Place } from '../place.ts';

const customerName = 'Customer Of Many Keys';
/** One customer as another producer, another partitioner or a topic with more partitions keys it. */
const keys = [customerName, 'b', 'c', 'd'];
const countedWithinMs = 90_000;

interface Totals {
  readonly customerTotal: { readonly totals: readonly object[] };
  readonly customerTotals: { readonly ranks: readonly object[] };
}

export const customerInSeveralPartitions: Case = {
  name: 'a customer whose invoices are in several partitions has one total and one rank',
  async run({ system, ask }) {
    await append(system.environment);
    const { customerTotal, customerTotals } = await waitFor(
      'the statistics to count the invoices',
      async () => {
        const { data, errors } = await ask<Totals>(
          `query($name: String!) {
            customerTotal(customerName: $name) { totals { count total { amount currency } } }
            customerTotals(currency: "NZD") { ranks { rank customerName count total { amount } } } }`,
          { name: customerName },
        );
        assert.deepEqual(errors, []);
        return countAll(data.customerTotal.totals) === keys.length && data;
      },
      countedWithinMs,
    );
    assert.deepEqual(customerTotal.totals, [{ count: 4, total: { amount: '40.00', currency: 'NZD' } }]);
    assert.deepEqual(customerTotals.ranks, [{ rank: 1, customerName, count: 4, total: { amount: '40.00' } }]);
  },
};

/** All invoices, in however many totals they stand. */
function countAll(totals: readonly object[]): number {
  return totals.reduce((sum, total) => sum + ('count' in total ? Number(total.count) : 0), 0);
}

async function append(environment: Place['system']['environment']): Promise<void> {
  const secrets = JSON.parse(await readFile(join(environment['DATA_DIR'] ?? '', 'secrets.json'), 'utf8')) as {
    readonly event_log: string;
  };
  const log = await openPostgresEventLog({
    url: `postgres://event_log:${secrets.event_log}@127.0.0.1:${environment['DATABASE_PORT']}/postgres`,
    name: 'cases',
  });
  try {
    await log.append(FACTURATION, keys.map(toRecord));
  } finally {
    await log.close();
  }
}

function toRecord(key: string, nth: number): NewRecord {
  const message = {
    invoiceNumber: `KEYS-${nth}`,
    customerName,
    amountMinor: 1_000n,
    currency: 'NZD',
    issuedAt: new Date().toISOString(),
  };
  return { ...toFacturationRecord(message, { id: randomUUID(), source: '/cases' }), key };
}
