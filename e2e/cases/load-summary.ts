import assert from 'node:assert/strict';
import type { BatchResult } from './desk.ts';

/** The figures of rows that the worker prints at the end of a load. */
export interface LoadSummary {
  readonly status: string | undefined;
  readonly read: number;
  readonly loaded: number;
  readonly alreadyThere: number;
  readonly conflicting: number;
  readonly rejected: number;
  /** Rows by the code of what is wrong with them. */
  readonly reasons: Readonly<Record<string, number>>;
}

export function parseSummary({ output }: BatchResult): LoadSummary {
  const count = (name: string) => {
    const [, figure] = new RegExp(`^ {2}${name} +([\\d,]+) rows`, 'm').exec(output) ?? [];
    return toCount(figure);
  };
  return {
    status: /^Job \d+, .*: ([A-Z]+)/m.exec(output)?.[1],
    read: count('read'),
    loaded: count('loaded'),
    alreadyThere: count('already there'),
    conflicting: count('conflicting'),
    rejected: count('rejected'),
    reasons: Object.fromEntries(
      [...output.matchAll(/^ {4}([A-Z_]+): ([\d,]+)$/gm)].map(([, code, rows]) => [code, toCount(rows)]),
    ),
  };
}

/** Expects that a load completed, and gives its figures. */
export function expectCompleted(result: BatchResult): LoadSummary {
  const summary = parseSummary(result);
  assert.ok(result.code === 0 && summary.status === 'COMPLETED', `The load failed:\n${result.output}`);
  return summary;
}

function toCount(figure: string | undefined): number {
  return Number(figure?.replaceAll(',', '') ?? Number.NaN);
}
