import { CodedError } from '#platform/errors/coded-error.ts';

/** Why a request that carries a session cookie is refused. */
export type SessionErrorCode =
  /** The cookie came without the header that only a page of this origin can send. */
  | 'CSRF_HEADER_REQUIRED'
  /** The cookie names no live session: ended here, at the provider, by its limits, or never begun. */
  | 'SESSION_EXPIRED'
  /** The access token has expired and the provider cannot be asked for a new one. The session lives on. */
  | 'PROVIDER_UNREACHABLE';

const statuses: Readonly<Record<SessionErrorCode, 401 | 403 | 503>> = {
  CSRF_HEADER_REQUIRED: 403,
  SESSION_EXPIRED: 401,
  PROVIDER_UNREACHABLE: 503,
};

/** A session that cannot be used for this request. The message may be shown to the caller. */
export class SessionError extends CodedError<SessionErrorCode> {
  /** The HTTP status that answers it; fastify reads this property as well. */
  readonly statusCode: 401 | 403 | 503;

  constructor(code: SessionErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'SessionError';
    this.statusCode = statuses[code];
  }
}

/** The cookie names no live session. */
export function sessionExpired(): SessionError {
  return new SessionError('SESSION_EXPIRED', 'The session has ended. Sign in again.');
}

/** The provider does not answer, and without it the session cannot be used just now. */
export function providerUnreachable(cause?: unknown): SessionError {
  return new SessionError(
    'PROVIDER_UNREACHABLE',
    'The identity provider cannot be reached at present. Try again shortly.',
    { cause },
  );
}
