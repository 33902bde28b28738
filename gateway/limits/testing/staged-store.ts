import type { CountedPoints, CountStore } from '../counting/count-store.ts';

/** A store of counts in memory, whose answers a test holds back, or lets fail. */
export class StagedStore implements CountStore {
  readonly processes?: number;
  /** Everything that was sent, the oldest first. */
  readonly sent: CountedPoints[] = [];
  readonly sums = new Map<string, number>();
  /** `hangs` never answers. */
  state: 'works' | 'fails' | 'hangs' = 'works';
  /** Waited for before each message is counted, and again before it is answered. */
  delay: () => Promise<unknown> = async () => undefined;

  constructor(processes?: number) {
    if (processes !== undefined) this.processes = processes;
  }

  async add(points: CountedPoints): Promise<number> {
    this.sent.push(points);
    if (this.state === 'fails') throw new Error('The store is away.');
    if (this.state === 'hangs') return new Promise(() => {});
    await this.delay();
    const sum = (this.sums.get(points.key) ?? 0) + points.points;
    this.sums.set(points.key, sum);
    await this.delay();
    return sum;
  }
}
