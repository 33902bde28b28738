import { listenToNotifications, type Notifications } from '#platform/database/notifications.ts';

/** Calls back after messages were committed to the outbox, and after each reconnection, as hints may have been lost. */
export function listenToOutbox(url: string, onHint: () => void): Notifications {
  return listenToNotifications({
    url,
    name: 'billing-relay-hints',
    channels: ['billing_outbox'],
    onNotification: onHint,
  });
}
