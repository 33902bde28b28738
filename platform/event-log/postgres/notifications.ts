import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';

/** Hints that something new is there; a hint can get lost, so whoever takes them also looks from time to time. */
export interface Notifications {
  /** Calls back for each notification of a channel and, after the connection was lost, once to look for oneself. */
  subscribe(channel: Channel, listener: (payload: string | undefined) => void): () => void;
  close(): Promise<void>;
}

export type Channel = 'event_log' | 'event_log_group';

const channels: readonly Channel[] = ['event_log', 'event_log_group'];
const reconnectAfterMs = 500;

/** Listens on a connection of its own and makes it anew when it was lost. */
export function openNotifications(url: string): Notifications {
  const listeners = new Map<Channel, Set<(payload: string | undefined) => void>>(
    channels.map((channel) => [channel, new Set()]),
  );
  const tell = (channel: string, payload: string | undefined) => {
    for (const listener of listeners.get(channel as Channel) ?? []) listener(payload);
  };
  const closing = new AbortController();
  const listening = keepListening(url, tell, closing.signal);
  return {
    subscribe: (channel, listener) => {
      listeners.get(channel)?.add(listener);
      return () => listeners.get(channel)?.delete(listener);
    },
    close: async () => {
      closing.abort();
      await listening;
    },
  };
}

async function keepListening(
  url: string,
  tell: (channel: string, payload: string | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(url, tell, signal);
    await delay(reconnectAfterMs, undefined, { signal }).catch(() => {});
  }
}

/** Ends when the connection does. The driver's own `listen` gives up for good when the server is not back at once. */
async function listenOnce(
  url: string,
  tell: (channel: string, payload: string | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  const lost = Promise.withResolvers<void>();
  const stop = () => lost.resolve();
  signal.addEventListener('abort', stop);
  const options = {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    connection: { application_name: 'event-log-notifications' },
    onnotice: () => {},
    onclose: stop,
    // Not in the driver's types, yet what its own `listen` is made with.
    onnotify: tell,
  };
  const sql = postgres(url, options);
  try {
    for (const channel of channels) await sql`listen ${sql(channel)}`;
    for (const channel of channels) tell(channel, undefined);
    await lost.promise;
  } catch {
    // The server is away; the caller tries again.
  } finally {
    signal.removeEventListener('abort', stop);
    await sql.end({ timeout: 1 }).catch(() => {});
  }
}
