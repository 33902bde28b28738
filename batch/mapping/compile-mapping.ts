import type { IssueDateLimits } from '#schema/calendar/seller.ts';
import { type ColumnBinder, createColumnBinder, type MappingProblem } from './bind-columns.ts';
import { bindInvoice } from './bind-invoice.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';
import type { Mapping } from './mapping.ts';
import type { PaymentMapping } from './payment-mapping.ts';
import { bindPayment } from './payments/bind-payment.ts';
import { PaymentMapper } from './payments/payment-mapper.ts';
import { type Mapper, RowMapper } from './row-mapper.ts';

export type Compiled<RowsMapper> =
  | { readonly mapper: RowsMapper; readonly problems?: undefined }
  | { readonly mapper?: undefined; readonly problems: readonly MappingProblem[] };

/**
 * Prepares a mapping of invoices for a file with these columns.
 *
 * @param header the columns' names in the file, undefined if it has no header; then the mapping must name them
 * @param limits the days an invoice may have, and the zone that decides the day of times with an offset
 */
export function compileMapping(
  mapping: InvoiceMapping,
  header: readonly string[] | undefined,
  limits: IssueDateLimits,
): Compiled<Mapper> {
  return compile(mapping, header, (binder) => {
    const bound = bindInvoice(mapping, binder);
    return () => new RowMapper(mapping, bound, limits);
  });
}

/** Prepares a mapping of payments for a file; the parameters are those of `compileMapping`. */
export function compilePaymentMapping(
  mapping: PaymentMapping,
  header: readonly string[] | undefined,
  limits: IssueDateLimits,
): Compiled<PaymentMapper> {
  return compile(mapping, header, (binder) => {
    const bound = bindPayment(mapping, binder);
    return () => new PaymentMapper(mapping, bound, limits);
  });
}

/** @param bind binds the columns and returns the function that makes the mapper of them */
function compile<RowsMapper>(
  { file }: Mapping,
  header: readonly string[] | undefined,
  bind: (binder: ColumnBinder) => () => RowsMapper,
): Compiled<RowsMapper> {
  const names = header ?? file.columns;
  if (names === undefined) {
    return { problems: [{ path: '/file/columns', message: 'is needed, as the file has no header' }] };
  }
  const binder = createColumnBinder(names);
  const makeMapper = bind(binder);
  if (binder.problems.length > 0) return { problems: binder.problems };
  return { mapper: makeMapper() };
}
