/** One subgraph as composition takes it. */
export interface SubgraphPart {
  readonly name: string;
  /** Empty if it is published without an address. */
  readonly url: string;
  readonly sdl: string;
}

/** A reason why subgraphs do not compose. */
export interface CompositionProblem {
  readonly message: string;
  /** Of Apollo's composition, for example `INVALID_GRAPHQL`. */
  readonly code?: string | undefined;
  readonly locations: readonly {
    readonly subgraph?: string | undefined;
    readonly line: number;
    readonly column: number;
  }[];
}

/** The result of composing. */
export type Composition =
  | {
      readonly kind: 'composed';
      readonly supergraph: string;
      /** The SDL that clients see. */
      readonly apiSchema: string;
      readonly hints: readonly string[];
    }
  | {
      readonly kind: 'refused';
      /** One or more. */
      readonly problems: readonly CompositionProblem[];
    };
