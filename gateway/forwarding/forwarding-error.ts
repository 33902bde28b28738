import { CodedError } from '#platform/errors/coded-error.ts';

type ForwardingErrorCode =
  | 'BAD_REQUEST'
  | 'METHOD_NOT_ALLOWED'
  | 'UNAUTHENTICATED'
  | 'BODY_TOO_LARGE'
  | 'TOO_MANY_REQUESTS'
  | 'REQUEST_TIMEOUT'
  | 'SERVICE_UNAVAILABLE'
  | 'SERVICE_TIMEOUT';

const statusByCode: Readonly<Record<ForwardingErrorCode, number>> = {
  BAD_REQUEST: 400,
  METHOD_NOT_ALLOWED: 405,
  UNAUTHENTICATED: 401,
  BODY_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  REQUEST_TIMEOUT: 408,
  SERVICE_UNAVAILABLE: 502,
  SERVICE_TIMEOUT: 504,
};

/** Headers that say what to do about a refusal. */
const headersByStatus: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'www-authenticate': 'Bearer' },
  429: { 'retry-after': '5' },
};

/** The reason why a request is not forwarded, or why its answer ended early. */
export class ForwardingError extends CodedError<ForwardingErrorCode> {
  /** The answer, if none has begun. */
  toRefusal() {
    const status = statusByCode[this.code];
    return { status, headers: headersByStatus[status] ?? {}, code: this.code, message: this.message };
  }
}
