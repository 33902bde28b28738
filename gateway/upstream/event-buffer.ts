/** The numbers of events at which the sender is held back, and let go on. */
const fullAt = 64;
const drainedAt = 16;

/** Keeps events between who sends and who reads, and tells the sender to wait for the reader. */
export class EventBuffer<Event> {
  readonly #events: Event[] = [];
  readonly #flow: { readonly onFull: () => void; readonly onDrained: () => void };
  #isFull = false;
  #end: { readonly error?: Error } | undefined;
  #wake: (() => void) | undefined;

  constructor(flow: { readonly onFull: () => void; readonly onDrained: () => void }) {
    this.#flow = flow;
  }

  add(event: Event): void {
    if (this.#end) return;
    this.#events.push(event);
    if (!this.#isFull && this.#events.length >= fullAt) {
      this.#isFull = true;
      this.#flow.onFull();
    }
    this.#wake?.();
  }

  /** Ends the buffer: events added before are still read; the first end counts. */
  end(error?: Error): void {
    this.#end ??= error ? { error } : {};
    this.#wake?.();
  }

  /** @throws the error that it ended with, after the last event. */
  async *drain(): AsyncGenerator<Event, undefined, undefined> {
    for (;;) {
      for (let event = this.#take(); event !== undefined; event = this.#take()) yield event;
      if (this.#end?.error) throw this.#end.error;
      if (this.#end) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(): Event | undefined {
    const event = this.#events.shift();
    if (this.#isFull && this.#events.length <= drainedAt) {
      this.#isFull = false;
      this.#flow.onDrained();
    }
    return event;
  }
}
