/** Values by a first and a second key. */
export class Grid<First, Value> {
  readonly #rows = new Map<First, Map<string, Value>>();
  #lastKey: First | undefined;
  #lastRow: Map<string, Value> | undefined;

  set(first: First, second: string, value: Value): void {
    this.#rowOf(first).set(second, value);
  }

  get(first: First, second: string): Value | undefined {
    return this.#rowOf(first).get(second);
  }

  values(): Value[] {
    return Array.from(this.#rows.values(), (row) => [...row.values()]).flat();
  }

  /** Remembers the last row, because calls with the same first key often follow each other. */
  #rowOf(first: First): Map<string, Value> {
    if (this.#lastRow !== undefined && this.#lastKey === first) return this.#lastRow;
    const row = this.#rows.get(first) ?? new Map<string, Value>();
    this.#rows.set(first, row);
    this.#lastKey = first;
    this.#lastRow = row;
    return row;
  }
}
