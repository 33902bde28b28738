import type { GraphQLError } from 'graphql';
import type { Log } from '#platform/log/log.ts';
import type {
  SubgraphCall,
  SubgraphResponse,
  SubgraphTransport,
} from '../../../upstream/subgraph-transport.ts';
import type { CompiledDefer } from '../plan/compile-plan.ts';
import type { AnswerObject } from '../response/answer-object.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** One run of a plan: what it knows so far. */
export interface PlanRun {
  /** All that was fetched, merged; it has more than the client asked for. */
  readonly data: AnswerObject;
  readonly errors: GraphQLError[];
  /** Objects and lists that stand at several places of `data`. */
  readonly shared: Set<object>;
  /** The targets that were found at a path, until there are other objects. */
  readonly found: Map<readonly string[], readonly AnswerObject[]>;
  readonly copied: {
    /** The number of objects and lists that have made way for copies so far. */
    count: number;
  };
  readonly texts: {
    /** True as soon as a subgraph has sent a text with a backslash, or one that is not known. */
    hasEscapes: boolean;
  };
  readonly variables: Variables;
  readonly call: SubgraphCall;
  readonly transport: SubgraphTransport;
  /** The requests that others of the same run ask again; absent where each request may change something. */
  readonly sent: Map<string, Promise<SubgraphResponse>> | undefined;
  /** Present where parts of the plan may come later. */
  readonly deferring?: Deferring;
  readonly log: Log;
}

/** Runs the parts of a plan that may come later. */
export interface Deferring {
  /** Runs what does not come later of a node, and begins with the rest. */
  run(run: PlanRun, node: CompiledDefer): Promise<void>;
  /** Is told of each request with an identifier when its answer is merged. */
  fetched(id: string): void;
}
