import { type LogKind, parseOptions, type RunOptions } from './options.ts';

/** The result of a run on one log. */
export interface Outcome {
  readonly isRight: boolean;
  /** The lines to print. */
  readonly lines: readonly string[];
}

/**
 * Runs a crash proof as the command line says, on one log after the other. It ends with code 1 when something was wrong,
 * with code 2 when the command line was.
 */
export async function runCommand(
  about: { readonly what: string; readonly file: string },
  run: (log: LogKind, options: RunOptions & { readonly signal: AbortSignal }) => Promise<Outcome>,
): Promise<void> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort(new Error('Stopped.')));
  process.once('SIGTERM', () => stopping.abort(new Error('Stopped.')));
  const options = readOptions(about);
  for (const log of options.logs) {
    try {
      const { isRight, lines } = await run(log, { ...options, signal: stopping.signal });
      console.log(`\n${isRight ? 'Right' : 'WRONG'}: ${lines.join('\n  ')}`);
      if (!isRight) process.exitCode = 1;
    } catch (error) {
      console.error(stopping.signal.aborted ? 'Stopped.' : error);
      process.exitCode = 1;
    }
    if (stopping.signal.aborted) break;
  }
}

function readOptions({ what, file }: { readonly what: string; readonly file: string }): RunOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}

${what}

  node ${file} [--messages 10000] [--kills 2] [--log postgres|kafka|both] [--seed 1]

With Kafka, Java 17 and Maven are needed.`);
    process.exit(2);
  }
}
