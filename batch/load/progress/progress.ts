import type { LoadCounts } from '../../jobs/load-counts.ts';

export interface ProgressState {
  readonly fileName: string;
  readonly counts: LoadCounts;
  /** Rows that this execution has read. */
  readonly rowsNow: number;
  /** Bytes that are done, of the decompressed file. */
  readonly doneBytes: number;
  /** Undefined if unknown: a compressed file shows its size only at its end. */
  readonly totalBytes: number | undefined;
  /** Bytes that were done before this execution. */
  readonly startBytes: number;
  readonly elapsedMs: number;
}

const barWidth = 24;

/** Formats one line: progress, rows, rate, rejected rows, time left. */
export function formatProgress(state: ProgressState, hasBar: boolean): string {
  const { fileName, counts, rowsNow, totalBytes, elapsedMs } = state;
  const seconds = Math.max(elapsedMs, 1) / 1_000;
  return [
    totalBytes === undefined ? fileName : `${fileName} ${formatShare(state.doneBytes / totalBytes, hasBar)}`,
    `${formatCount(counts.readRows)} rows`,
    `${formatCount(Math.round(rowsNow / seconds))} rows/s`,
    `${formatCount(counts.rejectedRows + counts.conflictingRows)} rejected`,
    totalBytes === undefined ? 'time left unknown' : formatTimeLeft(state, totalBytes, seconds),
  ].join(', ');
}

function formatShare(part: number, hasBar: boolean): string {
  const share = Math.min(part, 1);
  const filled = Math.floor(share * barWidth);
  const bar = hasBar ? `[${'='.repeat(filled)}${' '.repeat(barWidth - filled)}] ` : '';
  return `${bar}${Math.floor(share * 100)} %`;
}

function formatTimeLeft(
  { doneBytes, startBytes }: ProgressState,
  totalBytes: number,
  seconds: number,
): string {
  const doneNow = doneBytes - startBytes;
  if (doneNow <= 0) return 'time left unknown';
  return `${formatSeconds(((totalBytes - doneBytes) / doneNow) * seconds)} left`;
}

/** A whole number with separated thousands. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US');
}

function formatSeconds(seconds: number): string {
  const whole = Math.max(Math.round(seconds), 0);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
