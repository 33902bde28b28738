import { request } from 'undici';
import type { ReadinessCheck } from '#platform/http/readiness.ts';
import { type IssuerAddress, toReachableUrl } from '#platform/tokens/issuer-address.ts';
import { fetchProviderJson } from '#platform/tokens/provider-fetch.ts';
import { fetchProviderMetadata } from '#platform/tokens/provider-metadata.ts';

/** How long an outcome is believed, so that whoever asks the gateway often does not ask the others as often. */
const GOOD_FOR_MS = 2_000;
/** A part that is down is asked again sooner: something may wait for it to start. */
const BAD_FOR_MS = 200;

/** For one document of the provider; the check as a whole has its own limit. */
const PROVIDER_TIMEOUT_MS = 2_000;

/**
 * Checks a subgraph: by its own `/readyz`, which knows of its database, or by a query where there is none.
 */
export function createSubgraphCheck(url: string): ReadinessCheck {
  return believed(async (signal) => {
    const readyz = await request(new URL('/readyz', url), { signal });
    await readyz.body.dump();
    if (readyz.statusCode !== 404) return assertOk(url, readyz.statusCode);
    const answer = await request(url, {
      signal,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    await answer.body.dump();
    assertOk(url, answer.statusCode);
  });
}

/** Checks that an OpenID Connect provider tells where its keys are, and that they are there. */
export function createProviderCheck(provider: IssuerAddress): ReadinessCheck {
  return believed(async (signal) => {
    const options = { signal, timeoutMs: PROVIDER_TIMEOUT_MS };
    const { jwks_uri } = await fetchProviderMetadata(provider, options);
    await fetchProviderJson(toReachableUrl(jwks_uri, provider), options);
  });
}

function assertOk(url: string, status: number): void {
  if (status !== 200) throw new TypeError(`${url} answered ${status}.`);
}

function believed(check: (signal: AbortSignal) => Promise<void>): ReadinessCheck {
  let until = 0;
  let outcome: Promise<void> = Promise.resolve();
  return (signal) => {
    if (performance.now() < until) return outcome;
    until = performance.now() + GOOD_FOR_MS;
    outcome = check(signal).catch((error: unknown) => {
      until = performance.now() + BAD_FOR_MS;
      throw error;
    });
    return outcome;
  };
}
