import { isUuid } from '#platform/database/uuid.ts';
import { KeyedFeed } from '../../feeds/keyed-feed.ts';
import type { CustomerTotal, CustomerTotals } from '../../subgraph/generated/types.ts';
import type { Counted } from '../counted.ts';
import { feedTimes, type Live, type LiveParts, toComparedText } from '../live.ts';
import { formatPositions } from '../received/positions.ts';
import { toCurrencyTotal } from '../to-currency-total.ts';
import { createChangedCustomers } from './changed-customers.ts';
import {
  loadCustomerTotals,
  loadCustomerTotalsByKey,
  type StoredCustomerTotals,
} from './load-customer-totals.ts';

export interface CustomerTotalsApi {
  customerTotals(which: Counted & { first: number; currency: string | null }): Live<CustomerTotals>;
  customerTotal(customerKey: string, counted: Counted): Live<CustomerTotal>;
}

/** The shortest time between two searches for changes of single customers; their sum has no such limit. */
const turnMs = 25;
/** The time between two loads of all customers that are followed, changed or not. */
const reloadMs = 10_000;

export function createCustomerTotalsApi({ sql, changes, feeds, onError }: LiveParts): CustomerTotalsApi {
  async function read(keys: readonly string[], counted: Counted): Promise<CustomerTotal[]> {
    const totals = await loadCustomerTotalsByKey(sql, keys, counted);
    return totals.map((total, nth) => toCustomerTotal(total, keys[nth] ?? ''));
  }
  /** A feed reads while somebody follows, so an unused one costs nothing. */
  const createFeed = (includeSimulated: boolean) =>
    new KeyedFeed({
      ...feedTimes,
      load: (keys) => read(keys, { includeSimulated }),
      findChanged: createChangedCustomers(sql),
      toText: toComparedText,
      changes,
      turnMs,
      maxTurnMs: feedTimes.maxIntervalMs,
      reloadMs,
      onError,
    });
  const single = { real: createFeed(false), all: createFeed(true) };

  return {
    customerTotals: (which) =>
      feeds.toLive(`totals ${JSON.stringify(which)}`, async () =>
        toCustomerTotals(await loadCustomerTotals(sql, which)),
      ),
    customerTotal: (customerKey, counted) => ({
      read: async () => {
        const [total] = await read([customerKey], counted);
        if (total === undefined) throw new TypeError('The total of a customer was not loaded.');
        return total;
      },
      follow: () => (counted.includeSimulated ? single.all : single.real).follow(customerKey),
    }),
  };
}

/** The largest customers as the API shows them. */
function toCustomerTotals({ positions, customers }: StoredCustomerTotals): CustomerTotals {
  let rank = 0;
  let currency = '';
  const ranks = customers.map((row) => {
    rank = row.currency === currency ? rank + 1 : 1;
    currency = row.currency;
    const { customerKey, customerName } = row;
    return { rank, customer: toCustomer(customerKey), customerName, ...toCurrencyTotal(row) };
  });
  return { cursor: formatPositions(positions), ranks };
}

/** One customer's totals as the API shows them. */
function toCustomerTotal({ positions, customers }: StoredCustomerTotals, customerKey: string): CustomerTotal {
  const [latest] = customers.toSorted((left, right) => right.namedAtMs - left.namedAtMs);
  return {
    cursor: formatPositions(positions),
    customer: toCustomer(customerKey),
    customerName: latest?.customerName ?? null,
    totals: customers.map(toCurrencyTotal),
  };
}

/** A customer's key is its id or, without one, its name. */
function toCustomer(customerKey: string): { id: string } | null {
  return isUuid(customerKey) ? { id: customerKey } : null;
}
