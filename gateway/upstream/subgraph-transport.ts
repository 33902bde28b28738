/** One GraphQL request to a subgraph. */
export interface SubgraphRequest {
  readonly subgraph: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /**
   * The entities asked for: the JSON text of each representation. They are sent as the variable `representations`, and
   * equal ones can be told by their texts.
   */
  readonly representations?: readonly string[] | undefined;
  /** Further lists of such texts, each with the variable that it is sent as: a request may ask for several lists of entities. */
  readonly moreRepresentations?:
    | readonly (readonly [variable: string, texts: readonly string[]])[]
    | undefined;
  readonly operationName?: string | undefined;
}

/** On whose behalf, and how long. */
export interface SubgraphCall {
  /** Headers to send besides those of the transport itself; the caller chose them, none of a client's passes by itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** An error as a subgraph wrote it (GraphQL specification, section 7.1.2). */
export interface SubgraphErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The answer of a subgraph. Its objects are the caller's own, who may change them. */
export interface SubgraphResponse {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly SubgraphErrorEntry[] | undefined;
  /** The JSON text that it was read from, if it was, for whoever needs it once more. */
  readonly text?: string | undefined;
}

/** Why there is no answer: `SUBGRAPH_UNAVAILABLE` may pass, `SUBGRAPH_RESPONSE_INVALID` is the subgraph's fault. */
export type TransportErrorCode = 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_RESPONSE_INVALID';

/** Carries requests to subgraphs. */
export interface SubgraphTransport {
  /**
   * Sends one request and waits for its answer, an answer with errors included.
   *
   * @throws CodedError with a {@link TransportErrorCode} when there is no usable answer.
   */
  send(request: SubgraphRequest, call: SubgraphCall): Promise<SubgraphResponse>;
}
