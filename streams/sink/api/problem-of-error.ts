import { toBearerChallenge } from '#platform/tokens/bearer.ts';
import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';
import { ApiProblem } from './problem.ts';

/** Codes of errors when PostgreSQL cannot be reached or is not ready (SQLSTATE classes 08, 53, 57P, and the driver's own). */
const unreachable = /^(08\w{3}|53\w{3}|57P0\d|CONNECT\w*|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/;
const queryCanceled = '57014';
const retrySoon = { 'retry-after': '2' };

/** The problem that the caller gets for an error; undefined for our own faults, which only the log gets. */
export function toApiProblem(error: unknown): ApiProblem | undefined {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TokenError) return toTokenProblem(error);
  const codes = codesOf(error);
  if (codes.includes(queryCanceled))
    return new ApiProblem(
      503,
      'QUERY_TOO_SLOW',
      'The search took too long and was given up. Narrow the filters.',
      { headers: retrySoon },
    );
  if (codes.some((code) => unreachable.test(code)))
    return new ApiProblem(503, 'DATABASE_UNAVAILABLE', 'The database cannot be reached. Try again soon.', {
      headers: retrySoon,
    });
  return toClientProblem(error);
}

function toTokenProblem(error: TokenError): ApiProblem {
  if (toHttpStatus(error) === 503)
    return new ApiProblem(503, 'IDENTITY_PROVIDER_UNREACHABLE', error.message, { headers: retrySoon });
  const challenge = toBearerChallenge(error) ?? 'Bearer';
  return new ApiProblem(401, 'UNAUTHENTICATED', error.message, {
    headers: { 'www-authenticate': challenge },
  });
}

/** The requests that fastify itself refuses: a body that is too large, a malformed URL. */
function toClientProblem(error: unknown): ApiProblem | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return undefined;
  return error.statusCode < 500 ? new ApiProblem(error.statusCode, 'BAD_REQUEST', error.message) : undefined;
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...own, ...codesOf(error.cause)];
}
