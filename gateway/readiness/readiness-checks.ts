import { type Dispatcher, request } from 'undici';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { ReadinessCheck, ReadinessPart } from '#platform/http/readiness.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { type IssuerAddress, toReachableUrl } from '#platform/tokens/issuer-address.ts';
import { fetchProviderJson } from '#platform/tokens/provider-fetch.ts';
import { fetchProviderMetadata } from '#platform/tokens/provider-metadata.ts';

/** Time for which an outcome is believed, so that the gateway does not ask others as often as it is asked. */
const goodForMs = 2_000;
/** A part that is down is asked again sooner: something may wait for it to start. */
const badForMs = 200;

/** For one document of the provider; the check as a whole has its own limit. */
const providerTimeoutMs = 2_000;

/** Longest answer of a subgraph that is read to the end. */
const maxAnswerBytes = 65_536;

/** Finds the addresses at which a subgraph is asked; none if it has only the one of the supergraph. */
export type FindUrls = (subgraph: string) => readonly string[];

/** Finds the connections over which a subgraph is asked at an origin. */
export type FindDispatcher = (subgraph: string, origin: string) => Dispatcher;

/** Checks a subgraph, which works if one of its addresses does. */
function createSubgraphCheck(
  findUrls: () => readonly string[],
  findDispatcher: (origin: string) => Dispatcher,
): ReadinessCheck {
  return believed(async (signal) => {
    await Promise.any(
      findUrls().map((url) => checkAddress(url, { signal, dispatcher: findDispatcher(new URL(url).origin) })),
    );
  });
}

interface AddressCheckOptions {
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher;
}

/**
 * Checks a subgraph at an address: by its own `/readyz`, which knows of its database, or, if it has none, by a query. A server
 * that answers the query at all is alive, whatever it thinks of a caller without a token.
 */
async function checkAddress(url: string, options: AddressCheckOptions): Promise<void> {
  const readyz = await request(new URL('/readyz', url), options);
  const isOwnAnswer = String(readyz.headers['content-type']).startsWith('application/json');
  await readyz.body.dump({ limit: maxAnswerBytes });
  if (readyz.statusCode === 503) throw new TypeError(`${url} is not ready.`);
  if (readyz.statusCode === 200 && isOwnAnswer) return;
  const answer = await request(url, {
    ...options,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  await answer.body.dump({ limit: maxAnswerBytes });
  if (answer.statusCode >= 500) throw new TypeError(`${url} answered ${answer.statusCode}.`);
}

/**
 * Checks a service by an address that answers 200 while it works.
 *
 * @param send sends the request
 */
export function createAddressCheck(url: string, send: Fetch): ReadinessCheck {
  return believed(async (signal) => {
    const answer = await send(url, { signal, redirect: 'error' });
    await answer.body?.cancel();
    if (answer.status !== 200) throw new TypeError(`${url} answered ${answer.status}.`);
  });
}

/** Which subgraphs a gateway cannot do without: at least one, all, none, or these. */
export type RequiredSubgraphs = 'any' | 'all' | 'none' | readonly string[];

/** @throws {ConfigurationError} if a subgraph is required that there is not. */
export function assertKnownSubgraphs(known: readonly string[], required: RequiredSubgraphs): void {
  const unknown = typeof required === 'string' ? [] : required.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ConfigurationError([
    `REQUIRED_SUBGRAPHS: ${unknown.join(', ')} must be among ${known.join(', ')}`,
  ]);
}

/** The parts of a gateway's readiness that its subgraphs are, by their addresses. */
export function toSubgraphParts(
  urls: ReadonlyMap<string, string>,
  required: RequiredSubgraphs,
  { findUrls, findDispatcher }: { readonly findUrls: FindUrls; readonly findDispatcher: FindDispatcher },
): Record<string, ReadinessPart> {
  const checks = new Map(
    [...urls].map(([name, url]) => {
      const find = () => {
        const found = findUrls(name);
        return found.length > 0 ? found : [url];
      };
      return [name, createSubgraphCheck(find, (origin) => findDispatcher(name, origin))];
    }),
  );
  const parts: Record<string, ReadinessPart> = {};
  for (const [name, check] of checks) {
    const isRequired = required === 'all' || (Array.isArray(required) && required.includes(name));
    parts[`subgraph ${name}`] = { check, isRequired };
  }
  if (required === 'any' && checks.size > 0) {
    parts['any subgraph'] = (signal) => Promise.any([...checks.values()].map((check) => check(signal)));
  }
  return parts;
}

/** Checks that an OpenID Connect provider tells where its keys are, and that they are there. */
export function createProviderCheck(provider: IssuerAddress): ReadinessCheck {
  return believed(async (signal) => {
    const options = { signal, timeoutMs: providerTimeoutMs };
    const { jwks_uri } = await fetchProviderMetadata(provider, options);
    await fetchProviderJson(toReachableUrl(jwks_uri, provider), options);
  });
}

function believed(check: (signal: AbortSignal) => Promise<void>): ReadinessCheck {
  let until = 0;
  let outcome: Promise<void> = Promise.resolve();
  return (signal) => {
    if (performance.now() < until) return outcome;
    until = performance.now() + goodForMs;
    outcome = check(signal).catch((error: unknown) => {
      until = performance.now() + badForMs;
      throw error;
    });
    return outcome;
  };
}
