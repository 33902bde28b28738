import { type IssuerAddress, toReachableUrl } from '#platform/tokens/issuer-address.ts';
import { postProviderForm } from '#platform/tokens/provider-fetch.ts';
import { fetchProviderMetadata } from '#platform/tokens/provider-metadata.ts';
import { developmentUsernames } from '../keycloak/development-users.ts';
import {
  developmentBillingClient,
  developmentBillingSecret,
  developmentPassword,
  developmentPeopleClient,
  developmentPeopleSecret,
  developmentServiceClient,
  developmentServiceSecret,
} from '../system/development-secrets.ts';

export interface CredentialCheckOptions extends IssuerAddress {
  /** The public client by which passwords are tried. Default `facturation-web`. */
  readonly clientId?: string;
  /** For each request. Default 5,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Finds the users and clients that an issuer lets in with the credentials that this repository publishes.
 *
 * Each is tried once, one after the other. A real user with one of those names gets one failed attempt on their count;
 * a provider that offers the client no password grant accepts none.
 *
 * @throws {TokenError} PROVIDER_UNREACHABLE if the provider does not answer.
 */
export async function findAcceptedCredentials(options: CredentialCheckOptions): Promise<string[]> {
  const request = {
    timeoutMs: options.timeoutMs ?? 5000,
    signal: options.signal ?? new AbortController().signal,
  };
  const { token_endpoint: endpoint } = await fetchProviderMetadata(options, request);
  if (endpoint === undefined) return [];
  const accepted: string[] = [];
  for (const [name, form] of toAttempts(options.clientId ?? 'facturation-web')) {
    const status = await postProviderForm(toReachableUrl(endpoint, options), form, request);
    if (status === 200) accepted.push(name);
  }
  return accepted;
}

function toAttempts(clientId: string): [name: string, form: Record<string, string>][] {
  const password = { grant_type: 'password', client_id: clientId, password: developmentPassword };
  const ofClient = (id: string, secret: string): [string, Record<string, string>] => [
    id,
    { grant_type: 'client_credentials', client_id: id, client_secret: secret },
  ];
  return [
    ...developmentUsernames.map((username): [string, Record<string, string>] => [
      username,
      { ...password, username },
    ]),
    ofClient(developmentServiceClient, developmentServiceSecret),
    ofClient(developmentBillingClient, developmentBillingSecret),
    ofClient(developmentPeopleClient, developmentPeopleSecret),
  ];
}
