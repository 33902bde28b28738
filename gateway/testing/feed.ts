/** A list that grows, and that any number of readers follow from any place in it. */
export class Feed<Item> {
  readonly #items: Item[] = [];
  readonly #readers = new Set<() => void>();

  get length(): number {
    return this.#items.length;
  }

  append(...items: Item[]): void {
    this.#items.push(...items);
    for (const wake of this.#readers) wake();
  }

  /** Follows the list from a place. With `skips`, a reader that is behind goes on with the newest item. */
  follow(position: number, { skips = false } = {}): AsyncIterableIterator<Item, undefined, undefined> {
    const items = this.#items;
    const readers = this.#readers;
    let next = position;
    let isOver = false;
    let wake = () => {};
    return {
      async next() {
        while (!isOver && next >= items.length) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            readers.add(wake);
          });
          readers.delete(wake);
        }
        if (skips) next = Math.max(next, items.length - 1);
        const value = items[next];
        if (isOver || value === undefined) return { done: true, value: undefined };
        next += 1;
        return { done: false, value };
      },
      async return() {
        isOver = true;
        wake();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
