import type { Sql } from 'postgres';
import { retryWhileFollowed } from '#platform/database/retry-while-followed.ts';
import { filterEvents, mapEvents } from '#platform/graphql/map-events.ts';
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
    which: Counted & { after?: Positions | undefined; signal: AbortSignal },
  ): Promise<AsyncIterableIterator<ReceivedInvoice>>;
}

const windowInvoices = 5_000;

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

/** Loads the position after which invoices are followed. A database that is away is waited for here; later, by the feed. */
function loadStart(sql: Sql, after: Positions | undefined, signal: AbortSignal): Promise<Positions> {
  return retryWhileFollowed(async () => {
    if (after === undefined) return loadPositions(sql);
    await checkPositions(sql, after);
    return after;
  }, signal);
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
