import { InvalidArgumentError } from 'commander';

/** Parses the number of a job in a command line. */
export function parseJobNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
