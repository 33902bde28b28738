import type { z } from 'zod';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { MappingProblem } from './bind-columns.ts';
import type { Mapping } from './mapping.ts';
import { parseMappingValue } from './mapping-schema.ts';

export type ParsedMapping =
  | { readonly mapping: Mapping; readonly problems?: undefined }
  /** All problems, at least one. */
  | { readonly mapping?: undefined; readonly problems: readonly MappingProblem[] };

/** Parses a mapping from JSON text, or returns all its problems. */
export function parseMapping(text: string): ParsedMapping {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = toErrorText(error);
    return { problems: [{ path: '', message: `is not JSON: ${reason}` }] };
  }
  return checkMapping(value);
}

/** Checks that a value is a mapping. */
export function checkMapping(value: unknown): ParsedMapping {
  const result = parseMappingValue(value);
  if (result.success) return { mapping: result.data };
  return { problems: result.error.issues.flatMap(toProblems) };
}

function toProblems(issue: z.core.$ZodIssue): MappingProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: toPointer([...issue.path, key]), message: 'is not known' }));
  }
  return [{ path: toPointer(issue.path), message: issue.message }];
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
