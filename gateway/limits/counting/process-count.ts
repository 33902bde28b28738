import type { CountStore } from './count-store.ts';

const periodMs = 10_000;

/** The number of processes is not known at the beginning, and a gateway that shares a store is seldom alone. */
const minProcesses = 2;

/**
 * Counts the processes that share a store: each adds one in every period of ten seconds. The larger number of this period and the
 * last one holds, so that a process that came counts at once, and one that left for ten seconds more.
 */
export class ProcessCount {
  readonly #store: CountStore;
  readonly #timer: NodeJS.Timeout;
  #period = -1;
  #count: number;

  constructor(store: CountStore) {
    this.#store = store;
    this.#count = store.processes ?? minProcesses;
    this.#timer = setInterval(() => void this.look(Date.now()), periodMs / 5);
    this.#timer.unref();
  }

  get count(): number {
    return this.#count;
  }

  /** Counts this process, once in a period, and the others. Failures leave the number as it is. */
  async look(nowMs: number): Promise<void> {
    if (this.#store.processes !== undefined) return;
    const period = Math.floor(nowMs / periodMs);
    const points = period === this.#period ? 0 : 1;
    this.#period = period;
    try {
      const [last, now] = await Promise.all([this.#add(period - 1, 0), this.#add(period, points)]);
      this.#count = Math.max(minProcesses, last, now);
    } catch {
      // This process counts itself again. If the store had counted it already, the others take a smaller lead for a while.
      this.#period = -1;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #add(period: number, points: number): Promise<number> {
    const key = `processes:${period}`;
    return this.#store.add({ key, points, keepSeconds: (periodMs / 1_000) * 3, isLasting: false });
  }
}
