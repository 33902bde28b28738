import type { InputProblems } from './input-problems.ts';

export function readFlag(given: boolean | null, problems: InputProblems): boolean | undefined {
  if (given === null) problems.add('REQUIRED', 'Must be given.');
  return given ?? undefined;
}
