import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { AuditTrailVerificationModel } from '../models.ts';
import { trailVerification } from '../tables.ts';

/** Finds how far the trail is verified, and the break that was found; undefined before the first step. */
export async function findVerification(
  db: Pick<PostgresJsDatabase, 'select'>,
): Promise<AuditTrailVerificationModel | undefined> {
  const [state] = await db.select().from(trailVerification);
  return state;
}
