import { useState } from 'react';
import { createRandomKey } from '../../api/create-random-key.ts';

/** A key that stays the same for as long as the component is there, so that a call that is repeated counts once. */
export function useIdempotencyKey(): string {
  const [key] = useState(createRandomKey);
  return key;
}
