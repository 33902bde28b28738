/**
 * Close codes of WebSockets (RFC 6455 section 7.4.1 and IANA's registry) and of graphql-transport-ws that this endpoint
 * uses. A stock client tries again after 1001, 1006, 1013, 4403 and 4408, and gives up after 4400, 4401, 4406, 4409, 4429 and
 * 4500.
 */
export const closeCodes = {
  goingAway: 1001,
  abnormal: 1006,
  tryAgainLater: 1013,
  badRequest: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  /** The protocol's code for no `connection_init` in time; here also for no operation in time. */
  requestTimeout: 4408,
  tooManyRequests: 4429,
  internalError: 4500,
} as const;

/** RFC 6455 section 5.5: a control frame carries 125 bytes, two of which are the code. */
const maxReasonBytes = 123;

/** Cuts a close reason to what a close frame holds, not within a character. */
export function fitReason(reason: string): string {
  if (Buffer.byteLength(reason) <= maxReasonBytes) return reason;
  // A character cut in two decodes to U+FFFD.
  return Buffer.from(reason)
    .subarray(0, maxReasonBytes)
    .toString()
    .replace(/\uFFFD$/, '');
}

/** Names a close code for figures. A client may close with any of a thousand codes of its own; those count as one. */
export function toCodeLabel(code: number): string {
  return code < 3000 || (code >= 4400 && code <= 4500) ? String(code) : 'other';
}
