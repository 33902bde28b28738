import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Adapter } from 'oidc-provider';
import { toClientMetadata } from './client-metadata.ts';
import type { Realm, RealmClient } from './realm.ts';
import { audienceOf, claimsOf, type ProtocolMapper } from './realm-file.ts';
import { openStateStore, type StateStore } from './state-store.ts';

/** A confidential client with a service account, which was made by the administration. */
export interface ServiceClient {
  /** Of the client, and of the user that its service account is. */
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly secret: string;
  /** The roles of its service account. */
  readonly roles: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly protocolMappers: readonly ProtocolMapper[];
}

/** The members that the administration gives. */
export type ServiceClientChange = Partial<Omit<ServiceClient, 'id' | 'clientId' | 'secret'>>;

/** Clients of an embedded provider; more are not for it. */
const maxServiceClients = 1000;

/** The attribute by which Keycloak tells since when a secret is in use, in seconds since the epoch. */
const secretCreationTime = 'client.secret.creation.time';

/** The clients that the administration has made beside those of the realm file. They outlive a restart. */
export class ServiceClients {
  readonly #realm: Realm;
  readonly #store: StateStore<ServiceClient>;

  private constructor(realm: Realm, store: StateStore<ServiceClient>) {
    this.#realm = realm;
    this.#store = store;
  }

  /** Reads the clients from the provider's folder. */
  static open(realm: Realm, folder: string): ServiceClients {
    const store = openStateStore<ServiceClient>({ folder: join(folder, 'clients'), isPrecious: true });
    return new ServiceClients(realm, store);
  }

  /** All clients by client id. */
  all(): ServiceClient[] {
    return [...this.#store.values()]
      .map(({ payload }) => payload)
      .sort((one, other) => (one.clientId < other.clientId ? -1 : 1));
  }

  find(id: string): ServiceClient | undefined {
    return this.#store.get(id);
  }

  /** @returns undefined if the client id is taken, or if there are too many clients */
  create(clientId: string, change: ServiceClientChange): ServiceClient | undefined {
    const all = this.all();
    const isTaken = [...this.#realm.clients, ...all].some((client) => client.clientId === clientId);
    if (isTaken || all.length >= maxServiceClients) return undefined;
    const client = withNewSecret({
      id: randomUUID(),
      clientId,
      name: '',
      description: '',
      isEnabled: true,
      secret: '',
      roles: [this.#realm.defaultRole],
      attributes: {},
      protocolMappers: [],
      ...change,
    });
    this.#put(client);
    return client;
  }

  update(id: string, change: ServiceClientChange): void {
    const client = this.find(id);
    if (client === undefined) return;
    const attributes = { ...client.attributes, ...change.attributes };
    this.#put({ ...client, ...change, attributes });
  }

  /** Replaces the secret; the one before is refused from now on. */
  renewSecret(client: ServiceClient): string {
    const renewed = withNewSecret(client);
    this.#put(renewed);
    return renewed.secret;
  }

  delete(id: string): void {
    this.#store.delete(id);
  }

  /** The realm with these clients in it, as they are at the time of each look. */
  joinedTo(realm: Realm): Realm {
    const enabled = () => this.all().filter(({ isEnabled }) => isEnabled);
    return {
      ...realm,
      get clients() {
        return [...realm.clients, ...enabled().map(toRealmClient)];
      },
      get serviceAccountRoles() {
        const added = enabled().map(({ clientId, roles }) => [clientId, roles] as const);
        return new Map([...realm.serviceAccountRoles, ...added]);
      },
    };
  }

  /** The clients as oidc-provider looks for those that it was not configured with. It never writes any. */
  get adapter(): Adapter {
    const refuse = () => Promise.reject(new Error('Clients are written by the administration alone.'));
    return {
      find: async (clientId) => {
        const client = this.all().find((one) => one.clientId === clientId && one.isEnabled);
        return client && toClientMetadata(toRealmClient(client));
      },
      findByUid: async () => undefined,
      findByUserCode: async () => undefined,
      upsert: refuse,
      consume: refuse,
      destroy: refuse,
      revokeByGrantId: refuse,
    };
  }

  #put(client: ServiceClient): void {
    this.#store.set(client.id, client, Number.MAX_SAFE_INTEGER);
  }
}

function withNewSecret(client: ServiceClient): ServiceClient {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return {
    ...client,
    // Letters and digits, as Keycloak's are.
    secret: randomBytes(24).toString('hex'),
    attributes: { ...client.attributes, [secretCreationTime]: String(nowSeconds) },
  };
}

function toRealmClient({ clientId, name, secret, protocolMappers }: ServiceClient): RealmClient {
  return {
    clientId,
    name: name || clientId,
    secret,
    isCodeAllowed: false,
    isPasswordAllowed: false,
    isServiceAccount: true,
    audience: audienceOf({ protocolMappers }) ?? clientId,
    claims: claimsOf({ protocolMappers }),
    rootUrl: undefined,
    redirectUris: [],
    webOrigins: [],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: undefined,
    isBackchannelSessionRequired: false,
    roleLimit: undefined,
  };
}
