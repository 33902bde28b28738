import { type LoadResult, loadFile } from '../load/load-file.ts';
import type { LoadRequest } from '../load/load-request.ts';
import { formatResult } from '../load/progress/format-result.ts';
import { showProgress } from '../load/progress/progress-display.ts';
import type { CommandTools } from './command-tools.ts';

/** Loads a file, shows the progress, and prints the results of its rows. */
export async function runLoad(request: LoadRequest, tools: CommandTools): Promise<LoadResult> {
  const { openDatabase, seller, output, log, signal } = tools;
  let display: { stop(): void } | undefined;
  try {
    const result = await loadFile(request, {
      openDatabase,
      seller,
      log,
      signal,
      onBegin: ({ number, isRestart }, read) => {
        log.info({ job: number, file: request.path, isRestart }, 'load begins');
        display = showProgress(output, read);
      },
    });
    display?.stop();
    const { jobNumber: job, status, counts, seconds } = result;
    log.info({ job, file: request.path, status, ...counts, seconds }, 'load ended');
    output.write(formatResult(request.path, result));
    if (status !== 'COMPLETED') tools.fail();
    return result;
  } finally {
    display?.stop();
  }
}
