import { parseArgs } from 'node:util';

/** The size of a run. */
export interface MailRunOptions {
  readonly mails: number;
  /** The number of kills of each process and each server. */
  readonly kills: number;
  readonly workers: number;
  /** Decides who is killed when, as far as one number can. */
  readonly seed: number;
}

export const usage = `node e2e/mail/main.ts [--mails 10000] [--kills 5] [--workers 2] [--seed NUMBER]

  What is absent is as shown; the seed is another one in each run, which is told at the end.`;

const most = { mails: 1_000_000, kills: 1_000, workers: 20, seed: 2_147_483_647 };

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
      kills: { type: 'string', default: '5' },
      workers: { type: 'string', default: '2' },
      seed: { type: 'string', default: String(Date.now() % most.seed) },
    },
  });
  const toCount = (name: keyof typeof most) => {
    const count = Number(values[name]);
    if (Number.isInteger(count) && count >= 1 && count <= most[name]) return count;
    throw new TypeError(`--${name} must be a whole number from 1 to ${most[name]}, not "${values[name]}"`);
  };
  return {
    mails: toCount('mails'),
    kills: toCount('kills'),
    workers: toCount('workers'),
    seed: toCount('seed'),
  };
}
