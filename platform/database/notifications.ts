import { pause } from '#platform/waiting/pause.ts';
import { openSql } from './open-sql.ts';

export interface NotificationOptions<Channel extends string> {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  readonly channels: readonly Channel[];
  /**
   * Told of each notification, and of each channel without a payload whenever listening began (anew): what came before is
   * unknown then, and is to be looked for.
   */
  readonly onNotification: (channel: Channel, payload: string | undefined) => void;
}

/** Notifications that come while a connection listens. */
export interface Notifications {
  close(): Promise<void>;
}

const reconnectAfterMs = 500;

/**
 * Listens to channels of PostgreSQL (LISTEN) on a connection of its own, made again for as long as the server is away.
 * A notification is a hint and can get lost, so whoever takes it also looks from time to time.
 *
 * postgres.js's own `listen` gives up for good when the server is not back at once.
 */
export function listenToNotifications<Channel extends string>(
  options: NotificationOptions<Channel>,
): Notifications {
  const closing = new AbortController();
  const listening = keepListening(options, closing.signal);
  return {
    close: async () => {
      closing.abort();
      await listening;
    },
  };
}

async function keepListening<Channel extends string>(
  options: NotificationOptions<Channel>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(options, signal);
    await pause(reconnectAfterMs, signal);
  }
}

/** Ends when the connection does. */
async function listenOnce<Channel extends string>(
  { url, name, channels, onNotification }: NotificationOptions<Channel>,
  signal: AbortSignal,
): Promise<void> {
  const lost = Promise.withResolvers<void>();
  const end = () => lost.resolve();
  signal.addEventListener('abort', end);
  const driverOptions = {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    connection: { application_name: name },
    onnotice: () => {},
    onclose: end,
    // Not among the driver's documented options, yet what its own `listen` is made with.
    onnotify: onNotification,
  };
  const sql = openSql(url, driverOptions);
  try {
    for (const channel of channels) await sql`listen ${sql(channel as string)}`;
    for (const channel of channels) onNotification(channel, undefined);
    await lost.promise;
  } catch {
    // The server is away; the caller tries again.
  } finally {
    signal.removeEventListener('abort', end);
    await sql.end({ timeout: 1 }).catch(() => {});
  }
}
