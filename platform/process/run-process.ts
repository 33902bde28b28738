import type { Log } from '#platform/log/log.ts';
import { isDatabaseError } from '#platform/log/log-error.ts';
import { overdue, within } from '#platform/waiting/within.ts';

/** Closes one resource; called once. */
export type Close = () => Promise<unknown> | unknown;

/** Holds what a process has opened, so that it is closed in reverse order. */
export interface Owner {
  /** Hands a resource over: it is closed when the process ends. */
  own(label: string, close: Close): void;
  /** Ends the process with exit code 1: something is lost that it cannot do without. */
  fail(error: Error): void;
  /** Aborted as soon as the process begins to end. */
  readonly signal: AbortSignal;
}

/** How long a process may take to close everything. */
const closeWithinMs = 15_000;

/**
 * Runs a process from its composition root to its end.
 *
 * It ends on SIGTERM, on SIGINT, and when its parent's IPC channel closes, so that a launcher killed with SIGKILL
 * leaves no orphan. Ready is told to the parent by the IPC message `{ type: 'ready' }`. What was opened before `start`
 * failed is closed too. The exit code is 0 after a clean end, 1 otherwise.
 */
export async function runProcess(log: Log, start: (owner: Owner) => Promise<void>): Promise<void> {
  const owned: { label: string; close: Close }[] = [];
  const ending = new AbortController();
  const ended = Promise.withResolvers<string>();
  const end = (reason: string) => {
    ending.abort();
    ended.resolve(reason);
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('disconnect', () => end('the parent process is gone'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error nobody handled');
    process.exitCode = 1;
    end('an error nobody handled');
  });

  const fail = (error: Error) => {
    log.fatal(toEntry(error), 'cannot go on');
    process.exitCode = 1;
    end('cannot go on');
  };

  try {
    await start({ own: (label, close) => owned.push({ label, close }), fail, signal: ending.signal });
    process.send?.({ type: 'ready' });
    log.debug('ready');
  } catch (error) {
    if (!ending.signal.aborted) {
      log.fatal(toEntry(error), 'could not start');
      process.exitCode = 1;
    }
    end('could not start');
  }

  log.debug({ reason: await ended.promise }, 'ending');
  if ((await within(closeAll(owned, log), closeWithinMs, { isHeld: false })) === overdue) {
    log.error({ closeWithinMs }, 'gave up waiting for resources to close');
    process.exitCode = 1;
  }
  process.exit();
}

async function closeAll(owned: { label: string; close: Close }[], log: Log): Promise<void> {
  for (const { label, close } of owned.reverse()) {
    try {
      await close();
    } catch (error) {
      log.error({ err: error, resource: label }, 'could not close');
      process.exitCode = 1;
    }
  }
}

/** An error meant for people needs no stack. */
function toEntry(error: unknown): object {
  const isForPeople =
    error instanceof Error && 'code' in error && error.cause === undefined && !isDatabaseError(error);
  return isForPeople ? { code: error.code, reason: error.message } : { err: error };
}
