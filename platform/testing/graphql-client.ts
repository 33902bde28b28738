/** The answer of a GraphQL server. */
interface GraphqlAnswer<Data> {
  readonly status: number;
  /** As the test says it is; empty when there is none. */
  readonly data: Data;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** Sends one operation. */
export type GraphqlClient = <Data = Record<string, unknown>>(
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<GraphqlAnswer<Data>>;

/** A client that sends operations with a bearer token, or with none. */
export function createGraphqlClient(url: string, token: string | undefined): GraphqlClient {
  return async <Data>(query: string, variables?: Readonly<Record<string, unknown>>) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(60_000),
    });
    const body = (await response.json()) as Partial<GraphqlAnswer<Data>>;
    return { status: response.status, data: body.data ?? ({} as Data), errors: body.errors ?? [] };
  };
}
