import { pause } from '#platform/waiting/pause.ts';

/** Does the work that imports leave for later. */
export interface ImportBacklog {
  /** Stops after the step under way and waits for it. */
  close(): Promise<void>;
}

/** The result of a step. */
interface BacklogStep {
  /** The newest entry before the step; null if there was none. */
  readonly newest: string | null;
  /** True if no work was left. */
  readonly isDone: boolean;
}

export interface ImportBacklogOptions {
  /** Does the next part completely or not at all; several processes may share the work. */
  readonly takeStep: () => Promise<BacklogStep>;
  /** The pause between rounds, in milliseconds. */
  readonly everyMs: number;
  /** Called for each failure; the next round tries again. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Works through the backlog, round after round. While an import runs, which a newer entry shows, a round is a single
 * step, so that the import keeps the machine; otherwise a round continues until nothing is left.
 */
export function startImportBacklog({ takeStep, everyMs, onFailure }: ImportBacklogOptions): ImportBacklog {
  const closing = new AbortController();
  const { signal } = closing;
  let newest: string | null = null;

  const runRound = async () => {
    for (;;) {
      const step = await takeStep();
      const isImporting = step.newest !== newest;
      newest = step.newest;
      if (isImporting || step.isDone || signal.aborted) return;
    }
  };
  const run = async () => {
    while (!signal.aborted) {
      await runRound().catch(onFailure);
      await pause(everyMs, signal);
    }
  };
  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}
