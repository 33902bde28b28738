import { Command, InvalidArgumentError } from 'commander';

const contenderNames = ['copy', 'worker', 'csv-parse', 'spring-batch'] as const;
export type ContenderName = (typeof contenderNames)[number];

export interface BenchOptions {
  /** The sizes of the files. */
  readonly rows: readonly number[];
  /** Above this size Spring Batch is left out, which takes minutes there, and everybody runs once. */
  readonly peerRows: number;
  /** The number of runs of each contender; the median counts. */
  readonly runs: number;
  readonly seed: number;
  readonly only: readonly ContenderName[];
}

/** Reads the command line; ends the process with code 2 when something is wrong with it. */
export function parseOptions(): BenchOptions {
  return new Command()
    .name('batch')
    .description(
      'Loads files of invoices by the batch worker, by COPY alone and by Spring Batch, and compares.',
    )
    .option('--rows <counts>', 'sizes of the files', toCounts, [100_000, 1_000_000, 17_340_033])
    .option(
      '--peer-rows <count>',
      'largest size that Spring Batch and repeated runs are for',
      toCount,
      1_000_000,
    )
    .option('--runs <count>', 'how often each runs; the median counts', toCount, 3)
    .option('--seed <number>', 'of the invoices', toCount, 1)
    .option('--only <names>', `some of ${contenderNames.join(', ')}`, toNames, [...contenderNames])
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse()
    .opts<BenchOptions>();
}

function toCount(text: string): number {
  const count = Number(text.replaceAll('_', ''));
  if (Number.isInteger(count) && count >= 1 && count <= 100_000_000) return count;
  throw new InvalidArgumentError('It must be a whole number from 1 to 100,000,000.');
}

function toCounts(text: string): number[] {
  return text.split(',').map(toCount);
}

function toNames(text: string): ContenderName[] {
  return text.split(',').map((name) => {
    const found = contenderNames.find((known) => known === name);
    if (found === undefined) throw new InvalidArgumentError(`There is no "${name}".`);
    return found;
  });
}
