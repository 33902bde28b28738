import type { Reject } from './job.ts';
import { JobError } from './job-error.ts';
import type { PassedLimit, RejectStand, SkipLimit } from './reject-limits.ts';

/** More rows were rejected than allowed; the chunk that brought them is not stored. */
export class RejectLimitError extends JobError {
  readonly passed: PassedLimit;
  /** The rejected rows of that chunk; for a limit of one reason, those of that reason. */
  readonly rejects: readonly Reject[];

  /** @param rejects the rejected rows of the chunk */
  constructor(passed: PassedLimit, stand: RejectStand, rejects: readonly Reject[]) {
    const counted = passed.limit === 'reason' ? rejects.filter(({ code }) => code === passed.code) : rejects;
    super(
      passed.limit === 'reason' ? 'REASON_LIMIT_EXCEEDED' : 'SKIP_LIMIT_EXCEEDED',
      `${describePassed(passed, stand)}${describeRow(findExample(passed, stand, counted))}`,
    );
    this.name = 'RejectLimitError';
    this.passed = passed;
    this.rejects = counted;
  }

  /** Adds an explanation by the rows, if there is one. */
  add(explanation: string | undefined): void {
    if (explanation !== undefined) this.message = `${this.message.replace(/\.$/, '')}. ${explanation}`;
  }
}

/** Formats a limit for people, for example `at most 1 % of the rows`. */
export function describeSkipLimit(limit: SkipLimit): string {
  if (limit === null) return 'any number of rows';
  if (typeof limit === 'number') return `at most ${limit.toLocaleString('en-US')} rows`;
  return `at most ${limit.percent} % of the rows`;
}

function describePassed(passed: PassedLimit, { readRows, rejectedRows }: RejectStand): string {
  const counts = (count: number) =>
    `${count.toLocaleString('en-US')} of ${readRows.toLocaleString('en-US')} rows read`;
  if (passed.limit === 'reason') {
    return `${counts(passed.count)} are rejected for one reason, ${passed.code}; at most ${passed.allowed} % may be (--reason-limit).`;
  }
  if (passed.limit === 'percent') {
    return `At most ${passed.allowed} % of the rows may be rejected (--skip-limit), and ${counts(rejectedRows)} are.`;
  }
  const allowed =
    passed.allowed === 0 ? 'No row may be rejected' : `At most ${passed.allowed} rows may be rejected`;
  return `${allowed} (--skip-limit).`;
}

/** Finds the row to name: the first one beyond the limit; for a share, the first one. */
function findExample(
  passed: PassedLimit,
  { rejectedRows }: RejectStand,
  rejects: readonly Reject[],
): Reject | undefined {
  if (passed.limit !== 'rows') return rejects[0];
  const before = rejectedRows - rejects.length;
  return rejects[Math.max(passed.allowed - before, 0)] ?? rejects[0];
}

function describeRow(reject: Reject | undefined): string {
  return reject === undefined ? '' : ` Row ${reject.rowNumber}, line ${reject.line}: ${reject.message}`;
}
