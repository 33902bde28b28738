import type { Registry } from 'prom-client';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import type { RecordUsage } from './count-operations.ts';
import { createUsageMetrics } from './usage-metrics.ts';
import { UsageReporter } from './usage-reporter.ts';

export interface UsageParts {
  /** The address that takes reports, the key to it, and the graph that is reported on. */
  readonly access: { readonly url: string; readonly key: string; readonly graphRef: string };
  readonly log: Log;
  readonly registry: Registry;
  readonly owner: Pick<Owner, 'own'>;
  /** Sends requests. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

/** Starts to report; the owner stops it once all operations have ended. */
export function openUsage({ access, log, registry, owner, fetch: send }: UsageParts): RecordUsage {
  const reporter = new UsageReporter({ ...access, log, metrics: createUsageMetrics(registry), fetch: send });
  owner.own('usage reports', () => reporter.close());
  return (operation) => reporter.record(operation);
}
