import { type AnswerObject, isAnswerObject, readOwn, writeOwn } from '../response/answer-object.ts';

/**
 * Merges what a subgraph sent into what is known: objects member by member, lists of equal length item by item, and
 * anything else replaces what was there. What was not known yet is taken over as it is, not copied: the source must not
 * be used for anything else afterwards, unless all that happens to one of its users happens to all.
 */
export function mergeInto(target: AnswerObject, source: AnswerObject): void {
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const known = readOwn(target, name);
    if (typeof known !== 'object' || known === null || typeof value !== 'object' || value === null) {
      writeOwn(target, name, value);
    } else if (known !== value) mergeComposites(target, name, known, value);
  }
}

function mergeComposites(target: AnswerObject, name: string, known: object, value: object): void {
  if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) mergeLists(known, value);
  else if (isAnswerObject(known) && isAnswerObject(value)) mergeInto(known, value);
  else writeOwn(target, name, value);
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  for (const [index, value] of source.entries()) {
    const known = target[index];
    if (known === value) continue;
    if (isAnswerObject(known) && isAnswerObject(value)) mergeInto(known, value);
    else target[index] = value;
  }
}

/** Copies a value of JSON, so that two users may each merge into their own. */
export function copyJson<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyJson) as Value;
  if (!isAnswerObject(value)) return value;
  const copy: AnswerObject = {};
  for (const name of Object.keys(value)) writeOwn(copy, name, copyJson(value[name]));
  return copy as Value;
}
