/** Parses a value unless it is absent: an absent field stays as it is, and null empties it. */
export function ifGiven<Given, Value>(
  given: Given | undefined,
  parse: (given: Given) => Value,
): Value | undefined {
  return given === undefined ? undefined : parse(given);
}
