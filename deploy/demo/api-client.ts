import { z } from 'zod';
import { CodedError } from '#platform/errors/coded-error.ts';
import { retry } from '#platform/waiting/retry.ts';

export interface ApiClientOptions {
  /** Where the gateway answers GraphQL. */
  readonly url: string;
  /** Gives an access token that is good for some time to come. */
  readonly getToken: () => Promise<string>;
  readonly signal: AbortSignal;
  /** For one request. Default 30,000. */
  readonly timeoutMs?: number;
}

/** A GraphQL API seen by a program that may repeat what it asks. */
export interface ApiClient {
  /**
   * Sends an operation, again when the answer says that a service is away: operations must be harmless to repeat.
   *
   * @returns `data`, parsed
   * @throws {ApiError} when the API cannot be reached or answers errors.
   */
  request<Schema extends z.ZodType>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    data: Schema,
  ): Promise<z.output<Schema>>;
}

class ApiError extends CodedError<'API_UNREACHABLE' | 'API_REFUSED'> {
  constructor(code: 'API_UNREACHABLE' | 'API_REFUSED', message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'ApiError';
  }
}

/** Waits before the second, third and fourth attempt. */
const waitsMs = [250, 1_000, 3_000];

/** Errors of the gateway that say that a service or the provider does not answer at present. */
const passingCodes = new Set([
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'PROVIDER_UNREACHABLE',
  'IDENTITY_PROVIDER_UNREACHABLE',
]);

/** The code among a mutation's `userErrors` when a service that it needs is away. */
const unavailable = 'UNAVAILABLE';

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }),
    )
    .optional(),
});

const payloadsSchema = z.record(
  z.string(),
  z.object({ userErrors: z.array(z.object({ code: z.string() })) }),
);

export function createApiClient(options: ApiClientOptions): ApiClient {
  async function send(document: string, variables: object): Promise<unknown> {
    const answer = await post(options, { query: document, variables });
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) throw unreachable(`${options.url} does not answer GraphQL`, parsed.error);
    const [error] = parsed.data.errors ?? [];
    if (error === undefined) {
      if (saysUnavailable(parsed.data.data)) throw unreachable('A service of the API does not answer');
      return parsed.data.data;
    }
    const code = error.extensions?.code ?? 'without a code';
    throw new ApiError(
      passingCodes.has(code) ? 'API_UNREACHABLE' : 'API_REFUSED',
      `The API answered an error (${code}): ${error.message}`,
    );
  }

  return {
    async request(document, variables, data) {
      const { signal } = options;
      const isTransient = (error: unknown) =>
        error instanceof ApiError && error.code === 'API_UNREACHABLE' && !signal.aborted;
      return data.parse(await retry(() => send(document, variables), { waitsMs, isTransient, signal }));
    },
  };
}

async function post({ url, getToken, signal, timeoutMs }: ApiClientOptions, body: object): Promise<unknown> {
  const token = await getToken();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs ?? 30_000)]),
    });
    return await response.json();
  } catch (cause) {
    signal.throwIfAborted();
    throw unreachable(`${url} did not answer as an API does`, cause);
  }
}

function saysUnavailable(data: unknown): boolean {
  const payloads = payloadsSchema.safeParse(data);
  if (!payloads.success) return false;
  return Object.values(payloads.data).some(({ userErrors }) =>
    userErrors.some(({ code }) => code === unavailable),
  );
}

function unreachable(message: string, cause?: unknown): ApiError {
  return new ApiError('API_UNREACHABLE', message, cause === undefined ? {} : { cause });
}
