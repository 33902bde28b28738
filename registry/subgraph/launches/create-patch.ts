import { createTwoFilesPatch } from 'diff';

/** The most lines that may differ, and the longest time of a comparison, in milliseconds: other requests wait meanwhile. */
const maxEdits = 5_000;
const maxMs = 200;
const contextLines = 3;

/**
 * Creates the unified diff of two versions of a subgraph's SDL.
 *
 * @returns null if they differ too much to be compared line by line
 */
export function createSdlPatch(name: string, before: string, after: string): string | null {
  const patch = createTwoFilesPatch(
    `${name}.graphql`,
    `${name}.graphql`,
    before,
    after,
    undefined,
    undefined,
    {
      context: contextLines,
      maxEditLength: maxEdits,
      timeout: maxMs,
    },
  );
  return patch ?? null;
}
