import { useState } from 'react';

/** A key that stays the same for as long as the component is there, so that a call that is repeated counts once. */
export function useIdempotencyKey(): string {
  // Pages that are not served over TLS have no `randomUUID`.
  const [key] = useState(() =>
    [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-'),
  );
  return key;
}
