import { loneCount, type SharedCount } from '#platform/process/shared-count.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import type { Caller } from '../operation/caller.ts';
import { type EndResult, endWith } from './end.ts';
import type { SubscriptionRequest } from './subscriptions.ts';

/** The numbers of subscriptions that a gateway process takes. */
export interface SubscriptionLimits {
  readonly maxSubscriptions: number;
  /** For each user; anonymous callers are counted by their address. */
  readonly maxSubscriptionsPerUser: number;
  /** Subscriptions to subgraphs: one for each operation, variables and rights. */
  readonly maxUpstreams: number;
}

/** The share of each limit that anonymous callers may use up: the rest is kept for known ones. */
const anonymousShare = 0.8;

/** The part of a limit that a caller may use up. */
export function limitFor(limit: number, { principal }: Caller): number {
  return principal === undefined ? Math.ceil(limit * anonymousShare) : limit;
}

/** The key under which all subscriptions are counted; no user and no address is empty. */
const all = '';

/** Counts subscriptions in all and for each user. */
export class SubscriptionTally {
  readonly #limits: SubscriptionLimits;
  readonly #byUser = new Map<string, number>();
  readonly #shared: SharedCount;
  #total = 0;

  /** @param shared tells what other processes have open, which counts as well */
  constructor(limits: SubscriptionLimits, shared: SharedCount = loneCount) {
    this.#limits = limits;
    this.#shared = shared;
  }

  get total(): number {
    return this.#total;
  }

  /** Says which limit one more subscription would exceed. */
  refusalFor(request: SubscriptionRequest): EndResult | undefined {
    const { maxSubscriptions, maxSubscriptionsPerUser } = this.#limits;
    const user = userOf(request);
    if (this.#total + this.#shared.elsewhere(all) >= limitFor(maxSubscriptions, request.credentials.now)) {
      return tooMany(`The gateway takes ${maxSubscriptions} subscriptions. Try again later.`);
    }
    const ofUser = (this.#byUser.get(user) ?? 0) + this.#shared.elsewhere(user);
    if (ofUser < maxSubscriptionsPerUser) return undefined;
    return tooMany(`You may have ${maxSubscriptionsPerUser} subscriptions at a time. End another first.`);
  }

  add(user: string): void {
    this.#change(user, 1);
  }

  remove(user: string): void {
    this.#change(user, -1);
  }

  #change(user: string, by: 1 | -1): void {
    this.#total += by;
    const ofUser = (this.#byUser.get(user) ?? 0) + by;
    if (ofUser > 0) this.#byUser.set(user, ofUser);
    else this.#byUser.delete(user);
    this.#shared.tell(all, this.#total);
    this.#shared.tell(user, Math.max(ofUser, 0));
  }
}

/** Whom a subscription counts for. A renewal never changes it. */
export function userOf({ credentials, clientAddress }: SubscriptionRequest): string {
  const { principal } = credentials.now;
  return principal ? toSubjectKey(principal) : clientAddress;
}

function tooMany(message: string): EndResult {
  return endWith('MAX_SUBSCRIPTIONS_LIMIT', message);
}
