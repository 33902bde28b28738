import type { GraphQLError } from 'graphql';
import type { ResponsePath } from '../run/targets.ts';

/**
 * Divides errors among the places of one part: each belongs to the place that its path leads through, and to the first if it
 * leads through none.
 */
export function divideErrors(
  errors: readonly GraphQLError[],
  places: readonly ResponsePath[],
): readonly GraphQLError[][] {
  const divided = places.map((): GraphQLError[] => []);
  const numbers = new Map(places.map((place, number) => [JSON.stringify(place), number]));
  for (const error of errors) divided[findPlace(error.path ?? [], numbers)]?.push(error);
  return divided;
}

function findPlace(path: ResponsePath, numbers: ReadonlyMap<string, number>): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const number = numbers.get(JSON.stringify(path.slice(0, length)));
    if (number !== undefined) return number;
  }
  return 0;
}
