import { Command, InvalidArgumentError } from 'commander';

export interface GatewayBenchOptions {
  /** Only the rows whose names contain one of these texts. */
  readonly only: readonly string[];
  /** Only these workloads. */
  readonly workloads: readonly string[];
  /** The time for which each row is measured in each repeat, after at least half of it without measuring. */
  readonly seconds: number;
  readonly repeats: number;
  /** True if each repeat has new processes: two processes of one program may differ by more than what is looked for. */
  readonly fresh: boolean;
}

/** Reads the command line; ends the process with code 2 when something is wrong with it. */
export function parseGatewayOptions(workloadNames: readonly string[]): GatewayBenchOptions {
  return new Command()
    .name('gateway')
    .description('Measures this gateway beside others, and beside what Node allows.')
    .option('--only <texts>', 'parts of the names of rows, between commas', toTexts, [])
    .option('--workloads <names>', workloadNames.join(','), toNamesOf(workloadNames), workloadNames)
    .option('--seconds <count>', 'for each row in each repeat', toCount, 2)
    .option('--repeats <count>', 'turns through all rows', toCount, 2)
    .option('--fresh', 'start each gateway anew in each turn', false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse()
    .opts<GatewayBenchOptions>();
}

function toTexts(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim().toLowerCase());
}

function toNamesOf(known: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const names = toTexts(text);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length === 0) return names;
    throw new InvalidArgumentError(`There is no ${unknown.join(', ')}, but ${known.join(', ')}.`);
  };
}

function toCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 600) return count;
  throw new InvalidArgumentError('It must be a whole number from 1 to 600.');
}
