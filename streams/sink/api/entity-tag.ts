import { createHash } from 'node:crypto';

/** A strong entity tag of an answer's bytes (RFC 9110 section 8.8.3). */
export function toEntityTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`;
}

/** True if `If-None-Match` names the tag; the comparison is the weak one (RFC 9110 section 13.1.2). */
export function isMatched(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const given = ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return given.some((one) => one.replace(/^W\//, '') === tag);
}
