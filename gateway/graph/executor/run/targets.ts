import { type AnswerObject, readOwn } from '../response/answer-object.ts';

/** Stands in the path of a plan for each item of a list. */
const eachItem = '@';

/** A place in an answer (GraphQL specification, section "Errors"). */
export type ResponsePath = readonly (string | number)[];

/** Beyond so many places, one error of a subgraph tells no more of them. */
export const maxPlaces = 100;

type Shared = ReadonlySet<object>;

/**
 * The objects at a path of a plan, in their order. Whatever stands at several places is visited once: places multiply with each
 * list on the way, while the objects stay as few as the subgraphs sent.
 */
export function collectTargets(data: AnswerObject, path: readonly string[], shared: Shared): AnswerObject[] {
  const targets: AnswerObject[] = [];
  const seen = new Set<object>();
  const collect = (value: unknown, from: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (shared.has(value)) {
      if (seen.has(value)) return;
      seen.add(value);
    }
    const step = path[from];
    if (Array.isArray(value)) {
      if (step === eachItem) for (const item of value) collect(item, from + 1);
    } else if (step === undefined) targets.push(value as AnswerObject);
    else if (step !== eachItem) collect(readOwn(value as AnswerObject, step), from + 1);
  };
  collect(data, 0);
  return targets;
}

/**
 * The places of the objects at a path of a plan, a hundred of each at the most. Only errors ask for them, so that nothing else pays for it.
 */
export function findPlaces(
  data: AnswerObject,
  path: readonly string[],
  shared: Shared,
): ReadonlyMap<object, readonly ResponsePath[]> {
  const places = new Map<object, ResponsePath[]>();
  const visits = new Map<object, number>();
  const find = (value: unknown, from: number, place: ResponsePath): void => {
    if (typeof value !== 'object' || value === null) return;
    if (shared.has(value)) {
      const visited = visits.get(value) ?? 0;
      if (visited === maxPlaces) return;
      visits.set(value, visited + 1);
    }
    const step = path[from];
    if (Array.isArray(value)) {
      if (step !== eachItem) return;
      for (const [index, item] of value.entries()) find(item, from + 1, [...place, index]);
    } else if (step === undefined) {
      const known = places.get(value);
      if (known === undefined) places.set(value, [place]);
      else if (known.length < maxPlaces) known.push(place);
    } else if (step !== eachItem) find(readOwn(value as AnswerObject, step), from + 1, [...place, step]);
  };
  find(data, 0, []);
  return places;
}

/** The part of a plan's path that leads to one place: up to the first list. */
export function toCommonPlace(path: readonly string[]): ResponsePath {
  const end = path.indexOf(eachItem);
  return end < 0 ? path : path.slice(0, end);
}
