/**
 * The given list with each value that equals the one at its place before replaced by that one, or the list before if all do: what shows
 * a value again only if it is another one has nothing to do for these.
 *
 * @param before of the same form, as JSON can write it
 */
export function keepEqual<Value>(
  before: readonly Value[] | undefined,
  given: readonly Value[],
): readonly Value[] {
  if (before === undefined) return given;
  const kept = given.map((value, index) => {
    const old = before[index];
    return old !== undefined && JSON.stringify(old) === JSON.stringify(value) ? old : value;
  });
  const isSame = kept.length === before.length && kept.every((value, index) => value === before[index]);
  return isSame ? before : kept;
}
