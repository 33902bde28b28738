import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { FindSharedCount } from '#platform/process/shared-count.ts';
import type { CountStore } from '../counting/count-store.ts';
import type { StoreAddresses } from '../limits-configuration.ts';
import { ProcessCountStore } from './process-count-store.ts';

export interface CountStoreOptions {
  readonly addresses: StoreAddresses;
  /** The workers of this gateway, which count together if no address is given. */
  readonly workers: { readonly count: number; readonly findCount: FindSharedCount };
  readonly log: Log;
  readonly owner: Pick<Owner, 'own'>;
}

/** Opens the store of the counts: Redis if its address is given, or else the database, or else the memory of this gateway. */
export async function openCountStore(options: CountStoreOptions): Promise<CountStore> {
  const { addresses, workers, log, owner } = options;
  const { redisUrl, databaseUrl } = addresses;
  const own = <Store extends CountStore & { close(): unknown }>(store: Store): Store => {
    owner.own('store of limits', () => store.close());
    return store;
  };
  if (redisUrl !== undefined) {
    const { RedisCountStore } = await import('./redis-count-store.ts');
    return own(new RedisCountStore(redisUrl, log));
  }
  if (databaseUrl !== undefined) {
    const { PostgresCountStore } = await import('./postgres-count-store.ts');
    return own(new PostgresCountStore(databaseUrl, log));
  }
  return own(new ProcessCountStore(workers.count, workers.findCount('limits')));
}
