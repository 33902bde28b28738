import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { NamedOrder } from '#platform/graphql/connection.ts';
import type { OrderType } from '#platform/graphql/cursor-value.ts';
import type { InvoiceOrder, InvoiceOrderField } from '../generated/types.ts';
import { ownNumber } from '../list-indexes.ts';
import { invoices } from '../tables.ts';
import { spanCounts } from '../totals-tables.ts';
import type { ListClass } from './list-class.ts';

/** A stretch of a list whose invoices an index has in order. */
export interface OrderPart {
  /** True for the classes that may have invoices in this part. */
  readonly holds: (one: ListClass) => boolean;
  /** True for the classes of which hardly any invoice is in this part: an index has these few together. */
  readonly isRareIn?: (one: ListClass) => boolean;
  /** The condition for being in the part besides the class. */
  readonly condition?: SQL;
  readonly expression: SQL;
  readonly type: OrderType;
  /** The spans of its values (`spanCounts`); undefined if there are none. */
  readonly spans?: SQL;
  /** In a part whose invoices have no value of the order, the value of its cursors; the id alone decides there. */
  readonly name?: string;
}

/** An order of the list: its parts follow each other in both directions, so that an absent value comes last. */
export interface ListOrder {
  /** Names the order in cursors, direction included. */
  readonly name: string;
  readonly field: InvoiceOrderField;
  readonly direction: 'ASC' | 'DESC';
  readonly parts: readonly OrderPart[];
  /** True if an index has this order over all classes. */
  readonly isOfAllClasses: boolean;
  /** True if the order does not follow the time: invoices of some days, or of an import, are met everywhere in it. */
  readonly isTimeless: boolean;
}

const id = sql`${invoices.id}`;
const isDraft = ({ status }: ListClass) => status === 'DRAFT';
const isAny = () => true;

/** The ids are UUIDv7 and begin with their time of creation, so the primary key has this order. */
const byCreation: OrderPart = {
  holds: isAny,
  expression: id,
  type: 'uuid',
  spans: sql`${spanCounts.createdSpan}`,
};
const drafts: OrderPart = { ...byCreation, holds: isDraft, name: 'draft' };

const partsOf: Readonly<Record<InvoiceOrderField, readonly OrderPart[]>> = {
  NUMBER: [
    {
      holds: (one) => one.origin === 'OWN' && !isDraft(one),
      condition: sql`${invoices.series} is not null`,
      expression: ownNumber,
      type: 'bigint',
      spans: sql`${spanCounts.numberSpan}`,
    },
    { ...byCreation, holds: ({ origin }) => origin === 'IMPORTED', name: 'imported' },
    drafts,
  ],
  ISSUE_DATE: [
    {
      holds: (one) => !isDraft(one),
      condition: sql`${invoices.issueDate} is not null`,
      expression: sql`${invoices.issueDate}`,
      type: 'date',
      spans: sql`${spanCounts.issuedSpan}`,
    },
    drafts,
  ],
  DUE_DATE: [
    {
      holds: isAny,
      // No import gives a due date.
      isRareIn: ({ origin }) => origin === 'IMPORTED',
      condition: sql`${invoices.dueDate} is not null`,
      expression: sql`${invoices.dueDate}`,
      type: 'date',
      spans: sql`${spanCounts.dueSpan}`,
    },
    {
      holds: isAny,
      condition: sql`${invoices.dueDate} is null`,
      expression: sql`${invoices.dueDate}`,
      type: 'date',
      name: 'without',
    },
  ],
  TOTAL: [{ holds: isAny, expression: sql`${invoices.totalMinor}`, type: 'bigint' }],
  CREATED_AT: [byCreation],
  UPDATED_AT: [
    {
      holds: isAny,
      expression: sql`${invoices.updatedAt}`,
      type: 'timestamptz',
      spans: sql`${spanCounts.updatedSpan}`,
    },
  ],
};

const newestFirst = { field: 'CREATED_AT', direction: 'DESC' } as const;

/** The requested order; newest first without one. */
export function toListOrder(order: InvoiceOrder | null | undefined): ListOrder {
  const { field, direction = 'ASC' } = order ?? newestFirst;
  return {
    name: `${field} ${direction}`,
    field,
    direction,
    parts: partsOf[field],
    isOfAllClasses: field === newestFirst.field,
    isTimeless: field === 'TOTAL',
  };
}

/** The order of a customer's invoices: newest first. */
export const newestFirstOrder: NamedOrder = {
  expression: byCreation.expression,
  type: byCreation.type,
  direction: newestFirst.direction,
  id,
  name: `${newestFirst.field} ${newestFirst.direction}`,
};
