import { setImmediate } from 'node:timers/promises';
import { createTwoFilesPatch } from 'diff';
import { createTurns } from '#platform/waiting/turns.ts';

/** The most lines that may differ, and the longest time of a comparison, in milliseconds: other requests wait meanwhile. */
const maxEdits = 5_000;
const maxMs = 200;
const contextLines = 3;

/** One version of a subgraph and another one. */
interface SdlPair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Compares texts one after the other, so that other requests are answered in between. */
export class SdlPatches {
  readonly #turns = createTurns(1);

  /**
   * Creates the unified diff of two versions of a subgraph's SDL.
   *
   * @returns null if they differ too much to be compared line by line
   * @throws if the caller is gone before its turn
   */
  create(pair: SdlPair, signal: AbortSignal | undefined): Promise<string | null> {
    return this.#turns.run(async () => {
      await setImmediate(undefined, { signal });
      return createSdlPatch(pair);
    });
  }
}

function createSdlPatch({ name, before, after }: SdlPair): string | null {
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
