import type { BoundSource, ColumnBinder } from './bind-columns.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';
import { createLeftOutRule, type LeftOutRule } from './left-out-rule.ts';
import { createLineReader, type LineReader } from './line-reader.ts';
import { createTotalsReader, type TotalsReader } from './totals-reader.ts';

/** The columns of a file from which an invoice is read, and the readers of groups of them. */
export interface BoundInvoice {
  readonly number: BoundSource;
  readonly customerId: BoundSource | undefined;
  readonly customerName: BoundSource;
  readonly currency: BoundSource;
  readonly issuedAt: BoundSource;
  readonly issueDate: BoundSource | undefined;
  /** The column that marks credit notes, if the mapping has one. */
  readonly marker: BoundSource | undefined;
  readonly leftOut: LeftOutRule | undefined;
  readonly total: BoundSource | undefined;
  readonly totals: TotalsReader | undefined;
  readonly readLine: LineReader | undefined;
  /** The column that problems of the figures name. */
  readonly figures: BoundSource;
}

/** Binds the columns of a mapping; the binder keeps the problems. */
export function bindInvoice(mapping: InvoiceMapping, binder: ColumnBinder): BoundInvoice {
  const { invoice } = mapping;
  const number = binder.bind('/invoice/number', invoice.number);
  const customerId = binder.bindOptional('/invoice/customerId', invoice.customerId);
  const customerName = binder.bind('/invoice/customerName', invoice.customerName);
  const currency = binder.bind('/invoice/currency', invoice.currency);
  const issuedAt = binder.bind('/invoice/issuedAt', invoice.issuedAt);
  const issueDate = binder.bindOptional('/invoice/issueDate', invoice.issueDate);
  const marker = bindMarker(mapping, binder);
  const leftOut = bindLeftOut(mapping, binder);
  const total = binder.bindOptional('/invoice/total', invoice.total);
  const totals = createTotalsReader(mapping, binder);
  const readLine = createLineReader(mapping, binder);
  const quantity = mapping.line && binder.bind('/line/quantity', mapping.line.quantity);
  return {
    number,
    customerId,
    customerName,
    currency,
    issuedAt,
    issueDate,
    marker,
    leftOut,
    total,
    totals,
    readLine,
    figures: totals?.source ?? quantity ?? number,
  };
}

function bindMarker({ creditNote }: InvoiceMapping, binder: ColumnBinder): BoundSource | undefined {
  if (typeof creditNote === 'string' || !('column' in creditNote)) return undefined;
  return binder.bind('/creditNote/column', creditNote.column);
}

/** Undefined if nothing is left out, or if the file lacks an optional column. */
function bindLeftOut({ leaveOut }: InvoiceMapping, binder: ColumnBinder): LeftOutRule | undefined {
  const source = binder.bindOptional('/leaveOut/column', leaveOut?.column);
  return leaveOut === undefined || source === undefined ? undefined : createLeftOutRule(leaveOut, source);
}
