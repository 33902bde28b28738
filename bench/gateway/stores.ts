import { startRedisServer } from '#platform/testing/redis-server.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';

/** Servers in which gateways count; each starts when a row first needs it. */
export interface Stores extends AsyncDisposable {
  redisUrl(): Promise<string>;
  databaseUrl(): Promise<string>;
}

/** Prepares them; none runs yet. */
export function createStores(): Stores {
  const started = new AsyncDisposableStack();
  const once = <Value>(start: () => Promise<Value>) => {
    let value: Promise<Value> | undefined;
    return () => {
      value ??= start();
      return value;
    };
  };
  return {
    redisUrl: once(async () => {
      const server = await startRedisServer();
      started.defer(() => server.stop());
      return server.url;
    }),
    databaseUrl: once(async () => {
      const database = await createTestDatabase('gateway');
      started.defer(() => database.close());
      return database.urlOf('gateway');
    }),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
