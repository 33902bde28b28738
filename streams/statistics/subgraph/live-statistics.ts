import type { Sql } from 'postgres';
import type { Bell } from '../feeds/bell.ts';
import { createKeyedFeed } from '../feeds/keyed-feed.ts';
import { createNewestFeed, type NewestFeed } from '../feeds/newest-feed.ts';
import { createReceivedFeed, type ReceivedEvent } from '../feeds/received-feed.ts';
import { loadCustomerTotals, loadCustomerTotalsByKey, loadLiveTotals } from '../reading/load-live.ts';
import { createChangedCustomers } from '../received/changed-customers.ts';
import { checkPositions, loadPositions, loadReceived, PositionError } from '../received/load-received.ts';
import type { Positions } from '../received/positions.ts';
import type { CustomerTotal, CustomerTotals, LiveTotals } from './generated/types.ts';
import { toCustomerTotal, toCustomerTotals, toLiveTotals } from './to-api.ts';

/** A figure that can be read once and followed. */
export interface Live<Value> {
  read(): Promise<Value>;
  /** The value now, then its changes, the newest above all. */
  follow(): AsyncIterableIterator<Value>;
}

/** What the subgraph's resolvers read. It is the same in every process, whichever partitions it works on. */
export interface LiveStatistics {
  readonly liveTotals: Live<LiveTotals>;
  customerTotals(which: { first: number; currency: string | null }): Live<CustomerTotals>;
  customerTotal(customerKey: string): Live<CustomerTotal>;
  /**
   * Each invoice after a position, or each new one without.
   *
   * @throws {PositionError}
   */
  followReceived(after?: Positions): Promise<AsyncIterableIterator<ReceivedEvent>>;
}

export interface LiveStatisticsOptions {
  readonly sql: Sql;
  /** Rung when there may be something new in the tables. */
  readonly changes: Bell;
  /** Whether invoices are kept for those who follow them; true when absent. */
  readonly keepsReceived?: boolean;
  /** Told of failures to read while somebody follows; they are tried again. */
  readonly onError: (error: unknown) => void;
}

/** The least time between two values of one figure: at most ten a second. */
const intervalMs = 100;
/** How often to look without a hint. */
const pollMs = 500;
/** How often those who follow single customers cause a look at what has changed, at most: their sum has no such limit. */
const turnMs = 25;
/** How often all customers that are followed are read, whatever has changed. */
const reloadMs = 10_000;
const windowInvoices = 5_000;

/** Reads what is live from the tables, once for all who follow the same. */
export function createLiveStatistics(options: LiveStatisticsOptions): LiveStatistics {
  const { sql, changes, onError, keepsReceived = true } = options;
  const feeds = new Map<string, NewestFeed<unknown>>();

  /** @param name the same for who may share a feed */
  function createLive<Value extends object>(
    name: string,
    read: () => Promise<Value>,
    isMoving: (value: Value) => boolean = () => false,
  ): Live<Value> {
    const createFeed = () =>
      createNewestFeed({
        load: read,
        toText: toComparedText,
        isMoving,
        changes,
        intervalMs,
        pollMs,
        onError,
        onIdle: () => feeds.delete(name),
      });
    return {
      read,
      follow: () => {
        const feed = (feeds.get(name) as NewestFeed<Value> | undefined) ?? createFeed();
        feeds.set(name, feed);
        return feed.follow();
      },
    };
  }

  const customers = createKeyedFeed({
    load: readCustomers,
    findChanged: createChangedCustomers(sql),
    toText: toComparedText,
    changes,
    intervalMs,
    turnMs,
    pollMs,
    reloadMs,
    onError,
  });
  async function readCustomers(keys: readonly string[]): Promise<CustomerTotal[]> {
    const totals = await loadCustomerTotalsByKey(sql, keys);
    return totals.map((total, nth) => toCustomerTotal(total, keys[nth] ?? ''));
  }
  const received = createReceivedFeed({
    loadPositions: () => loadPositions(sql),
    loadReceived: (after) => loadReceived(sql, after),
    changes,
    pollMs,
    windowInvoices,
    onError,
  });

  return {
    liveTotals: createLive(
      'live totals',
      async () => toLiveTotals(await loadLiveTotals(sql, Date.now())),
      ({ invoicesPerSecond }) => invoicesPerSecond > 0,
    ),
    customerTotals: (which) =>
      createLive(`totals ${JSON.stringify(which)}`, async () =>
        toCustomerTotals(await loadCustomerTotals(sql, which)),
      ),
    customerTotal: (customerKey) => ({
      read: async () => {
        const [total] = await readCustomers([customerKey]);
        if (total === undefined) throw new TypeError('A customer was asked for, and nothing was given.');
        return total;
      },
      follow: () => customers.follow(customerKey),
    }),
    followReceived: async (after) => {
      if (!keepsReceived)
        throw new PositionError(
          'POSITION_EXPIRED',
          'Received invoices are not kept here. Follow the totals.',
        );
      if (after === undefined) return received.follow(await loadPositions(sql));
      await checkPositions(sql, after);
      return received.follow(after);
    },
  };
}

/** Position and time move on with every invoice; a figure that does not is no news. */
function toComparedText(value: object): string {
  return JSON.stringify({ ...value, cursor: undefined, takenAt: undefined });
}
