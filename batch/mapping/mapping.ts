import type { CsvDialect } from '../csv/dialect.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';
import type { PaymentMapping } from './payment-mapping.ts';

/** The rules by which rows of a file become records, as `mapping-schema.ts` checks them. Threads that read need no schema. */
export type Mapping = InvoiceMapping | PaymentMapping;

/** The kinds of records that rows can become. */
export type RecordKind = 'invoices' | 'payments';

/** The targets of loads by the kind of their records; part of the identity of a job. */
export const loadTargets: Readonly<Record<RecordKind, string>> = {
  invoices: 'billing.invoices',
  payments: 'billing.payments',
};

/** Returns the kind of the records of a job with this target. */
export function toKindOfTarget(target: string): RecordKind {
  return target === loadTargets.payments ? 'payments' : 'invoices';
}

/** True if the rows become payments. */
export function isPaymentMapping(mapping: Mapping): mapping is PaymentMapping {
  return 'payment' in mapping;
}

/** The forms of files. */
export type FileFormat = 'csv' | 'camt.053' | 'en16931';

/** Returns the form of the files of a mapping; rejected rows are CSV in each of them. */
export function toFileFormat({ format = 'csv' }: Mapping): FileFormat {
  return format;
}

/** Returns the kind of the records that the rows become. */
export function toRecordKind(mapping: Mapping): RecordKind {
  return isPaymentMapping(mapping) ? 'payments' : 'invoices';
}

/** The name of rows that are left out, for people; undefined if none are. */
export function toLeftOutName(mapping: Mapping): string | undefined {
  if (!isPaymentMapping(mapping)) return mapping.leaveOut?.name;
  return mapping.direction?.leftOut === undefined ? undefined : mapping.direction.name;
}

/** The way to load rows that are left out, for people; empty if there is none. */
export function toLeftOutHint(mapping: Mapping): string {
  const hasOption = !isPaymentMapping(mapping) && toFileFormat(mapping) === 'csv';
  return hasOption ? ' (--all-rows loads them, too)' : '';
}

/** True if rows that follow each other with one number are one record. */
export function isGroupedMapping(mapping: Mapping): mapping is InvoiceMapping {
  return !isPaymentMapping(mapping) && mapping.grouping !== 'none';
}

/** Returns the dialect of a mapping's files. */
export function toDialect({ file: { columns, comment, ...file } }: Mapping): CsvDialect {
  return { ...file, header: columns === undefined, ...(comment === undefined ? {} : { comment }) };
}
