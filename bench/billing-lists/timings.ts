/** The times of equal calls, in milliseconds. */
export class Timings {
  readonly #all: number[] = [];

  add(ms: number): void {
    this.#all.push(ms);
  }

  addAll(other: Timings): void {
    this.#all.push(...other.#all);
  }

  get count(): number {
    return this.#all.length;
  }

  /** The time that such a part of the calls, from 0 to 1, did not exceed. */
  at(part: number): number {
    const sorted = this.#all.toSorted((one, other) => one - other);
    return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
  }
}
