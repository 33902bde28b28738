/** The figures of a process that drew one invoice again and again. */
export interface DrawFigures {
  readonly fileBytes: number;
  /** The first document of a process, which opens the fonts. */
  readonly firstMs: number;
  /** The most resident memory after the first document. */
  readonly firstPeakMiB: number;
  readonly count: number;
  readonly wallSeconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  readonly medianMs: number;
  readonly peakMiB: number;
}
