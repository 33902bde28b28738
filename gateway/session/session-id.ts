import { createHash, randomBytes } from 'node:crypto';

/** 256 bits: nobody guesses one. */
const idBytes = 32;
const idPattern = /^[A-Za-z0-9_-]{43}$/;

/** A new session's name, known to the browser alone. */
export function createSessionId(): string {
  return randomBytes(idBytes).toString('base64url');
}

/** The hash by which the database knows a session, so that a stolen backup holds no key to one. */
export function hashSessionId(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}

/** True if a cookie's value has the form of a session id. */
export function isSessionId(value: string): boolean {
  return idPattern.test(value);
}
