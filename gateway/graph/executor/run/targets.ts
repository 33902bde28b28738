import { type AnswerObject, readOwn } from '../response/answer-object.ts';

/** Stands in the path of a plan for each item of a list. */
const eachItem = '@';

/** A place in an answer (GraphQL specification, section "Errors"). */
export type ResponsePath = readonly (string | number)[];

/** Beyond so many places, one error of a subgraph tells no more of them. */
export const maxPlaces = 100;

type Shared = ReadonlySet<object>;

/** An object or a list that has a target as a member or as an item, and where. */
export type Holder = AnswerObject | unknown[];

/** Is given each object at a path, and what holds it; nothing holds the root. */
export type VisitTarget = (target: AnswerObject, holder: Holder | undefined, key: string | number) => void;

/**
 * Visits the objects at a path of a plan, in their order. Whatever stands at several places is visited once: places multiply with each
 * list on the way, while the objects stay as few as the subgraphs sent.
 */
export function visitTargets(
  data: AnswerObject,
  path: readonly string[],
  shared: Shared,
  visit: VisitTarget,
): void {
  const seen = new Set<object>();
  const find = (value: unknown, from: number, holder: Holder | undefined, key: string | number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (shared.has(value)) {
      if (seen.has(value)) return;
      seen.add(value);
    }
    const step = path[from];
    if (Array.isArray(value)) {
      if (step !== eachItem) return;
      for (let index = 0; index < value.length; index += 1) find(value[index], from + 1, value, index);
    } else if (step === undefined) visit(value as AnswerObject, holder, key);
    else if (step !== eachItem)
      find(readOwn(value as AnswerObject, step), from + 1, value as AnswerObject, step);
  };
  find(data, 0, undefined, '');
}

/** The objects at a path of a plan, as they are visited. */
export function collectTargets(data: AnswerObject, path: readonly string[], shared: Shared): AnswerObject[] {
  const targets: AnswerObject[] = [];
  visitTargets(data, path, shared, (target) => void targets.push(target));
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
