import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { InvoiceKind, InvoiceOrigin } from '../domain/invoice-origin.ts';
import type { InvoiceStatus } from '../domain/invoice-status.ts';
import { invoices } from '../tables.ts';

/** Invoices of one origin, kind and status. */
export interface ListClass {
  readonly origin: InvoiceOrigin;
  readonly kind: InvoiceKind;
  readonly status: InvoiceStatus;
}

const statuses: readonly InvoiceStatus[] = ['DRAFT', 'ISSUED', 'PAID', 'VOID'];
const origins: readonly InvoiceOrigin[] = ['OWN', 'IMPORTED'];
const kinds: readonly InvoiceKind[] = ['INVOICE', 'CREDIT_NOTE'];

/** The smallest number of a class of imported invoices; those of our own are below it. */
export const firstImportedClass = 8;

/** Every class that the tables allow. */
export const listClasses: readonly ListClass[] = origins
  .flatMap((origin) => kinds.flatMap((kind) => statuses.map((status) => ({ origin, kind, status }))))
  .filter(isPossible);

/** Only our own invoices are drafts, and our own credit notes are settled from the beginning. */
function isPossible({ origin, kind, status }: ListClass): boolean {
  if (origin === 'OWN') return kind === 'INVOICE' || status === 'PAID';
  return status !== 'DRAFT';
}

/** The condition that an invoice is in one of these classes. */
export function isInClass(...classes: readonly ListClass[]): SQL {
  const [first, ...more] = classes.map(toClassNumber);
  if (first === undefined) return sql`false`;
  if (more.length === 0) return sql`${invoices.listClass} = ${sql.raw(String(first))}`;
  return sql`${invoices.listClass} in (${sql.raw([first, ...more].join(', '))})`;
}

/** The same condition in a form for which no index is used. */
export function isAlsoInClass(...classes: readonly ListClass[]): SQL {
  const numbers = classes.map(toClassNumber).join(', ');
  return classes.length === 0 ? sql`false` : sql`${invoices.listClass} + 0 in (${sql.raw(numbers)})`;
}

/** The numbers of classes as rows, of which there must be one at least. */
export function valuesOfClasses(classes: readonly ListClass[]): SQL {
  const rows = classes.map((one) => `(${toClassNumber(one)})`);
  return sql`(values ${sql.raw(rows.join(', '))})`;
}

/** The number of a class, which is in the column `list_class`. */
export function toClassNumber({ origin, kind, status }: ListClass): number {
  return (
    (origin === 'OWN' ? 0 : firstImportedClass) + (kind === 'INVOICE' ? 0 : 4) + statuses.indexOf(status)
  );
}
