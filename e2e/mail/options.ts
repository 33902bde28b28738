import { parseArgs } from 'node:util';

/** The size of a run. */
export interface MailRunOptions {
  /** Mails of the suite's own table; none for 0. */
  readonly mails: number;
  /** Invoices that billing issues; none for 0. */
  readonly invoices: number;
  /** The number of kills of each process and each server. */
  readonly kills: number;
  readonly workers: number;
  /** Decides who is killed when, as far as one number can. */
  readonly seed: number;
}

export const usage = `node e2e/mail/main.ts [--mails 10000] [--invoices 200] [--kills 5] [--workers 2] [--seed NUMBER]

  What is absent is as shown; the seed is another one in each run, which is told at the end.`;

const least = { mails: 0, invoices: 0, kills: 1, workers: 1, seed: 1 };
const most = { mails: 1_000_000, invoices: 100_000, kills: 1_000, workers: 20, seed: 2_147_483_647 };

/**
 * Reads the command line.
 *
 * @throws {TypeError} that says what is wrong
 */
export function parseMailOptions(args: readonly string[]): MailRunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      mails: { type: 'string', default: '10000' },
      invoices: { type: 'string', default: '200' },
      kills: { type: 'string', default: '5' },
      workers: { type: 'string', default: '2' },
      seed: { type: 'string', default: String(Date.now() % most.seed) },
    },
  });
  const toCount = (name: keyof typeof most) => {
    const count = Number(values[name]);
    if (Number.isInteger(count) && count >= least[name] && count <= most[name]) return count;
    throw new TypeError(
      `--${name} must be a whole number from ${least[name]} to ${most[name]}, not "${values[name]}"`,
    );
  };
  return {
    mails: toCount('mails'),
    invoices: toCount('invoices'),
    kills: toCount('kills'),
    workers: toCount('workers'),
    seed: toCount('seed'),
  };
}
