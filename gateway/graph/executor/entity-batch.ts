import type { SubgraphErrorEntry, SubgraphResponse } from '../../upstream/subgraph-transport.ts';

/** Representations of several requests as those of one, each different one once. */
export interface EntityBatch {
  /** The JSON text of each. */
  readonly representations: readonly string[];
  /**
   * Splits an answer into the answers that the requests would have got alone.
   *
   * @returns nothing when the answer has not one entity for each representation: nobody can say then whose fault it is.
   */
  split(response: SubgraphResponse): SubgraphResponse[] | undefined;
}

/** Merges the representations of several requests that are the same otherwise. */
export function toEntityBatch(requests: readonly (readonly string[])[]): EntityBatch {
  const places = new Map<string, number>();
  const representations: string[] = [];
  const indexes = requests.map((request) =>
    request.map((text) => {
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, representations.length);
      return representations.push(text) - 1;
    }),
  );
  return {
    representations,
    split({ data, errors = [] }) {
      const entities = data?.['_entities'];
      if (!Array.isArray(entities) || entities.length !== representations.length) return undefined;
      const given = new Set<number>();
      const give = (index: number): unknown => {
        // Whoever gets an entity merges into it, so that no two may have the same object.
        const entity: unknown = given.has(index) ? structuredClone(entities[index]) : entities[index];
        given.add(index);
        return entity;
      };
      return indexes.map((own) => {
        const ownErrors = errors.flatMap((error) => toOwnErrors(error, own));
        return {
          data: { ...data, _entities: own.map(give) },
          ...(ownErrors.length > 0 && { errors: ownErrors }),
        };
      });
    },
  };
}

/** An error of an entity concerns those who asked for it; of any other nobody knows, so it concerns all. */
function toOwnErrors(error: SubgraphErrorEntry, own: readonly number[]): SubgraphErrorEntry[] {
  const [field, index, ...rest] = error.path ?? [];
  if (field !== '_entities' || typeof index !== 'number') return [error];
  return own.flatMap((each, place) =>
    each === index ? [{ ...error, path: ['_entities', place, ...rest] }] : [],
  );
}
