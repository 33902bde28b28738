import { z } from 'zod';
import { integer } from '#platform/configuration/fields.ts';
import { type EventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';

/** The variables of the audit. It is on if an event log is named. */
export const auditFields = {
  ...eventLogFields,
  /** An action that the audit cannot take goes on (`open`), or is refused (`closed`). */
  AUDIT_FULL: z.enum(['open', 'closed'], 'must be open or closed').default('open'),
  /** The most disk space for entries that the log has not taken yet, for each worker. */
  AUDIT_SPOOL_MIB: integer({ min: 1, max: 10_240, byDefault: 64 }),
};

/** Everything that decides how the audit works. */
export interface AuditConfiguration {
  readonly eventLog: EventLogVariables;
  readonly isClosedWhenFull: boolean;
  readonly maxSpoolBytes: number;
}

/** Reads the variables; undefined without an event log. */
export function toAuditConfiguration(
  variables: z.output<z.ZodObject<typeof auditFields>>,
): AuditConfiguration | undefined {
  if (variables.EVENT_LOG_DATABASE_URL === undefined && variables.KAFKA_BROKERS === undefined)
    return undefined;
  return {
    eventLog: variables,
    isClosedWhenFull: variables.AUDIT_FULL === 'closed',
    maxSpoolBytes: variables.AUDIT_SPOOL_MIB * 1_048_576,
  };
}
