import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { isTransient } from '#platform/database/is-transient.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { JobError } from '../jobs/job-error.ts';
import { moveFile } from '../jobs/move-file.ts';
import { retryTransient } from '../load/writing/retry-transient.ts';
import { type FileOutcome, watchFolder } from '../watch/watch-folder.ts';
import { createMappingChoice } from './choose-mapping.ts';
import type { CommandTools } from './command-tools.ts';
import { addLoadOptions, type LoadOptions, toLoadRequest } from './load-options.ts';
import { runLoad } from './run-load.ts';
import { withJobs } from './with-jobs.ts';

interface WatchOptions extends LoadOptions {
  readonly settled: number;
}

const lookEveryMs = 1_000;
const maxSettledSeconds = 3_600;

/** `watch FOLDER`: loads files as they appear. */
export function addWatchCommand(program: Command, tools: CommandTools): void {
  const command = program
    .command('watch')
    .description('loads the files that appear in a folder, and moves them to done or failed within it')
    .argument('<folder>', 'the folder in which files appear; several workers may watch the same one')
    .option('--settled <seconds>', 'the time without changes after which a file is complete', toSettled, 5);
  addLoadOptions(command).action(async (folder: string, options: WatchOptions) => {
    const choose = await createMappingChoice(options, await tools.loadOwnSellers());
    /** Files that were loaded or refused and are not yet moved. */
    const jobs = new Map<string, number>();
    await watchFolder({
      folder: resolve(folder),
      everyMs: lookEveryMs,
      settledMs: options.settled * 1_000,
      signal: tools.signal,
      log: tools.log,
      load: (path) =>
        loadAppeared(path, async () => toLoadRequest(path, await choose(path), options), jobs, tools),
      onChange: (path, isLoaded) => {
        const what = isLoaded ? 'it is loaded again' : 'what was added is not loaded: load it';
        tools.output.write(`${path} changed after it was loaded; ${what}\n`);
        tools.log.warn({ file: path, isLoaded }, 'a file changed after it was loaded');
      },
      onMove: async (from, to) => {
        tools.output.write(`${from} is now ${to}\n`);
        const job = jobs.get(from);
        jobs.delete(from);
        if (job !== undefined) await tellMove(job, from, to, tools);
      },
    });
  });
}

/** Lets `restart` find the file of a job. If that fails, `load` of the file itself can still continue. */
async function tellMove(job: number, from: string, to: string, tools: CommandTools): Promise<void> {
  try {
    await retryTransient(() => withJobs(tools, (sql) => moveFile(sql, job, from, to)), tools.signal);
  } catch (error) {
    tools.log.error({ err: error, job, file: to }, 'the job does not know where its file was moved');
  }
}

/** Loads a file that appeared. It stays where it is after a transient error, or if another worker loads it. */
async function loadAppeared(
  path: string,
  toRequest: () => Promise<ReturnType<typeof toLoadRequest>>,
  jobs: Map<string, number>,
  tools: CommandTools,
): Promise<FileOutcome> {
  jobs.delete(path);
  try {
    const result = await runLoad(await toRequest(), { ...tools, fail: () => undefined });
    if (result.status === 'STOPPED' || isTransient(result.failure) || isUnsettled(result.failure))
      return 'later';
    jobs.set(path, result.jobNumber);
    return result.status === 'COMPLETED' ? 'done' : 'failed';
  } catch (error) {
    if (tools.signal.aborted || isTransient(error)) return 'later';
    if (!(error instanceof CodedError)) throw error;
    if (error instanceof JobError && error.code === 'ALREADY_RUNNING') return 'later';
    if (isUnsettled(error)) return 'later';
    tools.output.write(`${path}: ${error.message}\n`);
    return error instanceof JobError && error.code === 'ALREADY_COMPLETE' ? 'done' : 'failed';
  }
}

/** True if a file that existed a moment ago is still being written, or if another worker has loaded and moved it. */
function isUnsettled(error: Error | undefined): boolean {
  return error instanceof CodedError && ['FILE_CHANGED', 'FILE_UNREADABLE'].includes(error.code);
}

function toSettled(text: string): number {
  const seconds = Number(text);
  if (seconds >= 0 && seconds <= maxSettledSeconds) return seconds;
  throw new InvalidArgumentError(`It must be a number of seconds from 0 to ${maxSettledSeconds}.`);
}
