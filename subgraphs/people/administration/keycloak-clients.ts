import { z } from 'zod';
import { AdministrationError } from './administration-error.ts';
import type { ApiClientAccount, ClientAdministration, ClientChange } from './client-administration.ts';
import { KeycloakRest, type KeycloakRestOptions } from './keycloak-rest.ts';

const mapperSchema = z.looseObject({
  name: z.string(),
  protocolMapper: z.string(),
  config: z.record(z.string(), z.string()).default({}),
});

/** Keycloak's `ClientRepresentation`; members that are not read here are kept for a write. */
const clientSchema = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  name: z.string().default(''),
  enabled: z.boolean().default(false),
  attributes: z.record(z.string(), z.string()).default({}),
  protocolMappers: z.array(mapperSchema).default([]),
});

type Representation = z.output<typeof clientSchema>;

/** Tells API clients from other clients of the realm, of which some may have a name like theirs. */
const mark = 'facturation.api.client';
const createdAtAttribute = 'facturation.api.client.created.at';

export interface KeycloakClientsOptions extends KeycloakRestOptions {
  /** The text with which the ids of API clients begin. */
  readonly idPrefix: string;
  /** The audience of their tokens. */
  readonly audience: string;
}

/** Administers API clients by Keycloak's REST interface; the account needs `manage-clients` besides the rights over people. */
export class KeycloakClients implements ClientAdministration {
  readonly #rest: KeycloakRest;
  readonly #idPrefix: string;
  readonly #audience: string;

  constructor({ idPrefix, audience, ...options }: KeycloakClientsOptions) {
    this.#rest = new KeycloakRest(options);
    this.#idPrefix = idPrefix;
    this.#audience = audience;
  }

  async list(): Promise<readonly ApiClientAccount[]> {
    const query = { clientId: this.#idPrefix, search: 'true', first: '0', max: '1000' };
    const found = await this.#rest.read({ path: '/clients', query }, z.array(clientSchema));
    return found
      .filter((client) => this.#isApiClient(client))
      .map(toClient)
      .sort((one, other) => (one.clientId < other.clientId ? -1 : 1));
  }

  async find(id: string): Promise<ApiClientAccount | undefined> {
    const found = await this.#find(id);
    return found && toClient(found);
  }

  create(
    client: Pick<ApiClientAccount, 'clientId' | 'name' | 'scopes' | 'plan'>,
  ): Promise<string | undefined> {
    return this.#rest.create('/clients', {
      clientId: client.clientId,
      name: client.name,
      enabled: true,
      protocol: 'openid-connect',
      publicClient: false,
      clientAuthenticatorType: 'client-secret',
      standardFlowEnabled: false,
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      serviceAccountsEnabled: true,
      // The roles of the service account are the limit.
      fullScopeAllowed: true,
      redirectUris: [],
      webOrigins: [],
      attributes: {
        [mark]: 'true',
        [createdAtAttribute]: new Date().toISOString(),
        'access.token.header.type.rfc9068': 'true',
        'client_credentials.use_refresh_token': 'false',
      },
      protocolMappers: [toAudienceMapper(this.#audience), ...toClaimMappers(client)],
    });
  }

  async update(id: string, { name, isEnabled, scopes, plan }: ClientChange): Promise<void> {
    const found = await this.#find(id);
    if (found === undefined) throw new AdministrationError('PROVIDER_REFUSED', 'The API client is gone.');
    const before = toClient(found);
    const claims = toClaimMappers({
      scopes: scopes ?? before.scopes,
      plan: plan === undefined ? before.plan : plan,
    });
    const claimNames = new Set(claims.map((mapper) => mapper.name));
    const kept = found.protocolMappers.filter((mapper) => !claimNames.has(mapper.name));
    // A write without the other members could empty them.
    const body = {
      ...found,
      name: name ?? found.name,
      enabled: isEnabled ?? found.enabled,
      protocolMappers: [...kept, ...claims],
    };
    await this.#rest.send({ method: 'PUT', path: toPath(id), body });
  }

  async getServiceAccount(id: string): Promise<string> {
    const path = `${toPath(id)}/service-account-user`;
    return (await this.#rest.read({ path }, z.looseObject({ id: z.string() }))).id;
  }

  async renewSecret(id: string): Promise<string> {
    const call = { method: 'POST', path: `${toPath(id)}/client-secret`, body: {} } as const;
    return (await this.#rest.read(call, z.looseObject({ value: z.string() }))).value;
  }

  async delete(id: string): Promise<void> {
    await this.#rest.send({ method: 'DELETE', path: toPath(id) });
  }

  async #find(id: string): Promise<Representation | undefined> {
    const found = await this.#rest.find(toPath(id), clientSchema);
    return found && this.#isApiClient(found) ? found : undefined;
  }

  #isApiClient({ clientId, attributes }: Representation): boolean {
    return clientId.startsWith(this.#idPrefix) && attributes[mark] === 'true';
  }
}

function toPath(id: string): string {
  return `/clients/${encodeURIComponent(id)}`;
}

function toAudienceMapper(audience: string) {
  return {
    name: `audience ${audience}`,
    protocol: 'openid-connect',
    protocolMapper: 'oidc-audience-mapper',
    config: {
      'included.client.audience': audience,
      'access.token.claim': 'true',
      'introspection.token.claim': 'true',
      'id.token.claim': 'false',
    },
  };
}

/** The claims of tokens that are the client's own. */
const claims = { scopes: 'api_scopes', plan: 'plan' } as const;

/** Two mappers, always, so that a write replaces them by their names: an empty claim says nothing. */
function toClaimMappers({ scopes, plan }: Pick<ApiClientAccount, 'scopes' | 'plan'>) {
  return [toClaimMapper(claims.scopes, scopes.join(' ')), toClaimMapper(claims.plan, plan ?? none)];
}

/** Stands for no value: Keycloak takes no claim that is empty. */
const none = '-';

function toClaimMapper(claim: string, value: string) {
  return {
    name: `claim ${claim}`,
    protocol: 'openid-connect',
    protocolMapper: 'oidc-hardcoded-claim-mapper',
    config: {
      'claim.name': claim,
      'claim.value': value || none,
      'jsonType.label': 'String',
      'access.token.claim': 'true',
      'introspection.token.claim': 'true',
      'id.token.claim': 'false',
      'userinfo.token.claim': 'false',
    },
  };
}

function toClient({
  id,
  clientId,
  name,
  enabled,
  attributes,
  protocolMappers,
}: Representation): ApiClientAccount {
  const claimOf = (claim: string) => {
    const mapper = protocolMappers.find(({ config }) => config['claim.name'] === claim);
    const value = mapper?.config['claim.value'] ?? none;
    return value === none ? undefined : value;
  };
  const seconds = Number(attributes['client.secret.creation.time']);
  return {
    id,
    clientId,
    name,
    isEnabled: enabled,
    scopes: claimOf(claims.scopes)?.split(' ') ?? [],
    plan: claimOf(claims.plan) ?? null,
    createdAt: toDate(Date.parse(attributes[createdAtAttribute] ?? '')),
    secretCreatedAt: toDate(seconds * 1000),
  };
}

function toDate(ms: number): Date | null {
  return Number.isFinite(ms) && ms > 0 ? new Date(ms) : null;
}
