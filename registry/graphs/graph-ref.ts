/** The variant of a graph ref that names none. */
const defaultVariant = 'current';

/** The form of Rover's graph refs, with the variant's characters bounded to what is safe in paths and messages. */
const form = /^([a-zA-Z][a-zA-Z0-9_-]{0,63})(?:@([a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}))?$/;

const subgraphName = /^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/;

/** A variant of a graph, by their names. */
export interface GraphRef {
  readonly graph: string;
  readonly variant: string;
}

/** Parses `graph@variant`; undefined if the text does not match. */
export function parseGraphRef(text: string): GraphRef | undefined {
  const [, graph, variant = defaultVariant] = form.exec(text) ?? [];
  return graph === undefined ? undefined : { graph, variant };
}

/** Formats a ref as Rover writes it. */
export function formatGraphRef({ graph, variant }: GraphRef): string {
  return `${graph}@${variant}`;
}

/** Tests if a text can name a subgraph, as composition wants it. */
export function isSubgraphName(text: string): boolean {
  return subgraphName.test(text);
}
