/** The bounds of lists of persisted queries. */
export const persistedBounds = {
  /** In a list. */
  operations: 20_000,
  /** Of an id, a name or a client's name, in characters. */
  name: 256,
  /** Of the document of an operation, in characters. */
  body: 200_000,
  tokens: 50_000,
} as const;
