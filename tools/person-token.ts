import * as client from 'openid-client';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';

export interface PersonTokenOptions {
  readonly issuer: string;
  readonly username: string;
  readonly password: string;
}

/** The public client of the realm for pages and command line tools. */
const clientId = 'facturation-web';

/**
 * Obtains an access token of a person by the password grant (RFC 6749 section 4.3), as command line tools of a development
 * system may.
 *
 * @throws {CodedError} NO_PERSON_TOKEN if the provider does not answer, or refuses the name or the password
 */
export async function obtainPersonToken(options: PersonTokenOptions): Promise<string> {
  const { issuer, username, password } = options;
  try {
    const address = new URL(issuer);
    const configuration = await client.discovery(address, clientId, undefined, client.None(), {
      timeout: 10,
      execute: address.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    });
    const grant = await client.genericGrantRequest(configuration, 'password', {
      scope: 'openid',
      username,
      password,
    });
    return grant.access_token;
  } catch (cause) {
    const isRefused = cause instanceof client.ResponseBodyError && cause.error === 'invalid_grant';
    const reason = isRefused ? 'the name or the password is wrong' : toReason(cause);
    throw new CodedError('NO_PERSON_TOKEN', `The provider ${issuer} gave ${username} no token: ${reason}.`, {
      cause,
    });
  }
}

function toReason(cause: unknown): string {
  return toErrorText(cause).replace(/\.$/, '');
}
