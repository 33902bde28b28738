import type { Window } from './bucket.ts';

/** The answer to a wish for points: they are taken, exceed the quota, or only the store can tell. */
export type Taking = 'taken' | 'over' | 'unknown';

/**
 * Points that one key has used in one window, as far as this process knows: the sum that the store last told, and what was taken here
 * since. It takes points without asking until it is `lead` points ahead of the store, so that each process exceeds a quota by no
 * more than that.
 */
export class WindowCount {
  readonly number: number;
  readonly endsAtMs: number;
  /** Of all processes, by the store's last answer. */
  #known = 0;
  /** On their way to the store. */
  #sent = 0;
  /** Taken here, and not sent; negative if more was given back than taken. */
  #unsent = 0;

  constructor({ number, endsAtMs }: Window) {
    this.number = number;
    this.endsAtMs = endsAtMs;
  }

  get used(): number {
    return this.#known + this.#sent + this.#unsent;
  }

  /** Points that the store has not been sent. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Takes points if the quota and the lead allow it. */
  take(points: number, quota: number, lead: number): Taking {
    if (this.used + points > quota) return 'over';
    // Points on their way back may be another process's by now: they make the lead no longer.
    if (Math.max(0, this.#sent) + Math.max(0, this.#unsent) + points > lead) return 'unknown';
    this.#unsent += points;
    return 'taken';
  }

  /** Takes points by what this process knows, however far ahead of the store it is. */
  takeAlone(points: number, quota: number): boolean {
    return this.take(points, quota, Number.POSITIVE_INFINITY) === 'taken';
  }

  giveBack(points: number): void {
    this.#unsent -= points;
  }

  /**
   * Begins a message to the store: what was taken here, and further points that are taken only if the answer allows it.
   *
   * @returns the points to add; no other message may be on its way
   */
  send(further: number): number {
    this.#sent = this.#unsent + further;
    this.#unsent = 0;
    return this.#sent;
  }

  /** Ends a message with the sum of all processes, what it carried included. */
  confirm(total: number): void {
    this.#known = total;
    this.#sent = 0;
  }

  /** Ends a message that did not arrive: what it carried goes with the next one. */
  fail(): void {
    this.#unsent += this.#sent;
    this.#sent = 0;
  }
}
