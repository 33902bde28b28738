import { loneCount, type SharedCount } from '#platform/process/shared-count.ts';
import type { CountedPoints, CountStore } from '../counting/count-store.ts';

const sweepEveryMs = 30_000;

/**
 * Counts in memory, for a gateway without a database. Workers of one gateway tell each other what each has counted, so that they count
 * together, some milliseconds late.
 */
export class ProcessCountStore implements CountStore {
  readonly processes: number;
  readonly #shared: SharedCount;
  readonly #own = new Map<string, { points: number; keepUntilMs: number }>();
  readonly #timer: NodeJS.Timeout;

  constructor(processes = 1, shared: SharedCount = loneCount) {
    this.processes = processes;
    this.#shared = shared;
    this.#timer = setInterval(() => this.sweep(Date.now()), sweepEveryMs);
    this.#timer.unref();
  }

  async add({ key, points, keepSeconds }: CountedPoints): Promise<number> {
    const own = this.#own.get(key) ?? { points: 0, keepUntilMs: Date.now() + keepSeconds * 1_000 };
    own.points += points;
    this.#own.set(key, own);
    this.#shared.tell(key, own.points);
    return own.points + this.#shared.elsewhere(key);
  }

  /** Forgets what nobody asks for any more. */
  sweep(nowMs: number): void {
    for (const [key, { keepUntilMs }] of this.#own) {
      if (keepUntilMs > nowMs) continue;
      this.#own.delete(key);
      this.#shared.tell(key, 0);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
