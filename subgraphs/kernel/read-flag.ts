import type { InputProblems } from './input-problems.ts';

/** Reads a flag that may not be emptied; undefined for null, which is noted. */
export function readFlag(given: boolean | null, problems: InputProblems): boolean | undefined {
  if (given === null) problems.add('REQUIRED', 'Must be given.');
  return given ?? undefined;
}
