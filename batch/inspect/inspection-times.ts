/** The most time for each step of an inspection, in milliseconds. */
export interface InspectionTimes {
  /** For the bytes of the file to come from the database. */
  readonly readMs: number;
  /** For the inspections of other files to end. */
  readonly waitMs: number;
  /** For the inspection itself, in a thread that is started for it. */
  readonly runMs: number;
}

/** Together they are less than the gateway waits for an answer. */
export const usualInspectionTimes: InspectionTimes = { readMs: 4_000, waitMs: 3_000, runMs: 7_000 };
