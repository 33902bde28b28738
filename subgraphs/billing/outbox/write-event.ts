import { v7 as uuid } from 'uuid';
import type { Transaction } from '#platform/database/transaction.ts';
import type { EventCodec, InvoiceEvent } from '#schema/facturation/settlement/event-codec.ts';
import { writeMessage } from './write-message.ts';

/** Writes an event about an issued invoice into the outbox; see {@link writeMessage}. */
export function writeEvent<Event extends InvoiceEvent>(
  tx: Transaction,
  codec: EventCodec<Event>,
  event: Event,
  occurredAt: Date,
): Promise<void> {
  const eventId = uuid();
  const { key, value, headers } = codec.encode(event, { id: eventId, source: '/billing' });
  return writeMessage(tx, { eventId, key, value, headers, occurredAt });
}
