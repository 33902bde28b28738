import { createPulledEvents } from '#platform/graphql/pulled-events.ts';
import { createBell } from '#platform/waiting/bell.ts';

/** A value of which only the newest state counts: slow followers miss some states, and never the newest. */
export class LatestValue<Value> {
  readonly #toText: (value: Value) => string;
  readonly #published = createBell();
  #latest: { readonly value: Value; readonly text: string } | undefined;

  /** @param toText the part of a value that counts: two values with the same text are one event */
  constructor(toText: (value: Value) => string) {
    this.#toText = toText;
  }

  /** Replaces the value. True if it differs from the one before, so that followers get it. */
  publish(value: Value): boolean {
    const text = this.#toText(value);
    const isNew = this.#latest?.text !== text;
    this.#latest = { value, text };
    if (isNew) this.#published.ring();
    return isNew;
  }

  /** Forgets the value: followers wait until the next one is published. */
  clear(): void {
    this.#latest = undefined;
  }

  /**
   * The present value, as soon as there is one, then its changes.
   *
   * @param onEnd called once, when the follower leaves
   */
  follow(onEnd: () => void): AsyncIterableIterator<Value> {
    let seen = -1;
    return createPulledEvents(async (signal) => {
      while (this.#latest === undefined || seen === this.#published.rings) {
        await this.#published.waitBeyond(this.#published.rings, signal);
        signal.throwIfAborted();
      }
      seen = this.#published.rings;
      return this.#latest.value;
    }, onEnd);
  }
}
