import type { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toErrorText } from '#platform/errors/to-error.ts';

/** So many mistakes of a file are named, each in so many characters; the others are counted. */
const maxProblems = 20;
const maxProblemLength = 300;

/**
 * Reads the JSON of a file of settings.
 *
 * @param origin the file that the text is from, for messages
 * @throws {ConfigurationError} that lists what is wrong, by its place
 */
export function parseJsonFile<Value>(schema: z.ZodType<Value>, text: string, origin: string): Value {
  const parsed = schema.safeParse(parseJson(text, origin));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const named = issues
    .slice(0, maxProblems)
    .map(({ path, message }) => `${path.join('.') || 'the file'} ${message}`.slice(0, maxProblemLength))
    .map((problem) => `${origin}: ${problem}`);
  const more = issues.length - named.length;
  throw new ConfigurationError(more > 0 ? [...named, `${origin}: ${more} more mistakes`] : named);
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError([`${origin}: must be JSON: ${toErrorText(error)}`]);
  }
}
