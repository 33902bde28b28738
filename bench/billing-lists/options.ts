import { Command, InvalidArgumentError } from 'commander';

export interface ListBenchOptions {
  /** The number of invoices in the ledger. */
  readonly invoices: number;
  /** The number of times each query is sent for each order and place. */
  readonly samples: number;
  /** A folder that keeps the ledger for later runs; by default it is thrown away. */
  readonly folder?: string;
  /** Only the lists and queries whose name contains this text. */
  readonly only: string;
  /** A file for the tables; by default they are printed. */
  readonly write?: string;
}

/** Reads the command line; ends the process with code 2 when something is wrong with it. */
export function parseListOptions(): ListBenchOptions {
  return new Command()
    .name('billing-lists')
    .description('Measures lists and summaries of a ledger of invoices through the billing subgraph.')
    .option('--invoices <count>', 'size of the ledger', toCount, 1_000_000)
    .option('--samples <count>', 'repetitions for each order and place', toCount, 8)
    .option('--folder <path>', 'where the ledger stays for later runs')
    .option('--only <text>', 'part of the name of what is measured', '')
    .option('--write <path>', 'file for the tables')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse()
    .opts<ListBenchOptions>();
}

function toCount(text: string): number {
  const count = Number(text.replaceAll('_', ''));
  if (Number.isInteger(count) && count >= 1 && count <= 20_000_000) return count;
  throw new InvalidArgumentError('It must be a whole number from 1 to 20,000,000.');
}
