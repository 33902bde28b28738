import { CodedError } from '#platform/errors/coded-error.ts';
import type { JobOverview } from '../jobs/find-jobs.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { parseMappingValue } from '../mapping/mapping-schema.ts';

/**
 * Returns the mapping with which a job was begun.
 *
 * @throws {CodedError} MAPPING_INVALID if this version does not support it any more
 */
export function parseMappingOf({ number, mapping }: Pick<JobOverview, 'number' | 'mapping'>): Mapping {
  const parsed = parseMappingValue(mapping);
  if (parsed.success) return parsed.data;
  throw new CodedError(
    'MAPPING_INVALID',
    `The mapping that job ${number} began with is not one of this version. Load the file with a mapping of this version: that is a job of its own.`,
  );
}
