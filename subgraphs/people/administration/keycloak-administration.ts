import { z } from 'zod';
import type {
  IdentityAdministration,
  MailAction,
  NewPerson,
  ProviderPerson,
} from './identity-administration.ts';
import { KeycloakRest, type KeycloakRestOptions } from './keycloak-rest.ts';

/** Keycloak's `UserRepresentation`; members that are not read here are kept for a write. */
const userSchema = z.looseObject({
  id: z.string(),
  username: z.string(),
  email: z.string().optional(),
  emailVerified: z.boolean().default(false),
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  enabled: z.boolean().default(false),
  totp: z.boolean().default(false),
  createdTimestamp: z.number().optional(),
});

const rolesSchema = z.array(z.looseObject({ id: z.string(), name: z.string() }));

/** Administers people by Keycloak's REST interface; the account needs `view-users` and `manage-users`. */
export class KeycloakAdministration implements IdentityAdministration {
  readonly #rest: KeycloakRest;

  constructor(options: KeycloakRestOptions) {
    this.#rest = new KeycloakRest(options);
  }

  async list({ search, first, max }: Parameters<IdentityAdministration['list']>[0]) {
    const query = {
      search: toSearch(search),
      first: String(first),
      max: String(max),
      briefRepresentation: 'false',
    };
    return (await this.#rest.read({ path: '/users', query }, z.array(userSchema))).map(toPerson);
  }

  count(search: string | undefined): Promise<number> {
    return this.#rest.read(
      { path: '/users/count', query: { search: toSearch(search) } },
      z.int().nonnegative(),
    );
  }

  async find(id: string): Promise<ProviderPerson | undefined> {
    const user = await this.#findUser(id);
    return user && toPerson(user);
  }

  async findBy(key: 'username' | 'email', value: string): Promise<ProviderPerson | undefined> {
    const query = { [key]: value, exact: 'true', briefRepresentation: 'false', max: '2' };
    const [user] = await this.#rest.read({ path: '/users', query }, z.array(userSchema));
    return user && toPerson(user);
  }

  async rolesOf(id: string): Promise<readonly string[]> {
    const roles = await this.#rest.read({ path: toRolesPath(id) }, rolesSchema);
    return roles.map(({ name }) => name);
  }

  async create(person: NewPerson): Promise<string | undefined> {
    const body = { ...person, enabled: true, emailVerified: false, requiredActions: ['UPDATE_PASSWORD'] };
    return this.#rest.create('/users', body);
  }

  async setEnabled(id: string, isEnabled: boolean): Promise<void> {
    // A write without the other members could empty them.
    const user = await this.#findUser(id);
    const body = { ...user, enabled: isEnabled };
    await this.#rest.send({ method: 'PUT', path: toUserPath(id), body });
  }

  async giveRoles(id: string, roles: readonly string[]): Promise<void> {
    await this.#changeRoles('POST', id, { roles, among: `${toRolesPath(id)}/available` });
  }

  async takeRoles(id: string, roles: readonly string[]): Promise<void> {
    await this.#changeRoles('DELETE', id, { roles, among: toRolesPath(id) });
  }

  async sendMail(id: string, actions: readonly MailAction[]): Promise<boolean> {
    const path = `${toUserPath(id)}/execute-actions-email`;
    const response = await this.#rest.send({ method: 'PUT', path, body: actions, understood: [400, 500] });
    return response.ok;
  }

  async signOut(id: string): Promise<void> {
    await this.#rest.send({ method: 'POST', path: `${toUserPath(id)}/logout` });
  }

  /** A change of roles names them by id too, which a list of them tells. */
  async #changeRoles(
    method: 'POST' | 'DELETE',
    id: string,
    { roles, among }: { readonly roles: readonly string[]; readonly among: string },
  ): Promise<void> {
    if (roles.length === 0) return;
    const known = await this.#rest.read({ path: among }, rolesSchema);
    const body = known.filter(({ name }) => roles.includes(name));
    if (body.length > 0) await this.#rest.send({ method, path: toRolesPath(id), body });
  }

  #findUser(id: string): Promise<z.output<typeof userSchema> | undefined> {
    return this.#rest.find(toUserPath(id), userSchema);
  }
}

/** Keycloak looks at the beginning of names, unless a word has asterisks around it. */
function toSearch(search: string | undefined): string | undefined {
  const words =
    search
      ?.replaceAll(/["*%\\]/g, ' ')
      .split(/\s+/)
      .filter((word) => word !== '') ?? [];
  return words.length === 0 ? undefined : words.map((word) => `*${word}*`).join(' ');
}

function toUserPath(id: string): string {
  return `/users/${encodeURIComponent(id)}`;
}

function toRolesPath(id: string): string {
  return `${toUserPath(id)}/role-mappings/realm`;
}

function toPerson(user: z.output<typeof userSchema>): ProviderPerson {
  return {
    id: user.id,
    username: user.username,
    email: user.email ?? null,
    isEmailVerified: user.emailVerified,
    firstName: user.firstName,
    lastName: user.lastName,
    isEnabled: user.enabled,
    hasOneTimeCode: user.totp,
    // The embedded provider says 0 of people of the realm file.
    createdAtMs:
      user.createdTimestamp === undefined || user.createdTimestamp === 0 ? null : user.createdTimestamp,
  };
}
