import { InvalidArgumentError } from 'commander';

/** Reads the number of a job as people type it. */
export function parseJobNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
