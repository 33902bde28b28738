import { z } from 'zod';
import type { SubgraphClient } from './subgraph-client.ts';

/** The fields of a type to read, and the form of an answer. */
export interface EntitiesQuery<Entity> {
  readonly typename: string;
  /** A selection set, braces included. */
  readonly selection: string;
  readonly schema: z.ZodType<Entity>;
}

/**
 * Reads entities of another subgraph the way a gateway does (Apollo Federation subgraph specification, `_entities`): those
 * with these ids, in the order of the ids; undefined for an id that does not exist.
 *
 * @throws {DirectoryUnavailableError} if the answer is incomplete or does not arrive in time
 */
export async function loadEntities<Entity>(
  client: SubgraphClient,
  { typename, selection, schema }: EntitiesQuery<Entity>,
  ids: readonly string[],
  token: string,
): Promise<(Entity | undefined)[]> {
  if (ids.length === 0) return [];
  const operation = {
    query: `query Referenced${typename}s($of: [_Any!]!) { _entities(representations: $of) { ... on ${typename} ${selection} } }`,
    variables: { of: ids.map((id) => ({ __typename: typename, id })) },
  };
  const data = z.object({ _entities: z.array(schema.nullable()) });
  const { _entities: entities } = await client.send(operation, data, token);
  if (entities.length !== ids.length) throw client.fail('the answer does not match what was asked for');
  return entities.map((entity) => entity ?? undefined);
}
