import { Agent, request } from 'undici';
import { z } from 'zod';
import type { ClientTls } from '#platform/tls/client-tls.ts';
import { DirectoryUnavailableError } from './directory-unavailable-error.ts';

export interface SubgraphClientOptions {
  /** The GraphQL endpoint of a subgraph. */
  readonly url: string;
  /** The name of the subgraph in messages for people. */
  readonly name: string;
  /** The limit for one request from first to last byte, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
  /** Certificates for connections over TLS. Default: those of Node.js. */
  readonly tls?: ClientTls;
}

const connectTimeoutMs = 2_000;
const largestAnswerBytes = 8 * 1_048_576;

/** The form of every answer (GraphQL specification, section 7.1). */
const responseSchema = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).partial().optional() })).optional(),
});

/** An operation with its variables. */
export interface DirectoryRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Keeps a few connections to one subgraph and sends operations to it. */
export class SubgraphClient {
  readonly #options: SubgraphClientOptions;
  readonly #timeoutMs: number;
  readonly #dispatcher: Agent;

  constructor(options: SubgraphClientOptions) {
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? 5_000;
    const timeoutMs = Math.min(connectTimeoutMs, this.#timeoutMs);
    this.#dispatcher = new Agent({
      connections: 16,
      connect: options.tls?.createConnector({ timeoutMs }) ?? { timeout: timeoutMs },
      headersTimeout: this.#timeoutMs,
      bodyTimeout: this.#timeoutMs,
      maxResponseSize: largestAnswerBytes,
    });
  }

  /**
   * Sends an operation and gives the data of its answer.
   *
   * @throws {DirectoryUnavailableError} if the answer has errors or another form, or does not arrive in time
   */
  async send<Data>(operation: DirectoryRequest, schema: z.ZodType<Data>, token: string): Promise<Data> {
    const answer = responseSchema.safeParse(await this.#post(JSON.stringify(operation), token));
    if (!answer.success) throw this.fail('the answer is no GraphQL response', { cause: answer.error });
    const { data, errors } = answer.data;
    if (errors !== undefined) {
      const codes = [...new Set(errors.map((error) => error.extensions?.code ?? 'no code'))];
      throw this.fail(`it answered with errors (${codes.join(', ')})`, { codes });
    }
    const parsed = schema.safeParse(data);
    if (!parsed.success) throw this.fail('the data has another form than expected', { cause: parsed.error });
    return parsed.data;
  }

  /** The error that says why the subgraph was of no use. */
  fail(reason: string, options?: ErrorOptions & { codes?: readonly string[] }): DirectoryUnavailableError {
    return new DirectoryUnavailableError(this.#options.name, reason, options);
  }

  /** Closes all connections and aborts pending requests. */
  close(): Promise<void> {
    return this.#dispatcher.destroy();
  }

  async #post(body: string, token: string): Promise<unknown> {
    try {
      const response = await request(this.#options.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
        dispatcher: this.#dispatcher,
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      return await response.body.json();
    } catch (cause) {
      throw this.fail('the request failed', { cause });
    }
  }
}
