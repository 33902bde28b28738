import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { CodedError } from '#platform/errors/coded-error.ts';
import { JobError } from '../jobs/job-error.ts';
import { dryRun, formatDryRun } from '../load/dry-run.ts';
import type { LoadRequest } from '../load/load-file.ts';
import { spoolInput } from '../load/spool-input.ts';
import { findMapping } from '../mapping/find-mapping.ts';
import type { CommandTools } from './command-tools.ts';
import { runLoad } from './run-load.ts';

interface LoadOptions {
  readonly mapping: string;
  readonly dryRun?: true;
  readonly skipLimit: number | 'all';
  readonly workers: number;
  readonly chunkRows: number;
  readonly rejectFile?: string;
  readonly parameter: Readonly<Record<string, string>>;
}

const mostWorkers = 64;
const mostChunkRows = 100_000;
const defaultChunkRows = 20_000;

/** `load FILE...`: loads invoice files. */
export function addLoadCommand(program: Command, tools: CommandTools): void {
  program
    .command('load')
    .description('loads invoice files; one that was begun before goes on where it ended')
    .argument('<files...>', 'CSV, plain or compressed with gzip or zstd; - is standard input')
    .option(
      '--mapping <name|file>',
      'how rows become invoices; `mappings` lists those that are there',
      'facturation',
    )
    .option('--dry-run', 'shows what the first rows become and what is wrong with others; loads nothing')
    .option('--skip-limit <rows|all>', 'so many rows may be rejected before the load fails', toSkipLimit, 0)
    .option(
      '--workers <count>',
      'threads that read, each with a connection that loads',
      toCount(mostWorkers),
      2,
    )
    .option('--chunk-rows <count>', 'rows in a transaction', toCount(mostChunkRows), defaultChunkRows)
    .option('--reject-file <path>', 'where rejected rows go; beside the file when absent')
    .option(
      '--parameter <key=value>',
      'tells this load from another one of the same file with the same mapping; can be repeated',
      toParameters,
      {},
    )
    .action((files: string[], options: LoadOptions) => loadFiles(files, options, tools));
}

async function loadFiles(files: readonly string[], options: LoadOptions, tools: CommandTools): Promise<void> {
  const mapping = await findMapping(options.mapping);
  if (files.length > 1 && options.rejectFile !== undefined) {
    throw new InvalidArgumentError('--reject-file is for one file; load the others by themselves.');
  }
  for (const file of files) {
    if (tools.signal.aborted) return tools.fail();
    try {
      const path = file === '-' ? await spoolInput(process.stdin, tools.signal) : file;
      if (options.dryRun === true) {
        tools.output.write(formatDryRun(file, await dryRun(path, mapping, tools.signal)));
        continue;
      }
      const request: LoadRequest = {
        path,
        mapping,
        skipLimit: options.skipLimit === 'all' ? null : options.skipLimit,
        workers: options.workers,
        chunkRows: options.chunkRows,
        rejectPath: options.rejectFile ?? `${file === '-' ? basename(path) : path}.rejects.csv`,
        parameters: options.parameter,
      };
      await runLoad(request, tools);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      tools.output.write(`${file}: ${error.message}\n`);
      // What was asked for is so already.
      if (!(error instanceof JobError && error.code === 'ALREADY_COMPLETE')) tools.fail();
    }
  }
}

/** Not null for all: commander makes an empty text of it. */
function toSkipLimit(text: string): number | 'all' {
  if (text === 'all') return 'all';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0, or "all".');
}

function toCount(most: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (Number.isInteger(count) && count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };
}

function toParameters(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, key, value] = /^([A-Za-z][\w.-]{0,63})=(.{1,200})$/.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('It must be like run=2.');
  return { ...before, [key]: value };
}
