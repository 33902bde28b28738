import { type AnswerObject, isAnswerObject, readOwn } from '../response/answer-object.ts';

/** Stands in the path of a plan for each item of a list. */
const eachItem = '@';

/** A place in an answer (GraphQL specification, section "Errors"). */
export type ResponsePath = readonly (string | number)[];

/** The objects at a path of a plan, in their order; one that is shared stands once for each of its places. */
export function collectTargets(data: AnswerObject, path: readonly string[]): AnswerObject[] {
  const targets: AnswerObject[] = [];
  collect(data, path, 0, targets);
  return targets;
}

function collect(value: unknown, path: readonly string[], from: number, targets: AnswerObject[]): void {
  if (Array.isArray(value)) {
    const next = path[from] === eachItem ? from + 1 : from;
    for (const item of value) collect(item, path, next, targets);
  } else if (isAnswerObject(value)) {
    const name = path[from];
    if (name === undefined) targets.push(value);
    else if (name !== eachItem) collect(readOwn(value, name), path, from + 1, targets);
  }
}

/** The places of the objects at a path of a plan. Only errors ask for them, so that nothing else pays for it. */
export function findPlaces(data: AnswerObject, path: readonly string[]): Map<object, ResponsePath[]> {
  const places = new Map<object, ResponsePath[]>();
  find(data, path, 0, [], places);
  return places;
}

function find(
  value: unknown,
  path: readonly string[],
  from: number,
  place: ResponsePath,
  places: Map<object, ResponsePath[]>,
): void {
  if (Array.isArray(value)) {
    const next = path[from] === eachItem ? from + 1 : from;
    for (const [index, item] of value.entries()) find(item, path, next, [...place, index], places);
  } else if (isAnswerObject(value)) {
    const name = path[from];
    if (name === undefined) places.set(value, [...(places.get(value) ?? []), place]);
    else if (name !== eachItem) find(readOwn(value, name), path, from + 1, [...place, name], places);
  }
}

/** The part of a plan's path that leads to one place: up to the first list. */
export function toCommonPlace(path: readonly string[]): ResponsePath {
  const end = path.indexOf(eachItem);
  return end < 0 ? path : path.slice(0, end);
}
