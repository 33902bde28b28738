import type { Access, RenewalAnswer } from '../stock-client.ts';

/** The headers by which a request proves who sends it. */
export function toHeaders({ token, cookie }: Access): Record<string, string> {
  return {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(cookie !== undefined && { cookie, 'x-csrf': '1' }),
  };
}

/** A `fetch` that remembers which id the gateway gave to the stream. */
export interface WatchedFetch {
  readonly fetch: typeof fetch;
  subscriptionId(): string | null;
}

export function watchFetch(): WatchedFetch {
  let id: string | null = null;
  return {
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      id = response.headers.get('subscription-id');
      return response;
    },
    subscriptionId: () => id,
  };
}

/** Renews the token of a stream over HTTP, from outside it. */
export async function renewStream(
  gatewayUrl: string,
  id: string | null | undefined,
  token: string,
): Promise<RenewalAnswer> {
  const response = await fetch(`${gatewayUrl}/renewals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
    signal: AbortSignal.timeout(30_000),
  });
  return (await response.json()) as RenewalAnswer;
}
