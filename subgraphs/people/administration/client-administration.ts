/** A client of an API as the identity provider has it. */
export interface ApiClientAccount {
  /** The provider's id of it, which no token shows. */
  readonly id: string;
  /** The name in tokens and keys. */
  readonly clientId: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly scopes: readonly string[];
  /** The plan that its tokens name; null if the gateway decides. */
  readonly plan: string | null;
  readonly createdAt: Date | null;
  /** The time since which the present secret is good; null if the provider does not know. */
  readonly secretCreatedAt: Date | null;
}

/** The members of a client that can change. */
export type ClientChange = Partial<Pick<ApiClientAccount, 'name' | 'isEnabled' | 'scopes' | 'plan'>>;

/**
 * The actions of an administrator on API clients at an identity provider: confidential clients with a service account, whose
 * roles are given as those of people are. Other clients of the provider are neither shown nor changed.
 *
 * Every call throws an `AdministrationError` if the provider does not answer, or not as expected.
 */
export interface ClientAdministration {
  /** All API clients by client id. */
  list(): Promise<readonly ApiClientAccount[]>;
  find(id: string): Promise<ApiClientAccount | undefined>;
  /** Adds a client without roles. @returns the id, or undefined if the client id is taken */
  create(
    client: Pick<ApiClientAccount, 'clientId' | 'name' | 'scopes' | 'plan'>,
  ): Promise<string | undefined>;
  update(id: string, change: ClientChange): Promise<void>;
  /** The id of the user that stands for the service account. */
  getServiceAccount(id: string): Promise<string>;
  /** Replaces the secret; the provider takes the one before no more. @returns the new one */
  renewSecret(id: string): Promise<string>;
  delete(id: string): Promise<void>;
}
