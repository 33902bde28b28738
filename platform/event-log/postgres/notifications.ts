import { listenToNotifications } from '#platform/database/notifications.ts';

/** Hints that something new is there; a hint can get lost, so whoever takes them also looks from time to time. */
export interface LogNotifications {
  /** Calls back for each notification of a channel and, after the connection was lost, once to look for oneself. */
  subscribe(channel: Channel, listener: Listener): () => void;
  close(): Promise<void>;
}

type Listener = (payload: string | undefined) => void;
type Channel = 'event_log' | 'event_log_group';

/** Listens for all subscriptions of a log. */
export function openNotifications(url: string): LogNotifications {
  const listeners: Record<Channel, Set<Listener>> = { event_log: new Set(), event_log_group: new Set() };
  const { close } = listenToNotifications({
    url,
    name: 'event-log-notifications',
    channels: ['event_log', 'event_log_group'],
    onNotification: (channel, payload) => {
      for (const listener of listeners[channel]) listener(payload);
    },
  });
  return {
    subscribe: (channel, listener) => {
      listeners[channel].add(listener);
      return () => listeners[channel].delete(listener);
    },
    close,
  };
}
