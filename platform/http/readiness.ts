import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when a needed part works, rejects with a reason for operators when it does not. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<unknown>;

/** What `/readyz` answers. */
export interface ReadinessReport {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, 'ok' | 'down'>>;
}

/** How long one check may take before its part counts as down. */
const checkWithinMs = 2_000;

/** Runs all checks side by side. A part that fails or takes too long is down; why stays out of the answer. */
export async function checkReadiness(
  checks: Readonly<Record<string, ReadinessCheck>>,
): Promise<ReadinessReport> {
  const parts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, (await isUp(check)) ? 'ok' : 'down'] as const),
  );
  return { isReady: parts.every(([, state]) => state === 'ok'), parts: Object.fromEntries(parts) };
}

async function isUp(check: ReadinessCheck): Promise<boolean> {
  const overdue = new AbortController();
  const limit = delay(checkWithinMs, false, { signal: overdue.signal }).catch(() => false);
  const isFine = check(AbortSignal.timeout(checkWithinMs)).then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([isFine, limit]);
  overdue.abort();
  return answer;
}
