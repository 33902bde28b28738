import type { ReadinessPart } from '#platform/http/readiness.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import type { TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';
import type { GraphHolder } from '../graph/graph-holder.ts';
import {
  createProviderCheck,
  type FindDispatcher,
  type FindUrls,
  type RequiredSubgraphs,
  toSubgraphParts,
} from './readiness-checks.ts';

export interface GatewayReadinessOptions {
  readonly graphs: GraphHolder;
  /** The issuers whose tokens are accepted; the first is where people sign in. */
  readonly issuers: readonly TrustedIssuer[];
  readonly requiredSubgraphs: RequiredSubgraphs;
  readonly verifier: TokenVerifier;
  /** Finds addresses of a subgraph that are asked in the place of the one of the supergraph. */
  readonly findUrls: FindUrls;
  readonly findDispatcher: FindDispatcher;
  /** Further parts, such as those that signing in needs. */
  readonly more?: Readonly<Record<string, ReadinessPart>> | undefined;
}

/**
 * The parts of a gateway: the keys that tokens are verified with, the provider, the subgraphs of the supergraph in use, and
 * whatever sign-in needs. Without its provider a gateway still serves everyone who is signed in, as long as it has the keys.
 */
export function followReadiness(options: GatewayReadinessOptions): Readonly<Record<string, ReadinessPart>> {
  const { graphs, verifier, requiredSubgraphs, more = {} } = options;
  const [issuer] = options.issuers;
  const identity: Record<string, ReadinessPart> = issuer
    ? {
        'token keys': () => verifier.ready(),
        'identity provider': { check: createProviderCheck(issuer), isRequired: false },
      }
    : {};
  const parts: Record<string, ReadinessPart> = {};
  graphs.subscribe(({ supergraph }) => {
    for (const name of Object.keys(parts)) delete parts[name];
    Object.assign(
      parts,
      more,
      identity,
      toSubgraphParts(supergraph.subgraphUrls, requiredSubgraphs, options),
    );
  });
  return parts;
}
