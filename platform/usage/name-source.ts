/** Makes names that nothing else in a document has: `_1`, `_2` and so on. */
export class NameSource {
  readonly #taken: ReadonlySet<string>;
  #count = 0;

  constructor(taken: ReadonlySet<string>) {
    this.#taken = taken;
  }

  next(): string {
    do this.#count += 1;
    while (this.#taken.has(`_${this.#count}`));
    return `_${this.#count}`;
  }
}
