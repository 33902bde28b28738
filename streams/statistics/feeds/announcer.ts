import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { listenToNotifications } from '#platform/database/notifications.ts';
import type { Bell } from '#platform/waiting/bell.ts';

/** Tells the processes that serve subscribers that this one has stored something, and hears the same from the others. */
export interface Announcer {
  /** Rings here at once, and in the other processes soon after. */
  announce(): void;
  close(): Promise<void>;
}

const channel = 'statistics_received';

/**
 * Notifies outside the transaction that stores, because PostgreSQL commits transactions that notify one at a time only.
 * Readers find a change whose notification got lost by polling.
 *
 * @param url of the database, for the connection that listens
 */
export function createAnnouncer(options: { sql: Sql; url: string; changes: Bell }): Announcer {
  const { sql, changes } = options;
  const self = randomUUID();
  let waiting = false;
  let sending: Promise<void> | undefined;

  async function send(): Promise<void> {
    while (waiting) {
      waiting = false;
      await sql`select pg_notify(${channel}, ${self})`.catch(() => {});
    }
    sending = undefined;
  }

  const notifications = listenToNotifications({
    url: options.url,
    name: 'statistics-notifications',
    channels: [channel],
    onNotification: (_channel, payload) => {
      if (payload !== self) changes.ring();
    },
  });
  return {
    announce: () => {
      changes.ring();
      waiting = true;
      sending ??= send();
    },
    close: async () => {
      await sending;
      await notifications.close();
    },
  };
}
