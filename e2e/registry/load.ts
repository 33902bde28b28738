import autocannon, { type Instance, type Result } from 'autocannon';

/** The end of a load. */
interface LoadResult {
  readonly answered: number;
  /** Requests without an answer, with another status than 2xx, or with another body than wanted. */
  readonly failed: number;
}

/** Requests that go on until they are stopped. */
export interface Load {
  stop(): Promise<LoadResult>;
}

/** More than any test takes, in seconds. */
const longest = 1_800;

/** Asks a gateway for `hello` by ten connections, without a pause. */
export function startLoad(gatewayUrl: string): Load {
  const ended = Promise.withResolvers<Result>();
  const instance: Instance = autocannon(
    {
      url: `${gatewayUrl}/graphql`,
      method: 'POST',
      connections: 10,
      duration: longest,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ hello }' }),
      expectBody: '{"data":{"hello":"world"}}\n',
    },
    (error, result) => (error ? ended.reject(error) : ended.resolve(result)),
  );
  return {
    async stop() {
      (instance as Instance & { stop(): void }).stop();
      const { requests, errors, timeouts, non2xx, mismatches } = await ended.promise;
      return { answered: requests.total, failed: errors + timeouts + non2xx + mismatches };
    },
  };
}
