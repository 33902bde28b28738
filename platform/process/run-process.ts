import type { Log } from '#platform/log/log.ts';
import { closeDeadlines } from '#platform/waiting/deadlines.ts';
import { overdue, within } from '#platform/waiting/within.ts';
import { toFailureEntry } from './failure-entry.ts';
import { reportToParent } from './messages.ts';
import { type Owner, Resources } from './owner.ts';

/**
 * Runs a process from its composition root to its end.
 *
 * It ends on SIGTERM, on SIGINT, and when its parent's IPC channel closes, so that a launcher killed with SIGKILL
 * leaves no orphan. Ready is told to the parent by the IPC message `{ type: 'ready' }`. What was opened before `start`
 * failed is closed too. The exit code is 0 after a clean end, 1 otherwise.
 *
 * @param closeWithinMs after which the process ends even if not everything is closed
 */
export async function runProcess(
  log: Log,
  start: (owner: Owner) => Promise<void>,
  closeWithinMs: number = closeDeadlines.processMs,
): Promise<void> {
  const resources = new Resources();
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

  const owner: Owner = {
    own: (label, close) => resources.own(label, close),
    fail: (error) => {
      log.fatal(toFailureEntry(error), 'cannot go on');
      process.exitCode = 1;
      end('cannot go on');
    },
    finish: () => end('everything is done'),
    signal: ending.signal,
  };

  const started = start(owner).then(
    () => {
      reportToParent({ type: 'ready' });
      log.debug('ready');
    },
    (error: unknown) => {
      if (!ending.signal.aborted) {
        log.fatal(toFailureEntry(error), 'could not start');
        process.exitCode = 1;
      }
      end('could not start');
    },
  );

  log.debug({ reason: await ended.promise }, 'ending');
  const closed = started.then(() => resources.close(log));
  const isClean = await within(closed, closeWithinMs, { isHeld: false });
  if (isClean === overdue) log.error({ closeWithinMs }, 'gave up waiting for resources to close');
  if (isClean !== true) process.exitCode = 1;
  process.exit();
}
