import { useState } from 'react';

/** Creates a key with which a call that is repeated counts once. */
export function createIdempotencyKey(): string {
  // Pages that are not served over TLS have no `randomUUID`.
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');
}

/** A key that stays the same for as long as the component is there, so that a call that is repeated counts once. */
export function useIdempotencyKey(): string {
  const [key] = useState(createIdempotencyKey);
  return key;
}
