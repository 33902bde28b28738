import type { Principal } from './principal.ts';

/** A text that only one subject has: subjects are unique within their issuer, and an issuer's URL has no space. */
export function toSubjectKey({ issuer, subject }: Pick<Principal, 'issuer' | 'subject'>): string {
  return `${issuer} ${subject}`;
}
