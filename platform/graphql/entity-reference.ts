/** An object of another subgraph, of which a subgraph knows no more than the id. */
export interface EntityReference {
  readonly id: string;
}
