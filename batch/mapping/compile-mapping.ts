import type { IssueDateLimits } from '#schema/calendar/seller.ts';
import { createColumnBinder, type MappingProblem } from './bind-columns.ts';
import { bindInvoice } from './bind-invoice.ts';
import type { Mapping } from './mapping.ts';
import { type Mapper, RowMapper } from './row-mapper.ts';

export type CompiledMapping =
  | { readonly mapper: Mapper; readonly problems?: undefined }
  | { readonly mapper?: undefined; readonly problems: readonly MappingProblem[] };

/**
 * Prepares a mapping for a file with these columns.
 *
 * @param header the columns' names in the file, undefined if it has no header; then the mapping must name them
 * @param limits the days an invoice may have, and the zone that decides the day of times with an offset
 */
export function compileMapping(
  mapping: Mapping,
  header: readonly string[] | undefined,
  limits: IssueDateLimits,
): CompiledMapping {
  const names = header ?? mapping.file.columns;
  if (names === undefined) {
    return { problems: [{ path: '/file/columns', message: 'is needed, as the file has no header' }] };
  }
  const binder = createColumnBinder(names);
  const bound = bindInvoice(mapping, binder);
  if (binder.problems.length > 0) return { problems: binder.problems };
  return { mapper: new RowMapper(mapping, bound, limits) };
}
