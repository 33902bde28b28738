import type { DocumentNode } from 'graphql';
import type { DeliveryMode } from '../graph/supergraph/delivery.ts';
import type { Caller } from '../operation/caller.ts';
import { type EndResult, toEndResult, tokenExpiredEnd, tooSlowEnd } from './end.ts';
import type { PolicyWatch } from './policy-watch.ts';
import { type DeliveredResult, ResultQueue } from './result-queue.ts';
import type { SubscriptionMetrics } from './subscription-metrics.ts';
import type { SubscriptionRequest } from './subscriptions.ts';

/** The group that a subscriber belongs to. */
export interface SubscriberGroup {
  /** Equal for all who may share results, as long as they begin at the same event. */
  readonly identity: string;
  /** The part of their document that its members may run. */
  readonly document: DocumentNode;
  leave(subscriber: Subscriber): void;
  /** A member has renewed its credentials, and its rights are the same. */
  renew(subscriber: Subscriber): void;
}

/** Whoever looks after subscribers. */
export interface SubscriberKeeper {
  readonly maxQueuedResults: number;
  readonly metrics: SubscriptionMetrics;
  /**
   * Looks at the caller's rights again, and moves or ends the subscriber when they are others.
   *
   * @returns whether it is where it was.
   */
  reconsider(subscriber: Subscriber): boolean;
  /** True if {@link reconsider} may give another answer though the caller is the same. */
  mustReconsider(subscriber: Subscriber): boolean;
  onEnded(subscriber: Subscriber): void;
}

/** One client's place in a subscription: its queue, and who it is now. */
export class Subscriber {
  readonly request: SubscriptionRequest;
  readonly mode: DeliveryMode;
  readonly queue: ResultQueue;
  readonly #keeper: SubscriberKeeper;
  /** Absent if the subscription depends on no policy. */
  readonly #policies: PolicyWatch | undefined;
  readonly #stopListening: () => void;
  #isDetached = false;
  /** The caller that the present group was found for. */
  #caller: Caller;
  group: SubscriberGroup | undefined;
  /** The cursor of the last event that the client took, or the one where it began. */
  position: unknown;

  constructor(
    request: SubscriptionRequest,
    mode: DeliveryMode,
    keeper: SubscriberKeeper,
    policies?: PolicyWatch,
  ) {
    const { credentials, signal } = request;
    this.request = request;
    this.mode = mode;
    this.#keeper = keeper;
    this.#policies = policies;
    this.#caller = credentials.now;
    this.queue = new ResultQueue(this);
    const onEnded = () => this.cutOff(toEndResult(credentials.ended.reason));
    const onGone = () => void this.queue.return();
    credentials.ended.addEventListener('abort', onEnded);
    signal.addEventListener('abort', onGone);
    const stopRenewals = credentials.onRenewed(() => this.#isEntitled());
    policies?.start(() => this.#isEntitled());
    this.#stopListening = () => {
      policies?.close();
      stopRenewals();
      credentials.ended.removeEventListener('abort', onEnded);
      signal.removeEventListener('abort', onGone);
    };
    keeper.metrics.opened(mode);
  }

  /** Who the client is now. */
  get caller(): Caller {
    return this.request.credentials.now;
  }

  /** The policies that hold; absent if the subscription depends on none. */
  get heldPolicies(): ReadonlySet<string> | undefined {
    return this.#policies?.held;
  }

  /** Takes a result in, if the client may still have it. */
  receive(delivered: DeliveredResult): void {
    if (!this.#isEntitled()) return;
    this.put(delivered);
  }

  /** Takes in the present value of a group that it has just joined. */
  put(delivered: DeliveredResult): void {
    const { metrics, maxQueuedResults } = this.#keeper;
    if (this.mode === 'NEWEST') {
      metrics.dropped(this.queue.length);
      this.queue.clear();
    } else if (this.queue.length >= maxQueuedResults) {
      this.cutOff(tooSlowEnd);
    }
    this.queue.add(delivered);
  }

  /** Ends after what waits has been read. */
  end(last?: EndResult): void {
    if (this.queue.isEnded) return;
    // First: a reader that waits reads the end at once, and would count as having left.
    this.#detach(codeOf(last));
    this.queue.end(last);
  }

  /** Ends at once: what waits is dropped. */
  cutOff(last: EndResult): void {
    this.queue.clear();
    this.end(last);
  }

  onTaking(): void {
    this.#isEntitled();
  }

  onTaken({ cursor, receivedAtMs }: DeliveredResult): void {
    if (cursor !== undefined) this.position = cursor;
    this.#keeper.metrics.sent((performance.now() - receivedAtMs) / 1_000);
  }

  onLeft(): void {
    this.#detach('left');
  }

  /**
   * True if results of the present group are still for this client. Otherwise its queue has been cleared, and the
   * subscriber moved or ended.
   */
  #isEntitled(): boolean {
    const { now: caller, ended } = this.request.credentials;
    if (ended.aborted) return this.#refuse(toEndResult(ended.reason));
    if (caller.principal && caller.principal.expiresAt * 1_000 <= Date.now())
      return this.#refuse(tokenExpiredEnd);
    this.#policies?.look();
    if (caller === this.#caller && !this.#keeper.mustReconsider(this)) return true;
    this.#caller = caller;
    if (!this.queue.isEnded) return this.#keeper.reconsider(this);
    // After its end it is not moved any more, and the results in its queue are for the rights it had.
    this.queue.clear();
    return false;
  }

  #refuse(last: EndResult): false {
    this.cutOff(last);
    return false;
  }

  #detach(reason: string): void {
    if (this.#isDetached) return;
    this.#isDetached = true;
    this.#stopListening();
    this.group?.leave(this);
    this.#keeper.metrics.ended(this.mode, reason);
    this.#keeper.onEnded(this);
  }
}

function codeOf(last: EndResult | undefined): string {
  const code = last?.errors[0]?.extensions?.code;
  return last ? String(code) : 'completed';
}
