import { type AnswerObject, isAnswerObject, readOwn, writeOwn } from '../response/answer-object.ts';

/** Gives a known object or list, or a copy of it for a value to be merged into, if others that are not to change have it too. */
export type Copies = (known: object, value: object) => object;

/**
 * Merges what a subgraph sent into what is known: objects member by member, lists of equal length item by item, and
 * anything else replaces what was there. What was not known yet is taken over as it is, not copied: the source must not
 * be used for anything else afterwards, unless all that happens to one of its users happens to all.
 *
 * @param copies tells which of the known members may be changed in place; all if absent
 * @returns true if there are other objects or lists than before, so that paths may lead elsewhere
 */
export function mergeInto(target: AnswerObject, source: AnswerObject, copies?: Copies): boolean {
  let isReshaped = false;
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const known = readOwn(target, name);
    if (known === value) continue;
    if (!isComposite(known) || !isComposite(value) || !canMerge(known, value)) {
      writeOwn(target, name, value);
      if (isComposite(known) || isComposite(value)) isReshaped = true;
      continue;
    }
    const own = copies ? copies(known, value) : known;
    if (own !== known) {
      writeOwn(target, name, own);
      isReshaped = true;
    }
    // A second user of a copy finds in it what the first has merged.
    if (mergeComposites(own, value, copies)) isReshaped = true;
  }
  return isReshaped;
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function canMerge(known: object, value: object): boolean {
  if (!Array.isArray(known) || !Array.isArray(value)) return isAnswerObject(known) && isAnswerObject(value);
  return known.length === value.length;
}

function mergeComposites(known: object, value: object, copies: Copies | undefined): boolean {
  if (Array.isArray(known) && Array.isArray(value)) return mergeLists(known, value, copies);
  return isAnswerObject(known) && isAnswerObject(value) && mergeInto(known, value, copies);
}

function mergeLists(target: unknown[], source: readonly unknown[], copies: Copies | undefined): boolean {
  let isReshaped = false;
  for (const [index, value] of source.entries()) {
    const known = target[index];
    if (known === value) continue;
    if (isAnswerObject(known) && isAnswerObject(value)) {
      const own = copies ? copies(known, value) : known;
      if (own !== known) {
        target[index] = own;
        isReshaped = true;
      }
      if (mergeComposites(own, value, copies)) isReshaped = true;
    } else {
      target[index] = value;
      if (isComposite(known) || isComposite(value)) isReshaped = true;
    }
  }
  return isReshaped;
}

/** Copies a value of JSON, so that two users may each merge into their own. */
export function copyJson<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyJson) as Value;
  if (!isAnswerObject(value)) return value;
  const copy: AnswerObject = {};
  for (const name of Object.keys(value)) writeOwn(copy, name, copyJson(value[name]));
  return copy as Value;
}
