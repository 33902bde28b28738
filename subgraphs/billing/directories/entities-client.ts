import { Agent, request } from 'undici';
import { z } from 'zod';
import { DirectoryUnavailableError } from './directory-unavailable-error.ts';

export interface EntitiesClientOptions {
  /** The GraphQL endpoint of a subgraph. */
  readonly url: string;
  /** The name of the subgraph in messages for people. */
  readonly name: string;
  /** The limit for one request from first to last byte, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
}

/**
 * Reads entities of another subgraph the way a gateway does (Apollo Federation subgraph specification, `_entities`).
 */
export interface EntitiesClient {
  /**
   * The entities with these ids, in the order of the ids; undefined for an id that does not exist.
   *
   * @throws {DirectoryUnavailableError} if the answer is incomplete or does not arrive in time
   */
  load<Entity>(
    query: EntitiesQuery<Entity>,
    ids: readonly string[],
    token: string,
  ): Promise<(Entity | undefined)[]>;
  /** Closes all connections and aborts pending requests. */
  close(): Promise<void>;
}

/** The fields of a type to read, and the form of an answer. */
export interface EntitiesQuery<Entity> {
  readonly typename: string;
  /** A selection set, braces included. */
  readonly selection: string;
  readonly schema: z.ZodType<Entity>;
}

const connectTimeoutMs = 2_000;
const largestAnswerBytes = 8 * 1_048_576;

/** The form of every answer (GraphQL specification, section 7.1). */
const responseSchema = z.object({
  data: z.object({ _entities: z.array(z.unknown()) }).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).partial().optional() })).optional(),
});

/** Keeps a few connections to one subgraph. */
export function createEntitiesClient(options: EntitiesClientOptions): EntitiesClient {
  const timeoutMs = options.timeoutMs ?? 5_000;
  const dispatcher = new Agent({
    connections: 16,
    connect: { timeout: Math.min(connectTimeoutMs, timeoutMs) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: largestAnswerBytes,
  });
  const fail = (reason: string, cause?: unknown) =>
    new DirectoryUnavailableError(options.name, reason, cause === undefined ? undefined : { cause });

  async function post(body: string, token: string): Promise<unknown> {
    try {
      const response = await request(options.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
        dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await response.body.json();
    } catch (cause) {
      throw fail('the request failed', cause);
    }
  }

  return {
    async load(query, ids, token) {
      if (ids.length === 0) return [];
      const answer = responseSchema.safeParse(await post(toBody(query, ids), token));
      if (!answer.success) throw fail('the answer is no GraphQL response', answer.error);
      const { data, errors } = answer.data;
      if (errors !== undefined) {
        const codes = new Set(errors.map((error) => error.extensions?.code ?? 'no code'));
        throw fail(`it answered with errors (${[...codes].join(', ')})`);
      }
      const entities = data?._entities ?? [];
      if (entities.length !== ids.length) throw fail('the answer does not match what was asked for');
      return entities.map((entity) => {
        if (entity === null) return undefined;
        const parsed = query.schema.safeParse(entity);
        if (!parsed.success) throw fail(`a ${query.typename} has another form than expected`, parsed.error);
        return parsed.data;
      });
    },
    close: () => dispatcher.destroy(),
  };
}

function toBody({ typename, selection }: EntitiesQuery<unknown>, ids: readonly string[]): string {
  return JSON.stringify({
    query: `query Billing${typename}s($of: [_Any!]!) { _entities(representations: $of) { ... on ${typename} ${selection} } }`,
    variables: { of: ids.map((id) => ({ __typename: typename, id })) },
  });
}
