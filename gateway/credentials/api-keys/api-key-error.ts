import { CodedError } from '#platform/errors/coded-error.ts';

/** Why an API key was not taken. */
export type ApiKeyErrorCode =
  /** It is not a key of this system, or was cut or mistyped. */
  | 'API_KEY_MALFORMED'
  /** The provider does not know it: revoked, disabled, replaced, or of somebody else. */
  | 'API_KEY_REFUSED'
  /** It came in an address, where logs and histories keep it. */
  | 'API_KEY_IN_URL'
  /** A key and another credential came together. */
  | 'CREDENTIALS_AMBIGUOUS';

const statuses: Readonly<Record<ApiKeyErrorCode, number>> = {
  API_KEY_MALFORMED: 401,
  API_KEY_REFUSED: 401,
  API_KEY_IN_URL: 401,
  CREDENTIALS_AMBIGUOUS: 400,
};

const messages: Readonly<Record<ApiKeyErrorCode, string>> = {
  API_KEY_MALFORMED: 'This is not an API key of this system. Was it copied as a whole?',
  API_KEY_REFUSED: 'This API key is not accepted: it was revoked, disabled or replaced, or never given out.',
  API_KEY_IN_URL:
    'An API key must not stand in an address, which logs keep: send it in the header Authorization or X-Api-Key, and have this one replaced.',
  CREDENTIALS_AMBIGUOUS: 'Send one credential: X-Api-Key or Authorization, not both.',
};

/** An API key that was refused. Neither message nor cause has any of it. */
export class ApiKeyError extends CodedError<ApiKeyErrorCode> {
  readonly statusCode: number;

  constructor(code: ApiKeyErrorCode) {
    super(code, messages[code]);
    this.name = 'ApiKeyError';
    this.statusCode = statuses[code];
  }
}
