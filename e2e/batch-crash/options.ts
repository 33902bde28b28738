import { parseArgs } from 'node:util';

/** The size of a run. */
export interface RunOptions {
  /** The records that the file has. */
  readonly records: 'invoices' | 'payments';
  /** Rows of the file. */
  readonly rows: number;
  /** The number of kills of the worker during the one load. */
  readonly kills: number;
  /** The number of kills of PostgreSQL besides. */
  readonly serverKills: number;
  /** Threads and connections of the worker. */
  readonly workers: number;
  /** Rows of one transaction. */
  readonly chunkRows: number;
  /** Decides what the file holds and when is killed, as far as one number can. */
  readonly seed: number;
}

export const usage = `node e2e/batch-crash/main.ts [--records invoices|payments] [--rows 50000] [--kills 5] [--server-kills 1]
    [--workers 2] [--chunk-rows 1000] [--seed NUMBER]

  What is absent is as shown. The seed is another one in each run, which is told at the end: given again, it makes the
  same file and kills at the same shares of it.`;

const most: Readonly<Record<string, number>> = { rows: 100_000_000, seed: 2_147_483_647 };
const mostOthers = 100_000;

/**
 * Reads the command line.
 *
 * @throws {TypeError} that says what is wrong
 */
export function parseOptions(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      records: { type: 'string', default: 'invoices' },
      rows: { type: 'string', default: '50000' },
      kills: { type: 'string', default: '5' },
      'server-kills': { type: 'string', default: '1' },
      workers: { type: 'string', default: '2' },
      'chunk-rows': { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Date.now() % (most['seed'] ?? 1)) },
    },
  });
  const { records } = values;
  if (records !== 'invoices' && records !== 'payments') {
    throw new TypeError(`--records must be invoices or payments, not "${records}"`);
  }
  return {
    records,
    rows: toCount('rows', values.rows, 1_000),
    kills: toCount('kills', values.kills, 0),
    serverKills: toCount('server-kills', values['server-kills'], 0),
    workers: toCount('workers', values.workers, 1),
    chunkRows: toCount('chunk-rows', values['chunk-rows'], 1),
    seed: toCount('seed', values.seed, 0),
  };
}

function toCount(name: string, text: string, least: number): number {
  const count = Number(text);
  const greatest = most[name] ?? mostOthers;
  if (text !== '' && Number.isInteger(count) && count >= least && count <= greatest) return count;
  throw new TypeError(`--${name} must be a whole number from ${least} to ${greatest}, not "${text}"`);
}
