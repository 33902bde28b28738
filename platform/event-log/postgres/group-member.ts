import type { Sql } from 'postgres';
import { toPgArray } from '#platform/database/pg-array.ts';
import { balanceFor } from './balance.ts';
import type { StoredTopic } from './topics.ts';

/** The result of a heartbeat: the partitions of this member, and those it should give up. */
export interface Assignment {
  readonly owned: readonly number[];
  readonly release: readonly number[];
}

/** A member of a group, kept in the tables `group_member` and `partition_owner`. */
export function createGroupMember(
  sql: Sql,
  options: {
    readonly topic: StoredTopic;
    readonly group: string;
    readonly memberId: string;
    readonly leaseMs: number;
  },
) {
  const { topic, group, memberId, leaseMs } = options;

  const claim = async (partitions: readonly number[]): Promise<number[]> => {
    if (partitions.length === 0) return [];
    const rows = await sql<{ partition: number }[]>`
      insert into event_log.partition_owner (topic_id, reader_group, partition, member_id)
      select ${topic.id}, ${group}, unnest(${toPgArray(partitions)}::text::int[]), ${memberId}
      on conflict (topic_id, reader_group, partition) do nothing
      returning partition`;
    return rows.map((row) => row.partition);
  };

  return {
    /** Renews the lease and claims what is this member's share; a partition that another member was quicker to claim is not in the answer. */
    heartbeat: async (): Promise<Assignment> => {
      const [view] = await sql<{ members: string[]; partitions: number[]; owners: string[] }[]>`
        select to_json(members) as members, to_json(partitions) as partitions, to_json(owners) as owners
        from event_log.heartbeat(${topic.id}, ${group}, ${memberId}, ${leaseMs})`;
      const { members = [memberId], partitions = [], owners = [] } = view ?? {};
      const balance = balanceFor(
        memberId,
        { members, owners: new Map(partitions.map((partition, index) => [partition, owners[index] ?? ''])) },
        topic.partitions,
      );
      const claimed = await claim(balance.claim);
      return { owned: [...balance.keep, ...claimed].toSorted((a, b) => a - b), release: balance.release };
    },

    /** Gives partitions up and tells the others. */
    release: async (partitions: readonly number[]): Promise<void> => {
      await sql`
        with released as (
          delete from event_log.partition_owner
          where topic_id = ${topic.id} and reader_group = ${group} and member_id = ${memberId}
            and partition = any (${toPgArray(partitions)}::text::int[]))
        select pg_notify('event_log_group', ${`${topic.id}/${group}`})`;
    },

    /** Leaves the group with all that is this member's, and tells the others. */
    leave: async (): Promise<void> => {
      await sql`
        with left_group as (
          delete from event_log.group_member
          where topic_id = ${topic.id} and reader_group = ${group} and member_id = ${memberId})
        select pg_notify('event_log_group', ${`${topic.id}/${group}`})`;
    },
  };
}
