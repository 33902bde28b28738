import { notInArray, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { reminderProgress } from '../../mail-tables.ts';
import type { ReminderPlan } from './reminder-plan.ts';

/**
 * Forgets the places of steps that the plan does not have. One that comes back begins anew, with the invoices that are due from that
 * day on; otherwise all whose window is open would be reminded of at once.
 */
export async function forgetRemovedSteps(db: PostgresJsDatabase, plan: ReminderPlan): Promise<void> {
  const steps = plan.map(({ days }) => days);
  await db.delete(reminderProgress).where(notInArray(reminderProgress.stepDays, steps));
}
