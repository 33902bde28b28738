import type { CompositionProblem, SubgraphPart } from '../composition/composition.ts';

/** The change that led to a launch. */
export type LaunchCause = 'PUBLISH' | 'DELETE' | 'ROLLBACK';

/** A variant of a graph. */
export interface Variant {
  readonly id: string;
  readonly graph: string;
  readonly name: string;
}

/** A launch that composed. */
export interface ComposedLaunch {
  readonly id: string;
  /** Counts the launches of the variant from 1. */
  readonly number: number;
  readonly supergraph: string;
  readonly apiSchema: string;
  /** The SHA-256 of the supergraph's UTF-8 in hexadecimal digits. */
  readonly hash: string;
  readonly parts: readonly SubgraphPart[];
  readonly createdAt: Date;
}

/** The result of a publish, a delete or a rollback. */
export interface LaunchResult {
  readonly launchId: string;
  readonly number: number;
  /** The hash of the supergraph; undefined if it did not compose. */
  readonly hash: string | undefined;
  readonly problems: readonly CompositionProblem[];
  /** True if another supergraph runs from now on. */
  readonly changesSupergraph: boolean;
}
