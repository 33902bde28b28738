import type { ResponsePath } from '../run/targets.ts';

type Value = Record<string, unknown> | unknown[];

/** Merges a part that came later into an answer, as clients do. */
export function mergePart(answer: unknown, path: ResponsePath, part: unknown): void {
  let target = answer;
  for (const step of path) target = (target as Record<string | number, unknown>)[step];
  mergeValues(target as Value, part as Value);
}

function mergeValues(target: Value, source: Value): void {
  const known = target as Record<string, unknown>;
  for (const [key, value] of Object.entries(source)) {
    const before = known[key];
    if (isValue(before) && isValue(value)) mergeValues(before, value);
    else known[key] = value;
  }
}

function isValue(value: unknown): value is Value {
  return typeof value === 'object' && value !== null;
}
