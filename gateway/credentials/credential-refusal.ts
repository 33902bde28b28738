import { CodedError } from '#platform/errors/coded-error.ts';
import { toBearerChallenge } from '#platform/tokens/bearer.ts';
import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';

/** The answer to a request whose credentials were refused. */
interface CredentialRefusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly code: string;
  readonly message: string;
}

/**
 * Turns an error about credentials into an answer: 401 with a challenge (RFC 6750 section 3), 503 when the provider cannot
 * be asked.
 *
 * @returns `undefined` for any other error
 */
export function toCredentialRefusal(error: unknown): CredentialRefusal | undefined {
  if (!(error instanceof CodedError)) return undefined;
  const status = findStatus(error);
  if (status === undefined) return undefined;
  const challenge = error instanceof TokenError ? toBearerChallenge(error) : undefined;
  return {
    status,
    headers: {
      ...(status === 401 && { 'www-authenticate': challenge ?? toBearerChallenge() ?? 'Bearer' }),
      ...(status === 503 && { 'retry-after': '5' }),
    },
    code: error instanceof TokenError && status === 401 ? 'UNAUTHENTICATED' : error.code,
    message: error.message,
  };
}

function findStatus(error: CodedError): number | undefined {
  if (error instanceof TokenError) return toHttpStatus(error);
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
