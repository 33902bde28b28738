import { InvalidArgumentError } from 'commander';
import type { RejectLimits, SkipLimit } from '../jobs/reject-limits.ts';

/** Limits in options: words stand for null, as commander turns null into an empty text. */
export interface LimitOptions {
  readonly skipLimit: Exclude<SkipLimit, null> | 'all';
  readonly reasonLimit: number | 'off';
}

export const skipLimitFlag = '--skip-limit <rows|percent|all>';
export const reasonLimitFlag = '--reason-limit <percent|off>';

export function toRejectLimits({ skipLimit, reasonLimit }: LimitOptions): RejectLimits {
  return {
    skipLimit: skipLimit === 'all' ? null : skipLimit,
    reasonPercent: reasonLimit === 'off' ? null : reasonLimit,
  };
}

/** Reads `20`, `1%` or `all`. */
export function toSkipLimit(text: string): LimitOptions['skipLimit'] {
  if (text === 'all') return 'all';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const percent = parsePercent(text);
  if (percent !== undefined) return { percent };
  throw new InvalidArgumentError('It must be a number of rows such as 20, a share such as 1%, or "all".');
}

/** Reads `10%` or `off`. */
export function toReasonLimit(text: string): LimitOptions['reasonLimit'] {
  if (text === 'off') return 'off';
  const percent = parsePercent(text);
  if (percent !== undefined) return percent;
  throw new InvalidArgumentError('It must be a share such as 10%, or "off".');
}

function parsePercent(text: string): number | undefined {
  const [, number] = /^(\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(text) ?? [];
  const percent = Number(number);
  return percent >= 0 && percent <= 100 ? percent : undefined;
}

/** Formats a default for `--help`. */
export function showPercent(percent: number): string {
  return `${percent}%`;
}
