/** Creates a key that is unique with overwhelming probability (128 random bits), such as an idempotency key. */
export function createRandomKey(): string {
  // Pages that are not served over TLS have no `randomUUID`.
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');
}
