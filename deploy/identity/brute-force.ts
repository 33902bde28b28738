import { LRUCache } from 'lru-cache';
import type { BruteForcePolicy } from './realm.ts';

interface Failures {
  count: number;
  lastMs: number;
  lockedUntilMs: number;
}

/** Names that are remembered; the least recently tried is forgotten first. */
const maxNames = 10_000;

/**
 * Slows down whoever guesses passwords. Counts failures by name as Keycloak does: after `failureFactor` of them the name is
 * locked, longer with each further multiple; two that follow each other faster than a person types lock it as well. A
 * success forgets.
 */
export class BruteForceGuard {
  readonly #policy: BruteForcePolicy;
  readonly #failures = new LRUCache<string, Failures>({ max: maxNames });

  constructor(policy: BruteForcePolicy) {
    this.#policy = policy;
  }

  isLocked(name: string): boolean {
    return this.#policy.isEnabled && Date.now() < (this.#failures.get(name)?.lockedUntilMs ?? 0);
  }

  recordFailure(name: string): void {
    this.#failures.set(name, addFailure(this.#failures.get(name), this.#policy, Date.now()));
  }

  recordSuccess(name: string): void {
    this.#failures.delete(name);
  }
}

function addFailure(before: Failures | undefined, policy: BruteForcePolicy, nowMs: number): Failures {
  const isForgotten = before === undefined || nowMs - before.lastMs > policy.forgetAfterSeconds * 1000;
  const count = isForgotten ? 1 : before.count + 1;
  return { count, lastMs: nowMs, lockedUntilMs: nowMs + waitSeconds(before, count, policy, nowMs) * 1000 };
}

function waitSeconds(
  before: Failures | undefined,
  count: number,
  policy: BruteForcePolicy,
  nowMs: number,
): number {
  const multiples = Math.floor(count / policy.failureFactor);
  const wait = Math.min(policy.waitIncrementSeconds * multiples, policy.maxWaitSeconds);
  const isQuick = before !== undefined && nowMs - before.lastMs < policy.quickLoginCheckMs;
  return isQuick ? Math.max(wait, policy.quickLoginWaitSeconds) : wait;
}
