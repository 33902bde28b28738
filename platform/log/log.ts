import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';
import { toBoundedLine } from './bounded-line.ts';
import { toLogEntry } from './log-entry.ts';
import { describeError } from './log-error.ts';
import { scrub } from './scrub.ts';

/** A process's log: JSON lines on standard error. */
export type Log = Logger;

/**
 * Creates the log of a process.
 *
 * Standard output stays free for what a command prints. Each entry passes `toLogEntry`, so that it is bounded and holds no
 * secret and no personal data; errors are written with their stack, as the log is for operators.
 */
export function createLog(options: { name: string; level?: string; destination?: DestinationStream }): Log {
  const destination = options.destination ?? openStandardError();
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: toLogEntry,
    },
    // The entry's errors are plain objects already.
    serializers: { err: (error: unknown) => error },
    hooks: { logMethod: writeScrubbed },
  };
  return pino(settings, { write: (line: string) => destination.write(toBoundedLine(line)) });
}

/** Lines that cannot be written, on a full disk for example, are dropped beyond a megabyte: a process does not end by its log. */
function openStandardError(): DestinationStream {
  const destination = pino.destination({ fd: 2, sync: true, maxLength: 1_048_576 });
  destination.on('error', () => {});
  return destination;
}

/** Messages pass the same filter as fields. An error that is logged without a message would give its own as one. */
function writeScrubbed(this: Log, args: Parameters<LogFn>, write: LogFn): void {
  const [first, ...rest] = args.map((arg: unknown) => (typeof arg === 'string' ? scrub(arg) : arg));
  const error = first instanceof Error ? first : findError(first);
  if (error !== undefined && rest.length === 0)
    write.call(this, first instanceof Error ? { err: first } : (first as object), describeError(error));
  else write.apply(this, [first, ...rest] as Parameters<LogFn>);
}

function findError(fields: unknown): Error | undefined {
  if (typeof fields !== 'object' || fields === null || !('err' in fields)) return undefined;
  return fields.err instanceof Error ? fields.err : undefined;
}
