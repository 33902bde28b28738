import { apiBounds } from '../../streams/sink/api/api-bounds.ts';
import type { LimitRow } from './limit-row.ts';

/** The compiler asks for a line here for each new bound. */
const rows: Record<keyof typeof apiBounds, readonly [counts: string, answer: string]> = {
  pageItems: ['items of a page', 'status 400, INVALID_QUERY'],
  cursorLength: ['UTF-16 code units of a cursor', 'status 400, INVALID_QUERY'],
  searchLength: ['UTF-16 code units of a text to search for', 'status 400, INVALID_QUERY'],
  bodyBytes: ['bytes of a request', 'status 413'],
};

/** The limits of the sink's REST API. */
export function listSinkLimits(): readonly LimitRow[] {
  return Object.entries(rows).map(([name, [counts, answer]]) => ({
    place: 'REST API of the sink',
    counts,
    bound: apiBounds[name as keyof typeof apiBounds],
    answer,
    test: 'streams/sink/api/sink-api.test.ts',
  }));
}
