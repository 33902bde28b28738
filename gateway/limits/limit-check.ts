import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { checkLimits } from './check-limits.ts';
import type { LimitViolation, OperationLimits } from './limits.ts';

/** How many documents are remembered as checked. */
const MAX_REMEMBERED = 2_000;

/** Checks a document's text and gives every limit that it exceeds. */
export type LimitCheck = (source: string) => readonly LimitViolation[];

/** Checks against these limits; a document that was checked is remembered by its digest. */
export function createLimitCheck(limits: OperationLimits): LimitCheck {
  const checked = new LRUCache<string, readonly LimitViolation[]>({ max: MAX_REMEMBERED });
  return (source) => {
    const digest = createHash('sha256').update(source).digest('base64');
    const violations = checked.get(digest) ?? checkLimits(source, limits);
    checked.set(digest, violations);
    return violations;
  };
}

/** The errors that tell a client of what it exceeded. */
export function toLimitErrors(violations: readonly LimitViolation[]) {
  return violations.map(({ message, ...extensions }) => ({ message, extensions: { ...extensions } }));
}
