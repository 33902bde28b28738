import type { Unit } from '../rules/limit-rules.ts';

/** A quota of one policy in one unit; each key has its own count. */
export interface Bucket {
  /** Shared by buckets that one count serves, whatever their quotas are. */
  readonly id: string;
  /** The name that clients read. */
  readonly policy: string;
  readonly unit: Unit;
  readonly quota: number;
  readonly windowMs: number;
  /** True if the windows are days (UTC), and the counts outlive a crash of the store. */
  readonly isDaily: boolean;
}

/** Creates a bucket with its identifier. */
export function createBucket(parts: Omit<Bucket, 'id'>): Bucket {
  return { id: `${parts.policy} ${parts.unit} ${parts.windowMs}`, ...parts };
}

/** The window of a key at a moment. */
export interface Window {
  readonly number: number;
  readonly endsAtMs: number;
}

/**
 * The window in which points of a key count now. All processes agree on it by their clocks. The windows of different keys begin at
 * different moments, so that clients who wait for a new one do not all come at once; days begin at midnight.
 */
export function findWindow({ windowMs, isDaily }: Bucket, key: string, nowMs: number): Window {
  const offsetMs = isDaily ? 0 : hashText(key) % windowMs;
  const number = Math.floor((nowMs - offsetMs) / windowMs);
  return { number, endsAtMs: (number + 1) * windowMs + offsetMs };
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
