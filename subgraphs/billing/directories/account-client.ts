import type { z } from 'zod';
import { DirectoryUnavailableError } from '#kernel/directories/directory-unavailable-error.ts';
import type { DirectoryRequest, SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { ServiceToken } from '#platform/tokens/service-token.ts';

/** The codes of a subgraph that did not accept a token. */
const tokenCodes = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** Calls a subgraph with the token of billing's own account. */
export class AccountClient {
  readonly #client: SubgraphClient;
  readonly #token: ServiceToken;

  constructor(client: SubgraphClient, token: ServiceToken) {
    this.#client = client;
    this.#token = token;
  }

  /**
   * Sends an operation and gives the data of its answer. A token that is not accepted is not used again.
   *
   * @throws {DirectoryUnavailableError} if the answer has errors or another form, or does not arrive in time
   */
  async send<Data>(operation: DirectoryRequest, schema: z.ZodType<Data>): Promise<Data> {
    const token = await this.getToken();
    try {
      return await this.#client.send(operation, schema, token);
    } catch (error) {
      const isRefused =
        error instanceof DirectoryUnavailableError && error.codes.some((code) => tokenCodes.has(code));
      if (isRefused) this.#token.forget(token);
      throw error;
    }
  }

  /** @throws {DirectoryUnavailableError} if the provider gives none */
  async getToken(): Promise<string> {
    try {
      return await this.#token.get();
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause;
      throw new DirectoryUnavailableError('identity provider', 'it gave billing no token', { cause });
    }
  }

  /** The error that says why the subgraph was of no use. */
  fail(reason: string): DirectoryUnavailableError {
    return this.#client.fail(reason);
  }
}
