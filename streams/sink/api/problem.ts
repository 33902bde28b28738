import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** One thing that is wrong with a request. */
export interface ParameterProblem {
  readonly parameter: string;
  readonly code: string;
  readonly message: string;
}

export const problemSchema = z
  .object({
    type: z.string().describe('A URI that names the kind of problem.'),
    title: z.string().describe('The kind of problem in words.'),
    status: z.int().min(400).max(599).describe('The HTTP status, once more.'),
    detail: z.string().describe('What is wrong with this request, and what would be right.'),
    code: z.string().describe('The kind of problem for programs.'),
    errors: z
      .array(
        z.object({
          parameter: z.string().describe('The query parameter.'),
          code: z.string(),
          message: z.string(),
        }),
      )
      .optional()
      .describe('Every problem with the parameters at once.'),
  })
  .describe('What went wrong (RFC 9457).');

/** A request that is answered with a problem document (RFC 9457). Its text may be shown to the caller. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly ParameterProblem[];

  constructor(
    status: number,
    code: string,
    detail: string,
    extra: { headers?: Readonly<Record<string, string>>; errors?: readonly ParameterProblem[] } = {},
  ) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.headers = extra.headers ?? {};
    this.errors = extra.errors ?? [];
  }
}

/** The members of a problem document. */
export function toProblemDocument(problem: ApiProblem): z.output<typeof problemSchema> {
  return {
    type: `urn:facturation:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    ...(problem.errors.length > 0 ? { errors: [...problem.errors] } : {}),
  };
}
