import { and, asc, eq, lte, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { requestDue } from '#schema/work-events/request-events.ts';
import { type AlertStage, toAlert } from '../domain/alert.ts';
import { formatReference } from '../domain/reference.ts';
import { toResponsibleRole } from '../domain/viewer.ts';
import type { CustomerRequestModel } from '../models.ts';
import { announceCrmWork } from '../outbox/announce-crm-work.ts';
import { requestAlerts, requests } from '../request-tables.ts';

/**
 * Alerts of the next open requests whose deadline is near or has passed: once for each deadline and stage, however many processes
 * do so. Requests that another process is at work on are left to it.
 *
 * @param step.atOnce the number of requests in one transaction
 * @returns true if more may be left
 */
export function announceAlerts(
  db: PostgresJsDatabase,
  { now, atOnce }: { readonly now: Date; readonly atOnce: number },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select()
      .from(requests)
      .where(and(eq(requests.status, 'OPEN'), lte(requests.nextAlertAt, now)))
      .orderBy(asc(requests.nextAlertAt))
      .limit(atOnce)
      .for('update', { skipLocked: true });
    const events = [];
    for (const request of due) {
      const alert = await noteAlert(tx, request, now);
      if (alert !== undefined) events.push(alert);
    }
    await announceCrmWork(tx, requestDue, events);
    return due.length === atOnce;
  });
}

/** Notes that a request was alerted of; gives the event if it was not before. */
async function noteAlert(tx: Transaction, request: CustomerRequestModel, now: Date) {
  const { id: requestId, deadline } = request;
  if (deadline === null) throw new TypeError(`The request ${requestId} has an alert but no deadline.`);
  const { stage, nextAt } = toAlert(deadline, now);
  await tx.update(requests).set({ nextAlertAt: nextAt }).where(eq(requests.id, requestId));
  const added = await tx
    .insert(requestAlerts)
    .values({ requestId, deadline, stage, sentAt: now })
    .onConflictDoNothing()
    .returning();
  return added.length === 0 ? undefined : toEvent(request, { stage, deadline, now });
}

function toEvent(
  { id: requestId, number, kind, assignee }: CustomerRequestModel,
  { stage, deadline, now }: { readonly stage: AlertStage; readonly deadline: Date; readonly now: Date },
) {
  return {
    requestId,
    reference: formatReference(number),
    stage,
    deadline: deadline.toISOString(),
    ...(assignee !== null && { assignee }),
    role: toResponsibleRole(kind),
    announcedAt: now.toISOString(),
  };
}
