import type { PlannedPartition } from '../../jobs/begin-step.ts';
import type { OpenedFile } from '../reading/open-file.ts';
import { type Reading, startReading } from '../reading/reading.ts';
import { type PlanningOptions, startPlanning } from './plan-partitions.ts';

/** What takes a moment and can begin before it is known which job a file is. */
export interface LoadPreparation {
  /** How the file is cut. */
  partitions(): Promise<readonly PlannedPartition[]>;
  /** Nobody asks for the partitions any more: a restart goes on with those of the first attempt. */
  endPlanning(): Promise<void>;
  /** A thread, ready or about to be; whoever takes it closes it. */
  takeReading(): Reading;
  /** Ends what nobody has taken. */
  close(): Promise<void>;
}

/**
 * Begins to cut a file into shares, and starts the threads that will read them.
 *
 * @param bytes how long the file is
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
