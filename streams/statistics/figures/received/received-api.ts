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
   * @throws {PositionError}
   */
  followReceived(
    which: Counted & { after?: Positions | undefined },
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
