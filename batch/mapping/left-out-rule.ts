import type { BoundSource } from './bind-columns.ts';
import { type CellProblem, show } from './cells/cell-problem.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';
import { readCell } from './row-reader.ts';

/** Distinguishes rows that are left out from others, by their mark in a column. */
export interface LeftOutRule {
  readonly source: BoundSource;
  /** True if the row is left out. */
  holds(fields: readonly string[]): boolean;
  /** Returns the problem of a mark that is not known; undefined for a row to load. */
  findProblem(fields: readonly string[]): CellProblem | undefined;
}

export function createLeftOutRule(
  { values, others }: NonNullable<InvoiceMapping['leaveOut']>,
  source: BoundSource,
): LeftOutRule {
  const leftOut = new Set(values.map(toKey));
  const loaded = others && new Set(others.map(toKey));
  const known = [...values, ...(others ?? [])].map(show).join(', ');
  let lastMark = '';
  let last = judge(lastMark);

  function judge(mark: string): { readonly isLeftOut: boolean; readonly isLoaded: boolean } {
    const key = toKey(mark);
    return { isLeftOut: leftOut.has(key), isLoaded: loaded === undefined || loaded.has(key) };
  }

  /** Neighbouring rows usually have the same mark, and each row is asked about twice. */
  function judgeRow(fields: readonly string[]): typeof last {
    const mark = readCell(fields, source, false);
    if (mark !== lastMark) {
      last = judge(mark);
      lastMark = mark;
    }
    return last;
  }

  return {
    source,
    holds: (fields) => judgeRow(fields).isLeftOut,
    findProblem: (fields) => {
      if (judgeRow(fields).isLoaded) return undefined;
      const mark = readCell(fields, source, false);
      return { code: 'NOT_A_MARK', message: `${show(mark)} must be one of ${known} (leaveOut)` };
    },
  };
}

function toKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
