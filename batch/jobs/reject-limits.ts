/** The maximum number of rejected rows of a job, over all its executions. */
export type SkipLimit =
  /** A number of rows. */
  | number
  /** A percentage of the rows read. */
  | { readonly percent: number }
  /** Any number. */
  | null;

/** The limits of rejected rows, beyond which a load fails. */
export interface RejectLimits {
  readonly skipLimit: SkipLimit;
  /**
   * The percentage of rows that may be rejected for the same reason: more are a sign of a mapping that does not fit the
   * file, and then the loaded rows may be wrong, too. Null for any number.
   */
  readonly reasonPercent: number | null;
}

/** The rows that a job has read and rejected so far. */
export interface RejectStand {
  readonly readRows: number;
  readonly rejectedRows: number;
  /** The number of rejected rows by reason. */
  readonly byCode: Readonly<Record<string, number>>;
  /** True if the whole file is read. */
  readonly isWhole: boolean;
}

/** The limit that is exceeded. */
export type PassedLimit =
  | { readonly limit: 'rows'; readonly allowed: number }
  | { readonly limit: 'percent'; readonly allowed: number; readonly of: number }
  | { readonly limit: 'reason'; readonly allowed: number; readonly code: string; readonly count: number };

/** The minimum number of rows of which shares are taken until a file is read whole: the first few rows say little. */
const minShareRows = 1_000;
/** The minimum number of rejected rows that make a reason frequent: fewer are single faults, also in a small file. */
const minReasonRows = 5;

/** Finds the limit that a job has exceeded, undefined if it is within all of them. */
export function findPassedLimit(limits: RejectLimits, stand: RejectStand): PassedLimit | undefined {
  const { skipLimit, reasonPercent } = limits;
  const { rejectedRows, byCode } = stand;
  const of = stand.isWhole ? stand.readRows : Math.max(stand.readRows, minShareRows);
  const isPassed = (count: number, percent: number) => count * 100 > of * percent;

  if (reasonPercent !== null) {
    const [code, count] = findMostFrequent(byCode);
    if (count >= minReasonRows && isPassed(count, reasonPercent)) {
      return { limit: 'reason', allowed: reasonPercent, code, count };
    }
  }
  if (skipLimit === null) return undefined;
  if (typeof skipLimit === 'number') {
    return rejectedRows > skipLimit ? { limit: 'rows', allowed: skipLimit } : undefined;
  }
  const { percent } = skipLimit;
  return isPassed(rejectedRows, percent) ? { limit: 'percent', allowed: percent, of } : undefined;
}

function findMostFrequent(byCode: RejectStand['byCode']): readonly [code: string, count: number] {
  return Object.entries(byCode).reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0]);
}
