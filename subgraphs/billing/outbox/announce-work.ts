import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/database/transaction.ts';
import { writeToOutbox } from '#platform/outbox/write-to-outbox.ts';
import type { WorkEvent } from '#schema/work-events/work-event.ts';
import { workOutbox } from '../outbox-tables.ts';

/** Writes an event that concerns people's work into the outbox, at the end of the transaction that does what it tells of. */
export function announceWork<Event>(tx: Transaction, form: WorkEvent<Event>, event: Event): Promise<void> {
  const eventId = uuid();
  const message = form.encode(event, { id: eventId, source: '/billing' });
  return writeToOutbox(tx, workOutbox, [{ eventId, ...message }]);
}
