import type { DryRun } from '../load/dry-run.ts';
import type { ImportTrial } from './import-request.ts';

/** Converts a dry run into the form in which it is stored and shown. */
export function toImportTrial(run: DryRun): ImportTrial {
  return {
    records: run.records,
    readRows: run.readRows,
    items: run.items,
    rejectedRows: run.rejectedRows,
    leftOutRows: run.leftOut?.rows ?? 0,
    shown: run.shown,
    problems: run.rejects.flatMap(({ rowNumber, line, problems }) =>
      problems.map(({ column, code, message }) => ({ rowNumber, line, column, code, message })),
    ),
    reasons: run.reasons,
    explanation: run.explanation ?? null,
  };
}
