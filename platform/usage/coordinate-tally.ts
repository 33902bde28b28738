/** A coordinate counts as always given if every use of its owner had it, with a value other than null. */
interface Givings {
  readonly owner: string;
  count: number;
}

/** Counts, within one operation, what of a schema it uses and what it gives. */
export class CoordinateTally {
  readonly #uses = new Map<string, number>();
  readonly #givings = new Map<string, Givings>();

  /** Counts one use of a field, an input type, an enum value or a directive. */
  use(coordinate: string): void {
    this.#uses.set(coordinate, (this.#uses.get(coordinate) ?? 0) + 1);
  }

  /** Counts that an argument or input field was given, in one use of the field, directive or input type that owns it. */
  give(owner: string, coordinate: string, isNull: boolean): void {
    this.use(coordinate);
    if (isNull) return;
    const givings = this.#givings.get(coordinate) ?? { owner, count: 0 };
    givings.count += 1;
    this.#givings.set(coordinate, givings);
  }

  has(coordinate: string): boolean {
    return this.#uses.has(coordinate);
  }

  uses(): readonly string[] {
    return [...this.#uses.keys()];
  }

  /** Owners and coordinates of what was given, with a value other than null, at least once. */
  givings(): readonly (readonly [owner: string, coordinate: string])[] {
    return [...this.#givings].map(([coordinate, { owner }]) => [owner, coordinate]);
  }

  /** True if every use of the owner, here and in another tally of the same operation, gave the coordinate. */
  isAlwaysGiven(owner: string, coordinate: string, other?: CoordinateTally): boolean {
    const uses = this.#countUses(owner) + (other ? other.#countUses(owner) : 0);
    return uses === this.#countGivings(coordinate) + (other ? other.#countGivings(coordinate) : 0);
  }

  #countUses(coordinate: string): number {
    return this.#uses.get(coordinate) ?? 0;
  }

  #countGivings(coordinate: string): number {
    return this.#givings.get(coordinate)?.count ?? 0;
  }
}
