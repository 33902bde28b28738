import type { z } from 'zod';
import { ApiProblem, type ParameterProblem } from './problem.ts';

/**
 * Reads the query parameters of a request.
 *
 * @throws {ApiProblem} 400 that lists every problem at once
 */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  throw invalidQuery(result.error.issues.flatMap(toProblems));
}

/** The answer to parameters that are not right. */
export function invalidQuery(errors: readonly ParameterProblem[]): ApiProblem {
  const names = [...new Set(errors.map(({ parameter }) => parameter))].join(', ');
  return new ApiProblem(400, 'INVALID_QUERY', `These query parameters are not right: ${names}.`, { errors });
}

function toProblems(issue: z.core.$ZodIssue): ParameterProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((parameter) => ({
      parameter,
      code: 'UNKNOWN',
      message: 'This parameter does not exist here.',
    }));
  const parameter = issue.path.join('.');
  if (issue.code === 'invalid_type') return [{ parameter, code: 'REPEATED', message: 'Must be given once.' }];
  return [{ parameter, code: 'INVALID', message: issue.message }];
}
