import { toCanonicalJson } from '#platform/text/canonical-json.ts';
import { type EndResult, endWith } from './end.ts';
import type { Subscriber } from './subscriber.ts';
import { SubscriptionGroup, type SubscriptionGroupOptions } from './subscription-group.ts';
import { limitFor } from './subscription-limits.ts';

/** The parts of a group that the registry does not know itself. */
export type GroupParts = Omit<SubscriptionGroupOptions, 'onClosed'>;

/** All groups of a gateway. */
export class GroupRegistry {
  readonly #maxGroups: number;
  readonly #groups = new Set<SubscriptionGroup>();
  /** The latest group for what its members asked and where they began. */
  readonly #latest = new Map<string, SubscriptionGroup>();
  readonly #closing = new Set<Promise<void>>();

  constructor(maxGroups: number) {
    this.#maxGroups = maxGroups;
  }

  get size(): number {
    return this.#groups.size;
  }

  /**
   * Puts a subscriber into the group where it misses nothing, and makes one when there is none.
   *
   * @returns why it cannot be.
   */
  join(subscriber: Subscriber, parts: GroupParts): EndResult | undefined {
    const key = toCanonicalJson([parts.identity, parts.startCursor ?? null]);
    const known = this.#latest.get(key);
    if (known?.isJoinable) {
      known.join(subscriber);
      return undefined;
    }
    if (this.#groups.size >= limitFor(this.#maxGroups, subscriber.caller)) {
      const message = `The gateway takes ${this.#maxGroups} different subscriptions. Try again later.`;
      return endWith('MAX_UPSTREAM_SUBSCRIPTIONS_LIMIT', message);
    }
    const group: SubscriptionGroup = new SubscriptionGroup({
      ...parts,
      onClosed: () => {
        this.#groups.delete(group);
        if (this.#latest.get(key) === group) this.#latest.delete(key);
      },
    });
    this.#groups.add(group);
    this.#latest.set(key, group);
    const closed = group.run(subscriber).finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
    return undefined;
  }

  endAll(last: EndResult): void {
    for (const group of this.#groups) group.end(last);
  }

  queuedResults(): number {
    let queued = 0;
    for (const group of this.#groups) queued += group.queuedResults;
    return queued;
  }

  /** Resolves when the connections of all groups that ended are closed. */
  async closed(): Promise<void> {
    await Promise.all(this.#closing);
  }
}
