/** The receipts with their times and subscribers, in their order; numbers only, because there may be millions. */
export class Receipts {
  #subscribers = new Uint32Array(65_536);
  #values = new Uint32Array(65_536);
  #times = new Float64Array(65_536);
  #length = 0;

  add(subscriber: number, value: number, atMs: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#subscribers[this.#length] = subscriber;
    this.#values[this.#length] = value;
    this.#times[this.#length] = atMs;
    this.#length += 1;
  }

  forEach(visit: (subscriber: number, value: number, atMs: number) => void): void {
    for (let nth = 0; nth < this.#length; nth += 1) {
      visit(this.#subscribers[nth] ?? 0, this.#values[nth] ?? 0, this.#times[nth] ?? 0);
    }
  }

  clear(): void {
    this.#length = 0;
  }

  #grow(): void {
    const size = this.#values.length * 2;
    const [subscribers, values, times] = [this.#subscribers, this.#values, this.#times];
    this.#subscribers = new Uint32Array(size);
    this.#values = new Uint32Array(size);
    this.#times = new Float64Array(size);
    this.#subscribers.set(subscribers);
    this.#values.set(values);
    this.#times.set(times);
  }
}
