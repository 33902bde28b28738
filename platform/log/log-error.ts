import { scrub } from './scrub.ts';

const maxCauses = 4;
const maxFrames = 20;
const maxStatementCharacters = 1_000;

/** An error as it stands in a log. */
export interface LoggedError {
  readonly type: string;
  readonly code?: string | number;
  readonly message: string;
  /** The frames alone: the message stands beside them. */
  readonly stack?: string;
  /** The SQL that failed, with `$1` where values were. */
  readonly statement?: string;
  readonly constraint?: string;
  readonly cause?: LoggedError;
  readonly errors?: readonly LoggedError[];
}

/**
 * An error as a log may have it.
 *
 * Of an error of the database only statement, SQLSTATE and constraint are told: its message, detail and parameters hold
 * values of the data, such as e-mail addresses. Properties that libraries hang on errors (requests, variables) are left out.
 */
export function toLoggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) };
  const { code, cause, errors, constraint_name: constraint } = readDetails(error);
  const statement = readStatement(error);
  const stack = toFrames(error);
  return {
    type: error.constructor.name,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    message: describeError(error),
    ...(statement !== undefined && { statement }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(stack !== '' && { stack }),
    ...(cause !== undefined && depth < maxCauses && { cause: toLoggedError(cause, depth + 1) }),
    ...(Array.isArray(errors) &&
      depth < maxCauses && { errors: errors.slice(0, 3).map((one) => toLoggedError(one, depth + 1)) }),
  };
}

/** Describes an error without values of the data: an error of the database by its SQLSTATE. For logs and for terminals. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return scrub(String(error));
  if (!isDatabaseError(error)) return scrub(error.message);
  const { code, cause } = readDetails(error);
  if (typeof code === 'string') return `the database refused a statement (SQLSTATE ${code})`;
  return cause instanceof Error ? describeError(cause) : 'a statement failed at the database';
}

/** True if an error is PostgreSQL's answer to a statement, or drizzle's frame around one: both name values. */
export function isDatabaseError(error: Error): boolean {
  return error.name === 'PostgresError' || error.constructor.name === 'DrizzleQueryError';
}

function readDetails(error: Error): Readonly<Record<string, unknown>> {
  return { ...error, cause: error.cause };
}

/** postgres.js and drizzle hang the text of the statement on the error, postgres.js where it is not enumerated. */
function readStatement(error: Error): string | undefined {
  if (!('query' in error) || typeof error.query !== 'string') return undefined;
  return scrub(error.query.replace(/\s+/g, ' ').slice(0, maxStatementCharacters));
}

function toFrames({ stack }: Error): string {
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return scrub(frames.slice(0, maxFrames).join('\n'));
}
