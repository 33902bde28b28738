import { type EndResult, endWith } from './end.ts';
import type { SubscriptionRequest } from './subscriptions.ts';

/** How many subscriptions a gateway process takes. */
export interface SubscriptionLimits {
  readonly maxSubscriptions: number;
  /** For each user; anonymous callers are counted by their address. */
  readonly maxSubscriptionsPerUser: number;
  /** Subscriptions to subgraphs: one for each operation, variables and rights. */
  readonly maxUpstreams: number;
}

/** Counts subscriptions in all and for each user. */
export class SubscriptionTally {
  readonly #limits: SubscriptionLimits;
  readonly #byUser = new Map<string, number>();
  #total = 0;

  constructor(limits: SubscriptionLimits) {
    this.#limits = limits;
  }

  get total(): number {
    return this.#total;
  }

  /** Says which limit one more subscription would exceed. */
  refusalFor(user: string): EndResult | undefined {
    const { maxSubscriptions, maxSubscriptionsPerUser } = this.#limits;
    if (this.#total >= maxSubscriptions) {
      return tooMany(`The gateway takes ${maxSubscriptions} subscriptions. Try again later.`);
    }
    if ((this.#byUser.get(user) ?? 0) < maxSubscriptionsPerUser) return undefined;
    return tooMany(`You may have ${maxSubscriptionsPerUser} subscriptions at a time. End another first.`);
  }

  add(user: string): void {
    this.#total += 1;
    this.#byUser.set(user, (this.#byUser.get(user) ?? 0) + 1);
  }

  remove(user: string): void {
    this.#total -= 1;
    const left = (this.#byUser.get(user) ?? 0) - 1;
    if (left > 0) this.#byUser.set(user, left);
    else this.#byUser.delete(user);
  }
}

/** Whom a subscription counts for. A renewal never changes it. */
export function userOf({ caller, remoteAddress }: SubscriptionRequest): string {
  const { principal } = caller.caller;
  return principal ? `${principal.issuer} ${principal.subject}` : remoteAddress;
}

function tooMany(message: string): EndResult {
  return endWith('MAX_SUBSCRIPTIONS_LIMIT', message);
}
