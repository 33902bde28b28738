import { Gauge, type Registry } from 'prom-client';
import { settlesWithin } from '#platform/waiting/within.ts';
import type { AuditTrailVerificationModel } from '../models.ts';

const loadWithinMs = 1_000;

type State = AuditTrailVerificationModel | undefined;

/**
 * Adds the figures of the verification. They are absent before its first step, and while the database is away.
 *
 * @param loadState called when figures are asked for
 */
export function addVerificationMetrics(registry: Registry, loadState: () => Promise<State>): void {
  const add = (
    name: string,
    help: string,
    read: (state: AuditTrailVerificationModel) => number | undefined,
  ) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.remove();
        const loaded = loadState().catch((): State => undefined);
        if (!(await settlesWithin(loaded, loadWithinMs))) return;
        const state = await loaded;
        const value = state && read(state);
        if (value !== undefined) this.set(value);
      },
    });
  add(
    'audit_trail_broken',
    '1 if an entry of the audit trail does not hold, otherwise 0.',
    ({ brokenNumber }) => (brokenNumber === null ? 0 : 1),
  );
  add(
    'audit_trail_verified_entries',
    'The number of the last entry of the audit trail that the present pass has verified.',
    ({ throughNumber }) => Number(throughNumber),
  );
  add(
    'audit_trail_whole_timestamp_seconds',
    'The time when the audit trail was last found whole from its beginning to its end.',
    ({ wholeAt }) => (wholeAt === null ? undefined : wholeAt.getTime() / 1_000),
  );
}
