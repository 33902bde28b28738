import { createWebSocketClient } from '#platform/testing/websocket-client.ts';
import type { Operation } from './operation.ts';

/** The errors of a server. */
export type Errors = readonly {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}[];

/** Tries subscriptions as one caller. */
export interface Subscriber {
  /** The errors of a subscription, or of its first event; empty if there are none. */
  firstErrors(operation: Operation): Promise<Errors>;
  close(): Promise<void>;
}

/** @param url the GraphQL address over HTTP; WebSockets are taken there too */
export function createSubscriber(url: string, token: string | undefined): Subscriber {
  const client = createWebSocketClient(url.replace(/^http/, 'ws'), {
    connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  return {
    async firstErrors({ query, variables }) {
      const events = client.iterate({ query, variables: { ...variables } });
      try {
        const { value, done } = await events.next();
        return done === true ? [{ message: 'ended without an event' }] : (value.errors ?? []);
      } catch (error) {
        // A subscription that is refused: its errors, which are plain objects here.
        if (Array.isArray(error)) return error as Errors;
        throw error;
      } finally {
        await events.return?.();
      }
    },
    close: async () => {
      await client.dispose();
    },
  };
}
