/** A group as its members see it. */
export interface GroupView {
  readonly members: readonly string[];
  /** The owner of each partition that has one. */
  readonly owners: ReadonlyMap<number, string>;
}

/** The step of a member towards fair shares for all members. */
export interface Balance {
  readonly keep: readonly number[];
  readonly claim: readonly number[];
  readonly release: readonly number[];
}

/**
 * Decides the step of one member in the present state of its group.
 *
 * Shares differ by one partition at most. Partitions move only where they must: the members that have most keep the
 * larger shares, and everyone releases what is over its own before anyone else claims it.
 */
export function balanceFor(self: string, group: GroupView, partitions: number): Balance {
  const owned = (member: string) =>
    [...group.owners].filter(([, owner]) => owner === member).map(([partition]) => partition);
  const ranked = group.members
    .map((member) => ({ member, count: owned(member).length }))
    .sort((a, b) => b.count - a.count || (a.member < b.member ? -1 : 1));
  const largerShares = partitions % group.members.length;
  const rank = ranked.findIndex(({ member }) => member === self);
  const share = Math.floor(partitions / group.members.length) + (rank < largerShares ? 1 : 0);

  const mine = owned(self).toSorted((a, b) => a - b);
  const free = Array.from({ length: partitions }, (_, partition) => partition).filter(
    (partition) => !group.owners.has(partition),
  );
  return {
    keep: mine.slice(0, share),
    claim: free.slice(0, Math.max(share - mine.length, 0)),
    release: mine.slice(share),
  };
}
