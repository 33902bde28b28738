import { setTimeout as delay } from 'node:timers/promises';
import { createWebSocketClient } from '#platform/testing/websocket-client.ts';
import { formatPositions } from '../figures/received/positions.ts';

/** A client that follows all invoices, and goes on after its last cursor when its process is killed. */
export interface Follower {
  /** The numbers of all it received. */
  readonly received: readonly string[];
  /** Ends it and gives what it received; rejects if it was refused. */
  end(): Promise<readonly string[]>;
}

interface Answer {
  readonly invoiceReceived: { readonly cursor: string; readonly invoiceNumber: string };
}

const query = 'subscription ($after: Cursor) { invoiceReceived(after: $after) { cursor invoiceNumber } }';

/** @param options.urlOfNext the process to go to, asked each time */
export function followFromProcessToProcess(options: { token: string; urlOfNext: () => string }): Follower {
  const received: string[] = [];
  let cursor = formatPositions([]);
  let isEnding = false;
  let endOne = () => {};

  async function followOne(): Promise<void> {
    const client = createWebSocketClient(options.urlOfNext(), {
      connectionParams: { authorization: `Bearer ${options.token}` },
    });
    const events = client.iterate<Answer>({ query, variables: { after: cursor } });
    endOne = () => void events.return?.();
    for await (const { data, errors } of events) {
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      if (data == null) continue;
      received.push(data.invoiceReceived.invoiceNumber);
      cursor = data.invoiceReceived.cursor;
    }
  }

  const following = (async () => {
    while (!isEnding) {
      // A socket that broke is why it comes back; an error of the API is for the test to know.
      await followOne().catch((error: unknown) => {
        if (Array.isArray(error) || error instanceof Error) throw error;
      });
      await delay(20);
    }
  })();
  return {
    received,
    end: async () => {
      isEnding = true;
      endOne();
      await following;
      return received;
    },
  };
}
