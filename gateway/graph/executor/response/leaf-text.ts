/** All but the characters that JSON writes as they are: neither escapes, nor halves of a character, of which only pairs stay. */
const escaped = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/**
 * The JSON text of a value that came as JSON, as `JSON.stringify` gives it. Almost all are short texts and numbers, of which it takes
 * half as long.
 *
 * @throws {RangeError} if a value nests deeper than the stack bears
 */
export function toLeafText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return escaped.test(value) ? JSON.stringify(value) : `"${value}"`;
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return JSON.stringify(value);
  }
}
