const maxTextLength = 1_000;

/** A text of the address that is worth keeping, or nothing. */
export function toSearchParameter(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : undefined;
}

/** The value if it is one of those known, or nothing, as an address may be old or written by hand. */
export function toOneOf<Value extends string>(known: readonly Value[], value: unknown): Value | undefined {
  return known.find((one) => one === value);
}

/** The place in a list of which there is one on a page. */
export function readPagePlace(given: Record<string, unknown>): {
  readonly after?: string;
  readonly before?: string;
} {
  return omitAbsent({ after: toSearchParameter(given['after']), before: toSearchParameter(given['before']) });
}

/** Leaves out members that have no value, so that they do not stand in the address. */
export function omitAbsent<Members extends Record<string, unknown>>(
  members: Members,
): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Members]?: Exclude<Members[Name], undefined> };
}
