import { createRequire } from 'node:module';

/** The part of kafkajs's queue of requests to one broker that is used here. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

const require = createRequire(import.meta.url);
const checkAgainMs = 10;
let isQuiet = false;

/**
 * Lets kafkajs 2.2 set its timer only when a request waits. As it is, it sets one with a negative delay after every
 * answer, which Node 24 warns of and turns into a millisecond, for ever on every connection.
 */
export function quietRequestQueue(): void {
  if (isQuiet) return;
  isQuiet = true;
  const queue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue & Schedulable };
  queue.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const waitMs = Math.max(this.throttledUntil - Date.now(), checkAgainMs);
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, waitMs);
  };
}

interface Schedulable {
  scheduleCheckPendingRequests(this: RequestQueue): void;
}
