import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { parseMoney } from '#schema/money.ts';
import type { Total } from './announced.ts';

/** An invoice as a follower received it. */
export interface Seen {
  readonly number: string;
  readonly customer: string;
  readonly currency: string;
  readonly minor: bigint;
}

/** A client of the gateway that began with a snapshot and follows every invoice after it. */
export interface Follower {
  readonly name: string;
  /** The counts of the snapshot, by currency. */
  readonly snapshot: ReadonlyMap<string, Total>;
  /** In the order of receipt. */
  readonly seen: readonly Seen[];
  /** The number of its connections. */
  readonly connections: number;
  /** Why its subscription ended, which it should not. */
  readonly failures: readonly string[];
  close(): Promise<void>;
}

interface Money {
  readonly amount: string;
  readonly currency: string;
}

interface Snapshot {
  readonly liveTotals?: {
    readonly cursor: string;
    readonly allTime: readonly { readonly count: number; readonly total: Money }[];
  };
}

interface Received {
  readonly invoiceReceived: {
    readonly cursor: string;
    readonly invoiceNumber: string;
    readonly customer: { readonly id: string };
    readonly amount: Money;
  };
}

const query = `subscription Follow($after: Cursor) {
  invoiceReceived(after: $after) { cursor invoiceNumber customer { id } amount { amount currency } }
}`;
const snapshotWithinMs = 60_000;
const mostRetryMs = 300;

/**
 * Takes a snapshot and follows the invoices after its cursor with the stock client of graphql-ws, which connects and
 * subscribes again by itself whenever its connection breaks: each time after the last cursor it saw.
 */
export async function startFollower(options: {
  readonly name: string;
  /** The gateway's GraphQL address. */
  readonly url: string;
  readonly token: string;
}): Promise<Follower> {
  const { name, url, token } = options;
  const { cursor, totals } = await takeSnapshot(url, token);
  let last = cursor;
  let connections = 0;
  const seen: Seen[] = [];
  const failures: string[] = [];
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) =>
      new Promise((resolve) => setTimeout(resolve, Math.min(mostRetryMs, 20 * 2 ** retries))),
    on: {
      connected: () => {
        connections += 1;
      },
    },
  });
  const variables = {
    // The client writes its message anew each time it subscribes, and so reads this.
    get after() {
      return last;
    },
  };
  let isClosing = false;
  const end = (why: string) => {
    if (!isClosing) failures.push(why);
  };
  client.subscribe<Received>(
    { query, variables },
    {
      next: ({ data, errors }) => {
        if (data == null) return end(JSON.stringify(errors));
        const { invoiceReceived } = data;
        last = invoiceReceived.cursor;
        seen.push({
          number: invoiceReceived.invoiceNumber,
          customer: invoiceReceived.customer.id,
          currency: invoiceReceived.amount.currency,
          minor: toMinor(invoiceReceived.amount),
        });
      },
      error: (error) => end(error instanceof Error ? error.message : JSON.stringify(error)),
      complete: () => end('completed'),
    },
  );
  return {
    name,
    snapshot: totals,
    seen,
    get connections() {
      return connections;
    },
    failures,
    close: async () => {
      isClosing = true;
      await client.dispose();
    },
  };
}

/** Asks again for as long as somebody on the way is away. */
async function takeSnapshot(
  url: string,
  token: string,
): Promise<{ cursor: string; totals: Map<string, Total> }> {
  const send = createGraphqlClient(url, token);
  const { cursor, allTime } = await waitFor(
    'a snapshot',
    async () => {
      const answer = await send<Snapshot>(
        '{ liveTotals { cursor allTime { count total { amount currency } } } }',
      )
        // The gateway was killed.
        .catch(() => undefined);
      return answer?.data.liveTotals;
    },
    snapshotWithinMs,
  );
  const totals = allTime.map(
    ({ count, total }) => [total.currency, { count, minor: toMinor(total) }] as const,
  );
  return { cursor, totals: new Map(totals) };
}

function toMinor({ amount, currency }: Money): bigint {
  const money = parseMoney(amount, currency);
  if (money === undefined) throw new Error(`${amount} ${currency} is not an amount.`);
  return money.amountMinor;
}
