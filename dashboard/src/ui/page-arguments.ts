/** The place in a list, as search parameters have it: of none or one of the two. */
export interface PagePlace {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** The arguments of a connection for a place in its list. */
export function toPageArguments({ after, before }: PagePlace, size: number) {
  return before === undefined ? { first: size, after: after ?? null } : { last: size, before };
}
