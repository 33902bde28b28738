import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultReasonLimit, defaultSkipLimit } from '../load/default-limits.ts';
import type { LoadRequest } from '../load/load-request.ts';
import { sortParameters } from '../load/sort/sort-parameter.ts';
import type { Mapping } from '../mapping/mapping.ts';
import {
  type LimitOptions,
  reasonLimitFlag,
  showPercent,
  skipLimitFlag,
  toReasonLimit,
  toRejectLimits,
  toSkipLimit,
} from './limit-options.ts';

/** The options of `load` and `watch` for loading files. */
export interface LoadOptions extends LimitOptions {
  readonly mapping?: string;
  readonly seller?: readonly string[];
  readonly workers: number;
  readonly chunkRows: number;
  readonly parameter: Readonly<Record<string, string>>;
  readonly sort?: true;
  readonly allRows?: true;
}

const maxWorkers = 64;
const maxChunkRows = 100_000;
const defaultChunkRows = 10_000;

export function addLoadOptions(command: Command): Command {
  return command
    .option(
      '--mapping <name|file>',
      'the rules by which rows become invoices or payments; `mappings` lists the shipped ones. If absent, the content of a file decides: `documents` for electronic invoices, `camt053` for bank statements, `facturation` for rows',
    )
    .option(
      '--seller <number...>',
      'with electronic invoices: VAT ids, SIRENs or other numbers of the seller, if not those of SELLER_FILE; documents of others are rejected',
    )
    .addOption(
      new Option(skipLimitFlag, 'the number or share of rows that may be rejected before the load fails')
        .argParser(toSkipLimit)
        .default(defaultSkipLimit, showPercent(defaultSkipLimit.percent)),
    )
    .addOption(
      new Option(reasonLimitFlag, 'the share of rows that may be rejected for the same reason')
        .argParser(toReasonLimit)
        .default(defaultReasonLimit, showPercent(defaultReasonLimit)),
    )
    .option('--workers <count>', 'threads that read, each with a connection that loads', toWorkers, 2)
    .option(
      '--chunk-rows <count>',
      'rows in a transaction, or fewer if they have 8 MiB',
      toChunkRows,
      defaultChunkRows,
    )
    .option(
      '--sort',
      'puts rows of one invoice together first, wherever they stand in the file, by sorting on disk',
    )
    .option(
      '--all-rows',
      'also loads rows that the mapping leaves out, such as simulated invoices with `facturation`',
    )
    .option(
      '--parameter <key=value>',
      'distinguishes this load from another one of the same file with the same mapping; can be repeated',
      toParameters,
      {},
    );
}

/** @param rejectPath the path of the reject file; beside the file if absent */
export function toLoadRequest(
  path: string,
  mapping: Mapping,
  { workers, chunkRows, parameter, sort, ...limits }: LoadOptions,
  rejectPath = `${path}.rejects.csv`,
): LoadRequest {
  return {
    path,
    mapping,
    ...toRejectLimits(limits),
    workers,
    chunkRows,
    rejectPath,
    parameters: sort === true ? { ...parameter, ...sortParameters } : parameter,
  };
}

/** The path of the reject file of standard input, in the user's present folder. */
export function toInputRejectPath(path: string): string {
  return `${basename(path)}.rejects.csv`;
}

export const toWorkers = toCount(maxWorkers);
export const toChunkRows = toCount(maxChunkRows);

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
