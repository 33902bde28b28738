import { z } from 'zod';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { ServiceToken } from '#platform/tokens/service-token.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import { AdministrationError } from './administration-error.ts';
import type {
  IdentityAdministration,
  MailAction,
  NewPerson,
  ProviderPerson,
} from './identity-administration.ts';

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

export interface KeycloakAdministrationOptions {
  /** The administration's address with the realm, such as `https://id.example.com/admin/realms/company`. */
  readonly url: string;
  /** Of a service account with the roles `view-users` and `manage-users` of `realm-management`. */
  readonly token: ServiceToken;
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Refusals that the caller understands. */
  readonly understood?: readonly number[];
}

/** Administers people by Keycloak's REST interface, which the embedded provider has as well. */
export class KeycloakAdministration implements IdentityAdministration {
  readonly #url: string;
  readonly #token: ServiceToken;

  constructor({ url, token }: KeycloakAdministrationOptions) {
    this.#url = url.replace(/\/$/, '');
    this.#token = token;
  }

  async list({ search, first, max }: Parameters<IdentityAdministration['list']>[0]) {
    const query = {
      search: toSearch(search),
      first: String(first),
      max: String(max),
      briefRepresentation: 'false',
    };
    return (await this.#read({ path: '/users', query }, z.array(userSchema))).map(toPerson);
  }

  count(search: string | undefined): Promise<number> {
    return this.#read({ path: '/users/count', query: { search: toSearch(search) } }, z.int().nonnegative());
  }

  async find(id: string): Promise<ProviderPerson | undefined> {
    const user = await this.#findUser(id);
    return user && toPerson(user);
  }

  async findBy(key: 'username' | 'email', value: string): Promise<ProviderPerson | undefined> {
    const query = { [key]: value, exact: 'true', briefRepresentation: 'false', max: '2' };
    const [user] = await this.#read({ path: '/users', query }, z.array(userSchema));
    return user && toPerson(user);
  }

  async rolesOf(id: string): Promise<readonly string[]> {
    const roles = await this.#read({ path: toRolesPath(id) }, rolesSchema);
    return roles.map(({ name }) => name);
  }

  async create(person: NewPerson): Promise<string | undefined> {
    const body = { ...person, enabled: true, emailVerified: false, requiredActions: ['UPDATE_PASSWORD'] };
    const response = await this.#send({ method: 'POST', path: '/users', body, understood: [409] });
    if (response.status === 409) return undefined;
    const id = response.headers.get('location')?.split('/').at(-1);
    if (id === undefined)
      throw new AdministrationError('PROVIDER_REFUSED', 'The provider did not name the new person.');
    return id;
  }

  async setEnabled(id: string, isEnabled: boolean): Promise<void> {
    // A write without the other members could empty them.
    const user = await this.#findUser(id);
    const body = { ...user, enabled: isEnabled };
    await this.#send({ method: 'PUT', path: toUserPath(id), body });
  }

  async giveRoles(id: string, roles: readonly string[]): Promise<void> {
    await this.#changeRoles('POST', id, { roles, among: `${toRolesPath(id)}/available` });
  }

  async takeRoles(id: string, roles: readonly string[]): Promise<void> {
    await this.#changeRoles('DELETE', id, { roles, among: toRolesPath(id) });
  }

  async sendMail(id: string, actions: readonly MailAction[]): Promise<boolean> {
    const path = `${toUserPath(id)}/execute-actions-email`;
    const response = await this.#send({ method: 'PUT', path, body: actions, understood: [400, 500] });
    return response.ok;
  }

  async signOut(id: string): Promise<void> {
    await this.#send({ method: 'POST', path: `${toUserPath(id)}/logout` });
  }

  /** A change of roles names them by id too, which a list of them tells. */
  async #changeRoles(
    method: 'POST' | 'DELETE',
    id: string,
    { roles, among }: { readonly roles: readonly string[]; readonly among: string },
  ): Promise<void> {
    if (roles.length === 0) return;
    const known = await this.#read({ path: among }, rolesSchema);
    const body = known.filter(({ name }) => roles.includes(name));
    if (body.length > 0) await this.#send({ method, path: toRolesPath(id), body });
  }

  async #findUser(id: string): Promise<z.output<typeof userSchema> | undefined> {
    const response = await this.#send({ path: toUserPath(id), understood: [404] });
    return response.status === 404 ? undefined : parse(response, userSchema);
  }

  async #read<Value>(call: Call, schema: z.ZodType<Value>): Promise<Value> {
    return parse(await this.#send(call), schema);
  }

  async #send(call: Call): Promise<Response> {
    const token = await this.#getToken();
    const response = await this.#fetch(call, token);
    if (response.ok || call.understood?.includes(response.status)) return response;
    await response.body?.cancel();
    if (response.status === 401) this.#token.forget(token);
    throw new AdministrationError(
      response.status >= 500 ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED',
      `The provider answered ${call.method ?? 'GET'} ${toPattern(call.path)} with ${response.status}.`,
    );
  }

  async #fetch({ method = 'GET', path, query = {}, body }: Call, token: string): Promise<Response> {
    const url = new URL(`${this.#url}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    try {
      return await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(requestDeadlines.providerAnswerMs),
      });
    } catch (cause) {
      throw new AdministrationError(
        'PROVIDER_UNAVAILABLE',
        `The provider does not answer: ${toErrorText(cause)}`,
        {
          cause,
        },
      );
    }
  }

  async #getToken(): Promise<string> {
    try {
      return await this.#token.get();
    } catch (cause) {
      throw new AdministrationError('PROVIDER_UNAVAILABLE', 'The provider gave this service no token.', {
        cause,
      });
    }
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

/** A path without anybody's id, for messages. */
function toPattern(path: string): string {
  return path.replace(/^\/users\/(?!count)[^/]+/, '/users/ID');
}

async function parse<Value>(response: Response, schema: z.ZodType<Value>): Promise<Value> {
  try {
    return schema.parse(await response.json());
  } catch (cause) {
    throw new AdministrationError('PROVIDER_REFUSED', 'The answer of the provider cannot be read.', {
      cause,
    });
  }
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
