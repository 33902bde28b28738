import { importBounds } from '../../batch/api/import-bounds.ts';
import type { LimitRow } from './limit-row.ts';

/** The compiler asks for a line here for each new bound. */
const rows: Record<
  keyof typeof importBounds,
  readonly [counts: string, answer: string, variable?: 'IMPORT_UPLOAD_MIB']
> = {
  uploadMib: ['MiB of an uploaded file', 'OUT_OF_RANGE', 'IMPORT_UPLOAD_MIB'],
  nameBytes: ['bytes of the name of an uploaded file', 'TOO_LONG'],
  mappingBytes: ['bytes of a mapping as JSON', 'TOO_LONG'],
  uploads: ['uploads of one person that are kept or awaited', 'NOT_ALLOWED'],
  openRequests: ['requests of one person that wait or run', 'NOT_ALLOWED'],
};

/** The limits of uploads and of requests to import them. */
export function listImportLimits(): readonly LimitRow[] {
  return Object.entries(rows).map(([name, [counts, code, variable]]) => ({
    place: 'imports in the API',
    counts,
    bound: importBounds[name as keyof typeof importBounds],
    ...(variable === undefined ? {} : { variable }),
    answer: `user error ${code}`,
    test: 'batch/api/imports.test.ts',
  }));
}
