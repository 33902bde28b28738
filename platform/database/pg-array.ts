/**
 * An array as a text of PostgreSQL, for a parameter such as `${toPgArray(ids)}::text::uuid[]`: connections do not load
 * the types of arrays.
 */
export function toPgArray(elements: readonly (string | number | bigint)[]): string {
  const quoted = elements.map((element) =>
    typeof element === 'string' ? `"${element.replace(/[\\"]/g, '\\$&')}"` : String(element),
  );
  return `{${quoted.join(',')}}`;
}
