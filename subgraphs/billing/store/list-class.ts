import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { InvoiceKind, InvoiceOrigin } from '../domain/invoice-origin.ts';
import type { InvoiceStatus } from '../domain/invoice-status.ts';
import { listClass } from '../tables.ts';

/** Invoices of one origin, kind and status. */
export interface ListClass {
  readonly origin: InvoiceOrigin;
  readonly kind: InvoiceKind;
  readonly status: InvoiceStatus;
}

const statuses: readonly InvoiceStatus[] = ['DRAFT', 'ISSUED', 'PAID', 'VOID'];
const origins: readonly InvoiceOrigin[] = ['OWN', 'IMPORTED'];
const kinds: readonly InvoiceKind[] = ['INVOICE', 'CREDIT_NOTE'];

/** Every class that the tables allow. */
export const listClasses: readonly ListClass[] = origins
  .flatMap((origin) => kinds.flatMap((kind) => statuses.map((status) => ({ origin, kind, status }))))
  .filter(isPossible);

/** Only our own invoices are drafts, and our own credit notes are settled from the beginning. */
function isPossible({ origin, kind, status }: ListClass): boolean {
  if (origin === 'OWN') return kind === 'INVOICE' || status === 'PAID';
  return status !== 'DRAFT';
}

/** The condition that an invoice is in one of these classes, in the form that the indexes of lists have. */
export function isInClass(...classes: readonly ListClass[]): SQL {
  const [first, ...more] = classes.map(toClassNumber);
  if (first === undefined) return sql`false`;
  if (more.length === 0) return sql`${listClass} = ${sql.raw(String(first))}`;
  return sql`${listClass} in (${sql.raw([first, ...more].join(', '))})`;
}

/** The number of a class in the indexes of lists. */
export function toClassNumber({ origin, kind, status }: ListClass): number {
  return (origin === 'OWN' ? 0 : 8) + (kind === 'INVOICE' ? 0 : 4) + statuses.indexOf(status);
}
