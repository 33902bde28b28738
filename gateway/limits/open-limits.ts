import type { Registry } from 'prom-client';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import { Counts } from './counting/counts.ts';
import { StoreHealth } from './counting/store-health.ts';
import { createLimitMetrics } from './limit-metrics.ts';
import { Limits } from './limits.ts';
import type { LimitsConfiguration } from './limits-configuration.ts';
import { followLimitRules } from './rules/follow-limit-rules.ts';
import type { LimitRules } from './rules/limit-rules.ts';
import { type CountStoreOptions, openCountStore } from './stores/open-count-store.ts';

export interface OpenLimitsOptions {
  readonly configuration: LimitsConfiguration;
  readonly workers: CountStoreOptions['workers'];
  readonly registry: Registry;
  readonly log: Log;
  /** Closes what is opened here, in reverse order. */
  readonly owner: Pick<Owner, 'own'>;
}

/**
 * Opens the limits of one process: their file, their store and their counts. Tables of the database are up to date before.
 *
 * @throws {ConfigurationError} if the file of the limits is wrong
 */
export async function openLimits(options: OpenLimitsOptions): Promise<Limits> {
  const { configuration, workers, registry, log, owner } = options;
  let current: LimitRules;
  const followed = await followLimitRules({
    file: configuration.file,
    log,
    onChange: (rules) => {
      current = rules;
      limits.replace(rules);
    },
  });
  owner.own('file of limits', () => followed.close());
  current = followed.rules;
  const store = await openCountStore({ addresses: configuration, workers, log, owner });
  const metrics = createLimitMetrics(registry);
  const health = new StoreHealth((isAway) => {
    metrics.storeChanged(isAway);
    const { whenAway } = current.store;
    if (isAway) log.warn({ whenAway }, 'the store of the limits does not answer in time');
    else log.info('the store of the limits answers again');
  });
  const counts = new Counts({ store, health, rules: () => current.store });
  owner.own('counts of limits', () => counts.close());
  const limits = new Limits(followed.rules, counts, metrics);
  await counts.join(followed.rules.store.waitMs);
  return limits;
}
