/** What a load has done so far, over all its executions. */
export interface LoadCounts {
  readonly readRows: number;
  readonly loadedInvoices: number;
  readonly loadedRows: number;
  readonly alreadyThereRows: number;
  readonly conflictingRows: number;
  readonly rejectedRows: number;
}

export const noCounts: LoadCounts = {
  readRows: 0,
  loadedInvoices: 0,
  loadedRows: 0,
  alreadyThereRows: 0,
  conflictingRows: 0,
  rejectedRows: 0,
};

export function addCounts(one: LoadCounts, other: LoadCounts): LoadCounts {
  return {
    readRows: one.readRows + other.readRows,
    loadedInvoices: one.loadedInvoices + other.loadedInvoices,
    loadedRows: one.loadedRows + other.loadedRows,
    alreadyThereRows: one.alreadyThereRows + other.alreadyThereRows,
    conflictingRows: one.conflictingRows + other.conflictingRows,
    rejectedRows: one.rejectedRows + other.rejectedRows,
  };
}

export interface ProgressState {
  readonly fileName: string;
  readonly counts: LoadCounts;
  /** Rows that this execution has read. */
  readonly rowsNow: number;
  /** Bytes that are done, of `totalBytes`; of a compressed file those that were taken from it. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Bytes that were done before this execution. */
  readonly startBytes: number;
  readonly elapsedMs: number;
}

const barWidth = 24;

/** One line: how far it is, rows, rate, what was rejected, time left. */
export function formatProgress(state: ProgressState, hasBar: boolean): string {
  const { fileName, counts, rowsNow, doneBytes, totalBytes, startBytes, elapsedMs } = state;
  const share = totalBytes === 0 ? 1 : Math.min(doneBytes / totalBytes, 1);
  const seconds = Math.max(elapsedMs, 1) / 1_000;
  const doneNow = doneBytes - startBytes;
  const left =
    doneNow > 0
      ? `${formatSeconds(((totalBytes - doneBytes) / doneNow) * seconds)} left`
      : 'time left unknown';
  const filled = Math.floor(share * barWidth);
  const bar = hasBar ? `[${'='.repeat(filled)}${' '.repeat(barWidth - filled)}] ` : '';
  return [
    `${fileName} ${bar}${Math.floor(share * 100)} %`,
    `${formatCount(counts.readRows)} rows`,
    `${formatCount(Math.round(rowsNow / seconds))} rows/s`,
    `${formatCount(counts.rejectedRows + counts.conflictingRows)} rejected`,
    left,
  ].join(', ');
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
