import type { ImportJobStatus } from '../../generated/graphql.ts';
import { omitAbsent, readPagePlace, toOneOf, toSearchParameter } from '../../ui/search-parameters.ts';

/** The filter and the place in the list of imports, as the address has them. */
export interface ImportsSearch {
  readonly search?: string;
  readonly status?: ImportJobStatus;
  readonly after?: string;
  readonly before?: string;
}

export const importStatuses: readonly ImportJobStatus[] = [
  'STARTED',
  'STOPPED',
  'FAILED',
  'COMPLETED',
  'ABANDONED',
  'UNDONE',
];

/** Reads the address of the list. */
export function readImportsSearch(given: Record<string, unknown>): ImportsSearch {
  return omitAbsent({
    search: toSearchParameter(given['search']),
    status: toOneOf(importStatuses, given['status']),
    ...readPagePlace(given),
  });
}

/** The reason and the place in the rejected rows of an import. */
export interface ImportJobSearch {
  readonly code?: string;
  readonly after?: string;
  readonly before?: string;
}

/** Reads the address of an import. */
export function readImportJobSearch(given: Record<string, unknown>): ImportJobSearch {
  return omitAbsent({ code: toSearchParameter(given['code']), ...readPagePlace(given) });
}

/** The upload that a new import goes on with, and the import whose mapping it takes. */
export interface NewImportSearch {
  readonly upload?: string;
  readonly like?: string;
}

/** Reads the address of a new import. */
export function readNewImportSearch(given: Record<string, unknown>): NewImportSearch {
  return omitAbsent({ upload: toSearchParameter(given['upload']), like: toSearchParameter(given['like']) });
}
