import { LRUCache } from 'lru-cache';
import type { BruteForcePolicy } from './realm.ts';

interface Failures {
  count: number;
  lastMs: number;
  lockedUntilMs: number;
}

/** Slows down whoever guesses passwords, name by name. */
export interface BruteForceGuard {
  isLocked(name: string): boolean;
  recordFailure(name: string): void;
  recordSuccess(name: string): void;
}

/** Names that are remembered; the least recently tried is forgotten first. */
const maxNames = 10_000;

/**
 * Counts failures by name as Keycloak does: after `failureFactor` of them the name is locked, longer with each
 * further multiple; two that follow each other faster than a person types lock it as well. A success forgets.
 */
export function createBruteForceGuard(policy: BruteForcePolicy): BruteForceGuard {
  const failures = new LRUCache<string, Failures>({ max: maxNames });
  return {
    isLocked: (name) => policy.isEnabled && Date.now() < (failures.get(name)?.lockedUntilMs ?? 0),
    recordFailure(name) {
      failures.set(name, addFailure(failures.get(name), policy, Date.now()));
    },
    recordSuccess(name) {
      failures.delete(name);
    },
  };
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
