import { TopologyError } from './topology-error.ts';

/** Windows of one size whose starts are multiples of `advanceMs` since the epoch: start included, end not. */
export interface TimeWindows {
  readonly kind: 'time';
  readonly sizeMs: number;
  readonly advanceMs: number;
  /** The time after its end, in stream time, during which a window still takes records. */
  readonly graceMs: number;
}

/** Windows around records: all records that lie at most `differenceMs` apart, both ends included. */
export interface SlidingWindows {
  readonly kind: 'sliding';
  readonly differenceMs: number;
  /** The time after its end, in stream time, during which a window still takes records. */
  readonly graceMs: number;
}

export type Windows = TimeWindows | SlidingWindows;

/** Windows that follow each other without a gap: a record lies in one of them. */
export function tumblingWindows(options: { sizeMs: number; graceMs: number }): TimeWindows {
  return hoppingWindows({ ...options, advanceMs: options.sizeMs });
}

/** Windows that overlap: a record lies in about sizeMs / advanceMs of them. */
export function hoppingWindows(options: { sizeMs: number; advanceMs: number; graceMs: number }): TimeWindows {
  const { sizeMs, advanceMs, graceMs } = options;
  requireWhole('sizeMs', sizeMs, 1);
  requireWhole('advanceMs', advanceMs, 1, sizeMs);
  requireWhole('graceMs', graceMs, 0);
  return { kind: 'time', sizeMs, advanceMs, graceMs };
}

/**
 * Windows that move with the records: a new one for every record, which ends with it, and one that begins right after it
 * as soon as a later record is near enough. There are no windows before the epoch: the records of the first `differenceMs`
 * milliseconds share the window that starts there (as in Kafka Streams, KIP-450).
 */
export function slidingWindows(options: { differenceMs: number; graceMs: number }): SlidingWindows {
  const { differenceMs, graceMs } = options;
  requireWhole('differenceMs', differenceMs, 1);
  requireWhole('graceMs', graceMs, 0);
  return { kind: 'sliding', differenceMs, graceMs };
}

/** The distance from a window's start to its end. */
export function spanOf(windows: Windows): number {
  return windows.kind === 'time' ? windows.sizeMs : windows.differenceMs;
}

/** The start of the earliest window that contains this time. */
export function firstStartOf(windows: TimeWindows, timestampMs: number): number {
  const { sizeMs, advanceMs } = windows;
  return Math.floor(Math.max(0, timestampMs - sizeMs + advanceMs) / advanceMs) * advanceMs;
}

function requireWhole(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new TopologyError(`${name} must be a whole number of milliseconds ${range}, not ${value}.`);
}
