import { type Sweeper, startSweeper } from '#platform/database/sweeper.ts';
import type { RegistryParts } from '../registry-parts.ts';

const everyMs = 5_000;

/** Starts to delete instances whose lease is over; gateways are not given them from that instant on. */
export function startInstanceSweeper({ instances, log }: Pick<RegistryParts, 'instances' | 'log'>): Sweeper {
  return startSweeper({ what: 'instances', log, everyMs, deleteSome: () => instances.deleteExpired() });
}
