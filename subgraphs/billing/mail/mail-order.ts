import { sql } from '#platform/database/drizzle.ts';
import type { NamedOrder } from '#platform/graphql/connection.ts';
import { invoiceMails } from '../mail-tables.ts';

/** The newest mail first: ids are UUIDv7. */
export const mailOrder: NamedOrder = {
  expression: sql`${invoiceMails.mailId}`,
  type: 'uuid',
  direction: 'DESC',
  id: sql`${invoiceMails.mailId}`,
  name: 'MAIL DESC',
};
