/** Tells the person at the terminal how far a start has come. */
export interface Progress {
  /** Says what begins or has ended now. */
  say(text: string): void;
  /** Says when a part is ready, and passes on what it resolves with. A failure is told by whoever catches it. */
  follow<Result>(name: string, starting: Promise<Result>): Promise<Result>;
}

/**
 * @param print shows one line
 * @param nowMs milliseconds since the command was given
 */
export function createProgress(
  print: (line: string) => void,
  nowMs: () => number = () => performance.now(),
): Progress {
  const say = (text: string) => print(`${(nowMs() / 1_000).toFixed(1).padStart(6)} s  ${text}`);
  return {
    say,
    async follow(name, starting) {
      const result = await starting;
      say(`${name} is ready`);
      return result;
    },
  };
}
