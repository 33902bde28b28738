/** An object whose members that may be undefined are optional instead. */
type Present<Members> = {
  readonly [Key in keyof Members as undefined extends Members[Key] ? never : Key]: Members[Key];
} & {
  readonly [Key in keyof Members as undefined extends Members[Key] ? Key : never]?: Exclude<
    Members[Key],
    undefined
  >;
};

/** Returns an object without the members that are undefined, as the model has no such members. */
export function omitUndefined<Members extends object>(members: Members): Present<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Present<Members>;
}

/** Returns an object without the members that are undefined; undefined if none is left. */
export function omitIfEmpty<Members extends object>(members: Members): Present<Members> | undefined {
  const present = omitUndefined(members);
  return Object.keys(present).length === 0 ? undefined : present;
}

/** Returns a list; undefined if it is empty. */
export function unlessNone<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}
