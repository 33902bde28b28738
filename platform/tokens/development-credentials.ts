import { CodedError } from '../errors/coded-error.ts';
import { type IssuerAddress, toReachableUrl } from './issuer-address.ts';
import { postProviderForm } from './provider-fetch.ts';
import { fetchProviderMetadata } from './provider-metadata.ts';

/**
 * The credentials that the realm file for development publishes. Whoever reads the source knows them, so a
 * production start refuses a provider that accepts any.
 */
export const DEVELOPMENT_PASSWORD = 'Facturation-2026';
export const DEVELOPMENT_USERS = [
  'admin',
  'product-manager',
  'customer-manager',
  'billing-manager',
  'user',
] as const;
export const DEVELOPMENT_SERVICE_CLIENT = 'facturation-service';
export const DEVELOPMENT_SERVICE_SECRET = 'facturation-service-development';

export interface ProductionIssuerOptions extends IssuerAddress {
  /** The public client by which passwords are tried. Default `facturation-web`. */
  readonly clientId?: string;
  /** For each request. Default 5,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** An identity provider that must not be trusted in production. */
export class UnsafeIssuerError extends CodedError<'ISSUER_UNSAFE'> {
  constructor(message: string) {
    super('ISSUER_UNSAFE', message);
    this.name = 'UnsafeIssuerError';
  }
}

/**
 * To be called once at a production start: refuses an issuer reached without TLS, and one that takes the
 * development credentials.
 *
 * Each is tried once, one after the other. A real user with one of those names gets one failed attempt on their
 * count by it; a provider with no password grant for the client answers that none is accepted.
 *
 * @throws {UnsafeIssuerError}
 * @throws {TokenError} PROVIDER_UNREACHABLE when the provider does not answer.
 */
export async function assertProductionIssuer(options: ProductionIssuerOptions): Promise<void> {
  if (new URL(options.issuer).protocol !== 'https:') {
    throw new UnsafeIssuerError(`The issuer ${options.issuer} must be reached by https in production.`);
  }
  const accepted = await findAcceptedDevelopmentCredentials(options);
  if (accepted.length > 0) {
    throw new UnsafeIssuerError(
      `The issuer ${options.issuer} accepts development credentials of: ${accepted.join(', ')}. ` +
        'Disable these users, and give the client another secret.',
    );
  }
}

/**
 * The users and clients that an issuer lets in with their development credentials.
 *
 * @throws {TokenError} PROVIDER_UNREACHABLE when the provider does not answer.
 */
export async function findAcceptedDevelopmentCredentials(
  options: ProductionIssuerOptions,
): Promise<string[]> {
  const request = {
    timeoutMs: options.timeoutMs ?? 5000,
    signal: options.signal ?? new AbortController().signal,
  };
  const { token_endpoint: endpoint } = await fetchProviderMetadata(options, request);
  if (endpoint === undefined) return [];
  const accepted: string[] = [];
  for (const [name, form] of toAttempts(options.clientId ?? 'facturation-web')) {
    if ((await postProviderForm(toReachableUrl(endpoint, options), form, request)) === 200)
      accepted.push(name);
  }
  return accepted;
}

function toAttempts(clientId: string): [name: string, form: Record<string, string>][] {
  const password = { grant_type: 'password', client_id: clientId, password: DEVELOPMENT_PASSWORD };
  const service = {
    grant_type: 'client_credentials',
    client_id: DEVELOPMENT_SERVICE_CLIENT,
    client_secret: DEVELOPMENT_SERVICE_SECRET,
  };
  return [
    ...DEVELOPMENT_USERS.map((username): [string, Record<string, string>] => [
      username,
      { ...password, username },
    ]),
    [DEVELOPMENT_SERVICE_CLIENT, service],
  ];
}
