import type { Writable } from 'node:stream';

/**
 * Lets a command whose reader went away (`batch rejects 7 | head`) end in order instead of with a stack trace. Node ignores
 * SIGPIPE, so a write to a closed pipe fails with EPIPE, which ends the process if nobody listens.
 *
 * Any other failure of the streams, a full disk for example, is reported on standard error and makes the exit code 1.
 *
 * @param streams standard output, standard error, or both
 * @returns aborted once a reader has gone: whoever writes much may stop
 */
export function tolerateClosedOutput(
  streams: readonly Writable[] = [process.stdout, process.stderr],
): AbortSignal {
  const closed = new AbortController();
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      closed.abort(error);
      if (error.code === 'EPIPE') return;
      process.exitCode = 1;
      if (stream !== process.stderr) process.stderr.write(`The output cannot be written: ${error.message}\n`);
    });
  }
  return closed.signal;
}
