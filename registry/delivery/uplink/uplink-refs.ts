import { formatGraphRef, type GraphRef, parseGraphRef } from '../../graphs/graph-ref.ts';

/** The graph refs that Uplink gives without security links, and whose supergraph each of them gives. */
export type OpenRefs = ReadonlyMap<string, GraphRef>;

/**
 * Parses entries such as `shop@stock=shop@current`: whoever asks for the first is given the supergraph of the second, without
 * security links. One ref alone stands for itself.
 *
 * @returns `undefined` if an entry does not match the format
 */
export function parseOpenRefs(entries: readonly string[]): OpenRefs | undefined {
  const refs = new Map<string, GraphRef>();
  for (const entry of entries) {
    const [first = '', second = first, ...others] = entry.split('=');
    const asked = parseGraphRef(first);
    const source = parseGraphRef(second);
    if (asked === undefined || source === undefined || others.length > 0) return undefined;
    refs.set(formatGraphRef(asked), source);
  }
  return refs;
}
