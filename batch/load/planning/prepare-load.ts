import type { PlannedPartition } from '../../jobs/begin-step.ts';
import type { OpenedFile } from '../reading/open-file.ts';
import { type Reading, startReading } from '../reading/reading.ts';
import { type PlanningOptions, startPlanning } from './plan-partitions.ts';

/** The preparation of a load that takes time and can begin before the job of a file is known. */
export interface LoadPreparation {
  /** The shares of the file. */
  partitions(): Promise<readonly PlannedPartition[]>;
  /** Says that the partitions are not needed: a restart continues with those of the first attempt. */
  endPlanning(): Promise<void>;
  /** Returns a thread that is ready or about to be; the caller closes it. */
  takeReading(): Reading;
  /** Ends everything that was not taken. */
  close(): Promise<void>;
}

/**
 * Begins to cut a file into shares, and starts the threads that will read them.
 *
 * @param bytes the length of the file
 */
export function prepareLoad(file: OpenedFile, bytes: number, how: PlanningOptions): LoadPreparation {
  const planning = startPlanning(file, bytes, how);
  const readings = Array.from({ length: planning.count }, startReading);
  return {
    partitions: planning.partitions,
    endPlanning: planning.close,
    takeReading: () => readings.shift() ?? startReading(),
    close: async () => {
      await Promise.all([planning.close(), ...readings.map((reading) => reading.close())]);
    },
  };
}
