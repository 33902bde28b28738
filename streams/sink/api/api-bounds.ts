/** Bounds of the REST API. Whatever exceeds one is refused with status 400, a body with 413. */
export const apiBounds = {
  /** Items of one page. */
  pageItems: 100,
  /** UTF-16 code units of a cursor. */
  cursorLength: 200,
  /** UTF-16 code units of a text to search for. */
  searchLength: 200,
  /** Bytes of a request's body; nothing is sent to the API. */
  bodyBytes: 1_024,
} as const;
