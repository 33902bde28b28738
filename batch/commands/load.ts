import type { Command } from 'commander';
import { CodedError } from '#platform/errors/coded-error.ts';
import { JobError } from '../jobs/job-error.ts';
import { dryRun, formatDryRun } from '../load/dry-run.ts';
import { spoolInput } from '../load/spool-input.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { CommandTools } from './command-tools.ts';
import { addLoadOptions, type LoadOptions, toInputRejectPath, toLoadRequest } from './load-options.ts';
import { runLoad } from './run-load.ts';

interface LoadCommandOptions extends LoadOptions {
  readonly dryRun?: true;
  readonly rejectFile?: string;
}

/** `load FILE...`: loads invoice files. */
export function addLoadCommand(program: Command, tools: CommandTools): void {
  const command = program
    .command('load')
    .description('loads invoice files; one that was begun before goes on where it ended')
    .argument('<files...>', 'CSV, plain or compressed with gzip or zstd; - is standard input')
    .option('--dry-run', 'shows what the first rows become and what is wrong with others; loads nothing')
    .option('--reject-file <path>', 'where rejected rows go; beside the file when absent');
  addLoadOptions(command).action(async (files: string[], options: LoadCommandOptions) => {
    if (files.length > 1 && options.rejectFile !== undefined) {
      command.error('error: --reject-file is for one file; load the others by themselves');
    }
    const mapping = await findMapping(options.mapping);
    for (const file of files) {
      if (tools.signal.aborted) return tools.fail();
      await loadOne(file, mapping, options, tools);
    }
  });
}

async function loadOne(
  file: string,
  mapping: Mapping,
  options: LoadCommandOptions,
  tools: CommandTools,
): Promise<void> {
  const isInput = file === '-';
  try {
    const path = isInput ? await spoolInput(process.stdin, tools.signal) : file;
    if (options.dryRun === true) {
      tools.output.write(formatDryRun(file, await dryRun(path, mapping, tools.signal)));
      return;
    }
    const rejectPath = options.rejectFile ?? (isInput ? toInputRejectPath(path) : undefined);
    await runLoad(toLoadRequest(path, mapping, options, rejectPath), tools);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    tools.output.write(`${file}: ${error.message}\n`);
    // What was asked for is so already.
    if (!(error instanceof JobError && error.code === 'ALREADY_COMPLETE')) tools.fail();
  }
}
