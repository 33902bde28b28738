import type { Sql } from 'postgres';
import type { Bell } from '#platform/waiting/bell.ts';
import { KeyedFeed } from '../feeds/keyed-feed.ts';
import { NewestFeed } from '../feeds/newest-feed.ts';
import { ReceivedFeed } from '../feeds/received-feed.ts';
import {
  type Counted,
  loadCustomerTotals,
  loadCustomerTotalsByKey,
  loadLiveTotals,
} from '../reading/load-live.ts';
import { createChangedCustomers } from '../received/changed-customers.ts';
import { checkPositions, loadPositions, loadReceived, PositionError } from '../received/load-received.ts';
import type { Positions } from '../received/positions.ts';
import type { CustomerTotal, CustomerTotals, LiveTotals, ReceivedInvoice } from './generated/types.ts';
import { filterEvents, mapEvents } from './map-events.ts';
import { toCustomerTotal, toCustomerTotals, toLiveTotals, toReceivedInvoice } from './to-api.ts';

/** A figure that can be read once and followed. */
interface Live<Value> {
  read(): Promise<Value>;
  /** The value now, then its changes, the newest above all. */
  follow(): AsyncIterableIterator<Value>;
}

/** What the subgraph's resolvers read. It is the same in every process, whichever partitions it works on. */
export interface LiveStatistics {
  liveTotals(counted: Counted): Live<LiveTotals>;
  customerTotals(which: Counted & { first: number; currency: string | null }): Live<CustomerTotals>;
  customerTotal(customerKey: string, counted: Counted): Live<CustomerTotal>;
  /**
   * Each invoice after a position, or each new one without.
   *
   * @throws {PositionError}
   */
  followReceived(
    which: Counted & { after?: Positions | undefined },
  ): Promise<AsyncIterableIterator<ReceivedInvoice>>;
}

export interface LiveStatisticsOptions {
  readonly sql: Sql;
  /** Rung when there may be something new in the tables. */
  readonly changes: Bell;
  /** Whether invoices are kept for those who follow them; true when absent. */
  readonly keepsReceived?: boolean;
  /** The seller's time zone, which dates an invoice whose message has no date. */
  readonly timeZone: string;
  /** Told of failures to read while somebody follows; they are tried again. */
  readonly onError: (error: unknown) => void;
}

/** The least time between two values of one figure: at most ten a second. */
const intervalMs = 100;
/** Up to which that time grows while loads are slow: people then see fewer steps, and the newest value within a second. */
const maxIntervalMs = 500;
/** How often to look without a hint. */
const pollMs = 500;
/** How often those who follow single customers cause a look at what has changed, at most: their sum has no such limit. */
const turnMs = 25;
/** How often all customers that are followed are read, whatever has changed. */
const reloadMs = 10_000;
const windowInvoices = 5_000;

/** Reads what is live from the tables, once for all who follow the same. */
export function createLiveStatistics(options: LiveStatisticsOptions): LiveStatistics {
  const { sql, changes, onError, timeZone, keepsReceived = true } = options;
  const feeds = new Map<string, Pick<NewestFeed<object>, 'follow'>>();

  /** @param name the same for who may share a feed */
  function createLive<Value extends object>(
    name: string,
    read: () => Promise<Value>,
    isMoving: (value: Value) => boolean = () => false,
  ): Live<Value> {
    const createFeed = () =>
      new NewestFeed({
        load: read,
        toText: toComparedText,
        isMoving,
        changes,
        intervalMs,
        maxIntervalMs,
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

  async function readCustomers(keys: readonly string[], counted: Counted): Promise<CustomerTotal[]> {
    const totals = await loadCustomerTotalsByKey(sql, keys, counted);
    return totals.map((total, nth) => toCustomerTotal(total, keys[nth] ?? ''));
  }
  /** A feed reads while somebody follows, so one that nobody wants costs nothing. */
  const createCustomerFeed = (includeSimulated: boolean) =>
    new KeyedFeed({
      load: (keys) => readCustomers(keys, { includeSimulated }),
      findChanged: createChangedCustomers(sql),
      toText: toComparedText,
      changes,
      intervalMs,
      turnMs,
      maxTurnMs: maxIntervalMs,
      pollMs,
      reloadMs,
      onError,
    });
  const customers = { real: createCustomerFeed(false), all: createCustomerFeed(true) };
  const received = new ReceivedFeed({
    loadPositions: () => loadPositions(sql),
    loadReceived: (after) => loadReceived(sql, after),
    changes,
    pollMs,
    windowInvoices,
    onError,
  });

  return {
    liveTotals: ({ includeSimulated }) =>
      createLive(
        `live totals ${includeSimulated}`,
        async () => toLiveTotals(await loadLiveTotals(sql, { includeSimulated, nowMs: Date.now() })),
        ({ invoicesPerSecond }) => invoicesPerSecond > 0,
      ),
    customerTotals: (which) =>
      createLive(`totals ${JSON.stringify(which)}`, async () =>
        toCustomerTotals(await loadCustomerTotals(sql, which)),
      ),
    customerTotal: (customerKey, counted) => ({
      read: async () => {
        const [total] = await readCustomers([customerKey], counted);
        if (total === undefined) throw new TypeError('A customer was asked for, and nothing was given.');
        return total;
      },
      follow: () => (counted.includeSimulated ? customers.all : customers.real).follow(customerKey),
    }),
    followReceived: async ({ after, includeSimulated }) => {
      if (!keepsReceived)
        throw new PositionError(
          'POSITION_EXPIRED',
          'Received invoices are not kept here. Follow the totals.',
        );
      if (after !== undefined) await checkPositions(sql, after);
      const events = received.follow(after ?? (await loadPositions(sql)));
      const wanted = filterEvents(events, ({ invoice }) => includeSimulated || !invoice.isSimulated);
      return mapEvents(wanted, (event) => toReceivedInvoice(event, timeZone));
    },
  };
}

/** Position and time move on with every invoice; a figure that does not is no news. */
function toComparedText(value: object): string {
  return JSON.stringify({ ...value, cursor: undefined, takenAt: undefined });
}
