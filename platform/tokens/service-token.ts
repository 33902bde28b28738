import * as client from 'openid-client';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toErrorText } from '#platform/errors/to-error.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import { type IssuerAddress, toReachableUrl } from './issuer-address.ts';

export interface ServiceTokenOptions extends IssuerAddress {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Further parameters of the token request, for example `audience` or `scope`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** For one request to the provider, in milliseconds. Default: that of all requests to providers. */
  readonly timeoutMs?: number;
}

interface HeldToken {
  readonly text: string;
  readonly renewAtMs: number;
}

/** The lifetime of a token if the provider does not state it (RFC 6749 section 5.1 recommends that it does). */
const unstatedSeconds = 60;

/**
 * The access token of a service account, obtained by client credentials (RFC 6749 section 4.4). One is used for half its
 * life. Nothing is asked of the provider before the first call, so that a process starts while the provider is away.
 */
export class ServiceToken {
  readonly #options: ServiceTokenOptions;
  #configuration: client.Configuration | undefined;
  #held: HeldToken | undefined;
  #obtaining: Promise<HeldToken> | undefined;

  constructor(options: ServiceTokenOptions) {
    this.#options = options;
  }

  /**
   * The token, good for some time to come. Calls at the same time share one request.
   *
   * @throws {CodedError} NO_SERVICE_TOKEN if the provider does not answer or refuses the client
   */
  async get(): Promise<string> {
    if (this.#held !== undefined && Date.now() < this.#held.renewAtMs) return this.#held.text;
    this.#obtaining ??= this.#obtain().finally(() => {
      this.#obtaining = undefined;
    });
    this.#held = await this.#obtaining;
    return this.#held.text;
  }

  /** Forgets a token that a service refused, for example after the provider changed its keys. */
  forget(token: string): void {
    if (this.#held?.text === token) this.#held = undefined;
  }

  async #obtain(): Promise<HeldToken> {
    const { issuer, clientId, parameters } = this.#options;
    try {
      this.#configuration ??= await this.#discover();
      const grant = await client.clientCredentialsGrant(this.#configuration, parameters);
      const seconds = grant.expiresIn() ?? unstatedSeconds;
      return { text: grant.access_token, renewAtMs: Date.now() + (seconds / 2) * 1_000 };
    } catch (cause) {
      throw new CodedError(
        'NO_SERVICE_TOKEN',
        `The provider ${issuer} gave no token to the client ${clientId}: ${toErrorText(cause)}`,
        { cause },
      );
    }
  }

  /** Finds the provider's addresses in its metadata (OpenID Connect Discovery 1.0 section 4). */
  #discover(): Promise<client.Configuration> {
    const { clientId, clientSecret, timeoutMs = requestDeadlines.providerAnswerMs } = this.#options;
    const issuer = new URL(this.#options.issuer);
    return client.discovery(issuer, clientId, undefined, client.ClientSecretBasic(clientSecret), {
      timeout: timeoutMs / 1_000,
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      [client.customFetch]: (url, init) => fetch(toReachableUrl(url, this.#options), init as RequestInit),
    });
  }
}
