import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import type { RequestReferences } from './directories/request-references.ts';

/** The parts that the process builds for the use cases. */
export interface CrmParts {
  readonly references: RequestReferences;
  readonly clock: () => Date;
  /** The seller's, whose clocks decide the day. */
  readonly timeZone: string;
  readonly log: Log;
}

/** All parts that the use cases work with. */
export interface Crm extends CrmParts {
  readonly db: PostgresJsDatabase;
}
