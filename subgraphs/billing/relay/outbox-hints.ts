import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';

const reconnectAfterMs = 1_000;

/** Hints that come while a connection listens. */
export interface OutboxHints {
  close(): Promise<void>;
}

/**
 * Calls back when messages were committed to the outbox, and whenever listening began anew, as hints got lost before.
 *
 * It has a connection of its own, made again for as long as the server is away: postgres.js's own `listen` gives up
 * when the server is not back at once.
 */
export function listenToOutbox(url: string, onHint: () => void): OutboxHints {
  const closing = new AbortController();
  const { signal } = closing;
  async function listen(): Promise<void> {
    while (!signal.aborted) {
      await listenOnce(url, onHint, signal);
      await delay(reconnectAfterMs, undefined, { signal }).catch(() => {});
    }
  }
  const listening = listen();
  return {
    async close() {
      closing.abort();
      await listening;
    },
  };
}

/** Ends when the connection does. */
async function listenOnce(url: string, onHint: () => void, signal: AbortSignal): Promise<void> {
  const lost = Promise.withResolvers<void>();
  const end = () => lost.resolve();
  signal.addEventListener('abort', end);
  const options = {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    connection: { application_name: 'billing-relay-hints' },
    onnotice: () => {},
    onclose: end,
    // Not among the driver's documented options, but what its own `listen` is made with.
    onnotify: onHint,
  };
  const sql = postgres(url, options);
  try {
    await sql`listen billing_outbox`;
    onHint();
    await lost.promise;
  } catch {
    // The server is away. Looking from time to time goes on without hints.
  } finally {
    signal.removeEventListener('abort', end);
    await sql.end({ timeout: 1 });
  }
}
