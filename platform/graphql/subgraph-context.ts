import type { BaseContext } from '@apollo/server';
import type { RequestOrigin } from '#platform/audit/request-origin.ts';
import type { Principal } from '#platform/tokens/principal.ts';

/** The context of every resolver of a subgraph. */
export interface SubgraphContext extends BaseContext {
  /** The caller; undefined if anonymous. */
  readonly principal: Principal | undefined;
  /** The caller's token, to be passed on to another service. */
  readonly token: string | undefined;
  /** Where the request came from, as the gateway tells. */
  readonly origin?: RequestOrigin;
  /** Aborted when the caller is gone or its subscription is over. */
  readonly signal?: AbortSignal;
}
