import { type ApiKey, coversGraph, hasRight, type KeyRight } from '../keys/api-key.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { RegistryRefusal } from '../registry-refusal.ts';

/** The context of one operation of Rover. */
export interface RoverContext {
  readonly parts: RegistryParts;
  /** The key that was presented; undefined if it is missing or not known. */
  readonly key: ApiKey | undefined;
  /** Aborted when the operation must end. */
  readonly signal: AbortSignal;
}

/** A resolver of a field. Its source, arguments and result are checked by the schema alone. */
type RoverResolver = (source: never, args: never, context: RoverContext) => unknown;

/** Resolvers of one topic, by type and field. */
export type RoverResolvers = Readonly<Record<string, Readonly<Record<string, RoverResolver>>>>;

/** The rights of which one is enough to see the names of variants and subgraphs. */
const namingRights: readonly KeyRight[] = ['READ', 'CHECK', 'PUBLISH'];

/**
 * Gets the key of the caller.
 *
 * @throws {RegistryRefusal} if there is none
 */
export function requireKey({ key }: RoverContext): ApiKey {
  if (key !== undefined) return key;
  const message = 'This registry does not know the API key. Set APOLLO_KEY to one of its keys.';
  throw new RegistryRefusal('UNAUTHENTICATED', message);
}

/**
 * Gets the caller's key if it has a right for a graph.
 *
 * @throws {RegistryRefusal} if it does not
 */
export function requireRight(context: RoverContext, right: KeyRight, graph: string): ApiKey {
  const key = requireKey(context);
  if (hasRight(key, right, graph)) return key;
  throw new RegistryRefusal('FORBIDDEN', `The key ${key.name} has no right ${right} for the graph ${graph}.`);
}

/**
 * Gets the caller's key if it has a right for a whole graph, and not for some of its subgraphs alone.
 *
 * @throws {RegistryRefusal} if it does not
 */
export function requireWholeGraphRight(context: RoverContext, right: KeyRight, graph: string): ApiKey {
  const key = requireRight(context, right, graph);
  if (key.subgraphs === undefined) return key;
  throw new RegistryRefusal('FORBIDDEN', `The key ${key.name} is for subgraphs, not for the whole graph.`);
}

/** Tests if the caller may see the names of what is in a graph; a graph of other keys does not exist for it. */
export function maySeeNames(context: RoverContext, graph: string): boolean {
  const key = requireKey(context);
  return coversGraph(key, graph) && namingRights.some((right) => hasRight(key, right, graph));
}
