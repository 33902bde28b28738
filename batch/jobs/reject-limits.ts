/** How many rows of a job may be rejected, over all its executions. */
export type SkipLimit =
  /** So many rows. */
  | number
  /** So many of a hundred rows read. */
  | { readonly percent: number }
  /** Any number. */
  | null;

/** What may be rejected before a load fails. */
export interface RejectLimits {
  readonly skipLimit: SkipLimit;
  /**
   * So many of a hundred rows may be rejected for one and the same reason: more look like a mapping that does not fit the
   * file, and the rows that are loaded may be wrong too. Null for any number.
   */
  readonly reasonPercent: number | null;
}

/** What a job has read and rejected so far. */
export interface RejectStand {
  readonly readRows: number;
  readonly rejectedRows: number;
  /** How many rows were rejected for which reason. */
  readonly byCode: Readonly<Record<string, number>>;
  /** Whether the whole file is read. */
  readonly isWhole: boolean;
}

/** The limit that is passed. */
export type PassedLimit =
  | { readonly limit: 'rows'; readonly allowed: number }
  | { readonly limit: 'percent'; readonly allowed: number; readonly of: number }
  | { readonly limit: 'reason'; readonly allowed: number; readonly code: string; readonly count: number };

/** Until a file is read whole, shares are those of this many rows at least: the first few rows say little. */
const minShareRows = 1_000;
/** Fewer rows than this that are rejected for one reason are single faults, also in a small file. */
const minReasonRows = 5;

/** Finds the limit that a job has passed, undefined while it keeps to all of them. */
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
