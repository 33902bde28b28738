import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface CaseOptions {
  /** The retail data set, if it is there. */
  readonly retailFile: string | undefined;
  /** Only cases whose names have this text; all when absent. */
  readonly only: string | undefined;
}

export const usage = 'npm run test:cases -- [--retail FILE] [--only TEXT]';

/** Where the data set lies beside the repository for whoever has it. */
const usualRetailFile = '../shared/data/online-retail-2010-12.csv';

/**
 * Reads the command line.
 *
 * @throws {TypeError} that says what is wrong
 */
export function parseOptions(args: readonly string[]): CaseOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { retail: { type: 'string' }, only: { type: 'string' } },
  });
  const given = values.retail;
  if (given !== undefined && !existsSync(given)) throw new TypeError(`--retail: there is no file ${given}`);
  const file = resolve(given ?? usualRetailFile);
  return { retailFile: existsSync(file) ? file : undefined, only: values.only };
}
