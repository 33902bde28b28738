import { sql } from '#platform/database/drizzle.ts';
import { payments } from '../payment-tables.ts';
import { createOwnedList } from './create-owned-list.ts';

/** The payments, reversals and refunds of an invoice, in the order of their record: their ids are UUIDv7. */
export const paymentList = createOwnedList(
  payments,
  {
    expression: sql`${payments.id}`,
    type: 'uuid',
    direction: 'ASC',
    id: sql`${payments.id}`,
    name: 'PAYMENT ASC',
  },
  ({ id }) => id,
);
