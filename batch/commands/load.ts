import type { Command } from 'commander';
import { CodedError } from '#platform/errors/coded-error.ts';
import { JobError } from '../jobs/job-error.ts';
import { dryRun, formatDryRun } from '../load/dry-run.ts';
import { removeInputCopy, spoolInput } from '../load/reading/spool-input.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { type ChooseMapping, createMappingChoice } from './choose-mapping.ts';
import type { CommandTools } from './command-tools.ts';
import { addLoadOptions, type LoadOptions, toInputRejectPath, toLoadRequest } from './load-options.ts';
import { runLoad } from './run-load.ts';

interface LoadCommandOptions extends LoadOptions {
  readonly dryRun?: true;
  readonly rejectFile?: string;
}

/** `load FILE...`: loads files of invoices or payments. */
export function addLoadCommand(program: Command, tools: CommandTools): void {
  const command = program
    .command('load')
    .description('loads files of invoices or payments; a load that was begun before continues where it ended')
    .argument(
      '<files...>',
      'CSV, a bank statement in XML, electronic invoices (CII, UBL, Factur-X) or a folder of them; also compressed with gzip or zstd; - is standard input',
    )
    .option(
      '--dry-run',
      'shows the invoices or payments of the first rows and the problems of others; loads nothing',
    )
    .option('--reject-file <path>', 'the file for rejected rows; beside the input if absent');
  addLoadOptions(command).action(async (files: string[], options: LoadCommandOptions) => {
    if (files.length > 1 && options.rejectFile !== undefined) {
      command.error('error: --reject-file is for one file; load the others by themselves');
    }
    const choose = await createMappingChoice(options, await tools.loadOwnSellers());
    for (const file of files) {
      if (tools.signal.aborted) return tools.fail();
      await loadOne(file, choose, options, tools);
    }
  });
}

async function loadOne(
  file: string,
  choose: ChooseMapping,
  options: LoadCommandOptions,
  tools: CommandTools,
): Promise<void> {
  try {
    if (file === '-') return await loadInput(choose, options, tools);
    const mapping = await choose(file);
    if (options.dryRun === true) await showDryRun({ name: file, path: file, mapping, options }, tools);
    else await runLoad(toLoadRequest(file, mapping, options, options.rejectFile), tools);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    tools.output.write(`${file}: ${error.message}\n`);
    // The file is loaded already, so the request is fulfilled.
    if (!(error instanceof JobError && error.code === 'ALREADY_COMPLETE')) tools.fail();
  }
}

/** Loads a copy of standard input, which is kept only if a restart needs it. */
async function loadInput(
  choose: ChooseMapping,
  options: LoadCommandOptions,
  tools: CommandTools,
): Promise<void> {
  const path = await spoolInput(process.stdin, tools.signal);
  let isNeeded = false;
  try {
    const mapping = await choose(path);
    if (options.dryRun === true) return await showDryRun({ name: '-', path, mapping, options }, tools);
    const rejectPath = options.rejectFile ?? toInputRejectPath(path);
    const { status } = await runLoad(toLoadRequest(path, mapping, options, rejectPath), tools);
    isNeeded = status !== 'COMPLETED';
  } finally {
    if (!isNeeded) await removeInputCopy(path);
  }
}

interface DryRunRequest {
  /** Its name for people. */
  readonly name: string;
  readonly path: string;
  readonly mapping: Mapping;
  readonly options: LoadCommandOptions;
}

async function showDryRun(
  { name, path, mapping, options }: DryRunRequest,
  { output, seller, signal }: CommandTools,
): Promise<void> {
  const isSorted = options.sort === true;
  output.write(formatDryRun(name, await dryRun(path, mapping, { seller, isSorted, signal })));
}
