import type { KeyRight, SubgraphIdentifier } from './api-key.ts';

/** A key to be made. */
export interface NewKey {
  /** A UUID that the caller chose, by which a repeated request is known; absent to choose one here. */
  readonly id?: string | undefined;
  readonly name: string;
  /** The one graph that it is for; undefined for all. */
  readonly graph: string | undefined;
  readonly rights: readonly KeyRight[];
  readonly subgraphs?: readonly SubgraphIdentifier[] | undefined;
}
