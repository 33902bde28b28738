import { within } from '#platform/waiting/within.ts';

/** Resolves when a needed part works, rejects with a reason for operators when it does not. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<unknown>;

/** A part of a process: a check of one that it cannot do without, or a check and whether it can. */
export type ReadinessPart = ReadinessCheck | { readonly check: ReadinessCheck; readonly isRequired: boolean };

/** The answer of `/readyz`. */
export interface ReadinessReport {
  /** `false` while a part that is required is down. */
  readonly isReady: boolean;
  /** `true` while any part is down. */
  readonly isDegraded: boolean;
  readonly parts: Readonly<Record<string, 'ok' | 'down'>>;
}

/** The longest time of one check before its part counts as down. */
const checkWithinMs = 2_000;

/** Runs all checks side by side. A part that fails or takes too long is down; why stays out of the answer. */
export async function checkReadiness(
  parts: Readonly<Record<string, ReadinessPart>>,
): Promise<ReadinessReport> {
  const found = await Promise.all(
    Object.entries(parts).map(async ([name, part]) => {
      const { check, isRequired } = typeof part === 'function' ? { check: part, isRequired: true } : part;
      return { name, isRequired, isOk: await isUp(check) };
    }),
  );
  return {
    isReady: found.every(({ isOk, isRequired }) => isOk || !isRequired),
    isDegraded: found.some(({ isOk }) => !isOk),
    parts: Object.fromEntries(found.map(({ name, isOk }) => [name, isOk ? 'ok' : 'down'])),
  };
}

async function isUp(check: ReadinessCheck): Promise<boolean> {
  const isFine = check(AbortSignal.timeout(checkWithinMs)).then(
    () => true,
    () => false,
  );
  return (await within(isFine, checkWithinMs)) === true;
}
