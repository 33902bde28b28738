import type { Sql } from 'postgres';
import { isTransient } from '#platform/database/is-transient.ts';
import { filterEvents, mapEvents } from '#platform/graphql/map-events.ts';
import { retry } from '#platform/waiting/retry.ts';
import { toDay } from '#schema/calendar/day.ts';
import { toMoneyObject } from '#schema/money.ts';
import type { ReceivedInvoice } from '../../subgraph/generated/types.ts';
import type { Counted } from '../counted.ts';
import { feedTimes, type LiveParts } from '../live.ts';
import { checkPositions, loadPositions, loadReceived, PositionError } from './load-received.ts';
import { formatPositions, type Positions } from './positions.ts';
import { ReceivedFeed } from './received-feed.ts';
import type { ReceivedEvent } from './received-follower.ts';

export interface ReceivedApi {
  /**
   * Follows each invoice after a position, or each new one without a position.
   *
   * @param which.signal ends the wait for a database that is away
   * @throws {PositionError}
   */
  followReceived(
    which: Counted & { after?: Positions | undefined; signal?: AbortSignal | undefined },
  ): Promise<AsyncIterableIterator<ReceivedInvoice>>;
}

const windowInvoices = 5_000;

/** The waits for a database that is away when somebody begins to follow; later, the feed waits by itself. */
const startAfterMs = [100, 250, 500, 1_000, 2_000, 4_000, 8_000] as const;

export function createReceivedApi(parts: LiveParts): ReceivedApi {
  const { sql, changes, keepsReceived, timeZone, onError } = parts;
  const received = new ReceivedFeed({
    loadPositions: () => loadPositions(sql),
    loadReceived: (after) => loadReceived(sql, after),
    changes,
    pollMs: feedTimes.pollMs,
    windowInvoices,
    onError,
  });
  return {
    followReceived: async ({ after, includeSimulated, signal }) => {
      if (!keepsReceived)
        throw new PositionError(
          'POSITION_EXPIRED',
          'Received invoices are not kept here. Follow the totals.',
        );
      const events = received.follow(await loadStart(sql, after, signal));
      const wanted = filterEvents(events, ({ invoice }) => includeSimulated || !invoice.isSimulated);
      return mapEvents(wanted, (event) => toReceivedInvoice(event, timeZone));
    },
  };
}

/** Loads the position after which invoices are followed. */
function loadStart(
  sql: Sql,
  after: Positions | undefined,
  signal: AbortSignal | undefined,
): Promise<Positions> {
  const load = async () => {
    if (after === undefined) return loadPositions(sql);
    await checkPositions(sql, after);
    return after;
  };
  return retry(load, { waitsMs: startAfterMs, isTransient, signal });
}

/**
 * A received invoice as the API shows it.
 *
 * @param timeZone the seller's, which dates an invoice whose message has no date
 */
function toReceivedInvoice({ invoice, positions }: ReceivedEvent, timeZone: string): ReceivedInvoice {
  const { invoiceNumber, customerName, customerId, issueDate, isSimulated } = invoice;
  const issuedAt = new Date(invoice.issuedAtMs);
  return {
    cursor: formatPositions(positions),
    invoiceNumber,
    customerName,
    amount: toMoneyObject(invoice),
    issuedAt: issuedAt.toISOString(),
    issueDate: issueDate ?? toDay(issuedAt, timeZone),
    simulated: isSimulated,
    invoice: { number: invoiceNumber },
    customer: customerId === null ? null : { id: customerId },
  };
}
