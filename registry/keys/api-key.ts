/** The rights of a key. ADMIN has all of them. REGISTER is for processes that serve a subgraph: they say where they are. */
export const keyRights = ['READ', 'CHECK', 'PUBLISH', 'REPORT', 'REGISTER', 'ADMIN'] as const;
export type KeyRight = (typeof keyRights)[number];

/** One subgraph of one variant. */
export interface SubgraphIdentifier {
  readonly graph: string;
  readonly variant: string;
  readonly subgraph: string;
}

/** A key whose secret was presented. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The one graph that it is for; undefined for all. */
  readonly graph: string | undefined;
  readonly rights: ReadonlySet<KeyRight>;
  /** The only subgraphs that it may publish, delete, check and register instances of; undefined for all. */
  readonly subgraphs: readonly SubgraphIdentifier[] | undefined;
}

/** Tests if a key has a right for a graph. A key for all graphs has it for each. */
export function hasRight(key: ApiKey, right: KeyRight, graph: string): boolean {
  return coversGraph(key, graph) && (key.rights.has(right) || key.rights.has('ADMIN'));
}

/** Tests if a key is for a graph; the others do not exist for it. */
export function coversGraph(key: ApiKey, graph: string): boolean {
  return key.graph === undefined || key.graph === graph;
}

/** Tests if a key is not restricted to other subgraphs. */
export function coversSubgraph(key: ApiKey, one: SubgraphIdentifier): boolean {
  return (
    key.subgraphs === undefined ||
    key.subgraphs.some(
      ({ graph, variant, subgraph }) =>
        graph === one.graph && variant === one.variant && subgraph === one.subgraph,
    )
  );
}
