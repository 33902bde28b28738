import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/database/transaction.ts';
import { writeToOutbox } from '#platform/outbox/write-to-outbox.ts';
import type { WorkEvent } from '#schema/work-events/work-event.ts';
import { workOutbox } from '../tables.ts';

/** Writes events of one type that concern people's work into the outbox, at the end of the transaction of what they tell of. */
export function announceCrmWork<Event>(
  tx: Transaction,
  form: WorkEvent<Event>,
  events: readonly Event[],
): Promise<void> {
  const messages = events.map((event) => {
    const eventId = uuid();
    return { eventId, ...form.encode(event, { id: eventId, source: '/crm' }) };
  });
  return writeToOutbox(tx, workOutbox, messages);
}
