/** A person as the identity provider has them. */
export interface ProviderPerson {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly isEnabled: boolean;
  readonly hasOneTimeCode: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number | null;
}

export interface NewPerson {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The actions that a mail asks a person to take; the names are Keycloak's. */
export type MailAction = 'UPDATE_PASSWORD' | 'VERIFY_EMAIL';

/**
 * The actions of an administrator on people at an identity provider.
 *
 * Every call throws an `AdministrationError` if the provider does not answer, or not as expected.
 */
export interface IdentityAdministration {
  /** People by username, from `first` on, at most `max`. */
  list(query: {
    readonly search: string | undefined;
    readonly first: number;
    readonly max: number;
  }): Promise<readonly ProviderPerson[]>;
  count(search: string | undefined): Promise<number>;
  find(id: string): Promise<ProviderPerson | undefined>;
  /** The person with exactly this username or this e-mail address. */
  findBy(key: 'username' | 'email', value: string): Promise<ProviderPerson | undefined>;
  /** The roles that were given to a person. */
  rolesOf(id: string): Promise<readonly string[]>;
  /** Adds a person without a password. @returns the id, or undefined if username or address are taken */
  create(person: NewPerson): Promise<string | undefined>;
  setEnabled(id: string, isEnabled: boolean): Promise<void>;
  giveRoles(id: string, roles: readonly string[]): Promise<void>;
  takeRoles(id: string, roles: readonly string[]): Promise<void>;
  /** Sends a mail with a link. @returns false if the provider could not send it */
  sendMail(id: string, actions: readonly MailAction[]): Promise<boolean>;
  /** Ends all sessions of a person. */
  signOut(id: string): Promise<void>;
}
