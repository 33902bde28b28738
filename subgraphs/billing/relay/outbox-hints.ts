import { listenToNotifications, type Notifications } from '#platform/database/notifications.ts';

/** Calls back when messages were committed to the outbox, and whenever listening began anew, as hints got lost before. */
export function listenToOutbox(url: string, onHint: () => void): Notifications {
  return listenToNotifications({
    url,
    name: 'billing-relay-hints',
    channels: ['billing_outbox'],
    onNotification: onHint,
  });
}
