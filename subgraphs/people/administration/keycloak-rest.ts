import type { z } from 'zod';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { ServiceToken } from '#platform/tokens/service-token.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import { AdministrationError } from './administration-error.ts';

export interface KeycloakRestOptions {
  /** The administration's address with the realm, such as `https://id.example.com/admin/realms/company`. */
  readonly url: string;
  /** Of a service account with the roles of `realm-management` that the calls need. */
  readonly token: ServiceToken;
}

/** One call of the administration. */
export interface RestCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Refusals that the caller understands. */
  readonly understood?: readonly number[];
}

/** Calls Keycloak's REST interface, which the embedded provider has as well, by a service account. */
export class KeycloakRest {
  readonly #url: string;
  readonly #token: ServiceToken;

  constructor({ url, token }: KeycloakRestOptions) {
    this.#url = url.replace(/\/$/, '');
    this.#token = token;
  }

  /** @throws {AdministrationError} if the provider does not answer, or not in this form */
  async read<Value>(call: RestCall, schema: z.ZodType<Value>): Promise<Value> {
    return parseAnswer(await this.send(call), schema);
  }

  /** The object at a path; undefined if there is none. */
  async find<Value>(path: string, schema: z.ZodType<Value>): Promise<Value | undefined> {
    const response = await this.send({ path, understood: [404] });
    if (response.status !== 404) return parseAnswer(response, schema);
    await response.body?.cancel();
    return undefined;
  }

  /** Adds an object. @returns its id, or undefined if another one has its name */
  async create(path: string, body: unknown): Promise<string | undefined> {
    const response = await this.send({ method: 'POST', path, body, understood: [409] });
    await response.body?.cancel();
    if (response.status === 409) return undefined;
    const id = response.headers.get('location')?.split('/').at(-1);
    if (id === undefined)
      throw new AdministrationError('PROVIDER_REFUSED', 'The provider did not name what it has added.');
    return id;
  }

  /** @throws {AdministrationError} if the provider does not answer, or refuses in a way that is not understood */
  async send(call: RestCall): Promise<Response> {
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

  async #fetch({ method = 'GET', path, query = {}, body }: RestCall, token: string): Promise<Response> {
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

/** A path without anybody's id, for messages. */
function toPattern(path: string): string {
  return path.replace(/^\/(users|clients)\/(?!count)[^/]+/, '/$1/ID');
}

async function parseAnswer<Value>(response: Response, schema: z.ZodType<Value>): Promise<Value> {
  try {
    return schema.parse(await response.json());
  } catch (cause) {
    throw new AdministrationError('PROVIDER_REFUSED', 'The answer of the provider cannot be read.', {
      cause,
    });
  }
}
