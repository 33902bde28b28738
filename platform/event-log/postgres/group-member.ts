import type { Sql } from 'postgres';
import { toPgArray } from '#platform/database/pg-array.ts';
import { balanceFor } from './balance.ts';
import type { StoredTopic } from './topics.ts';

/** The result of a heartbeat: the partitions of this member, and those it should give up. */
export interface Assignment {
  readonly owned: readonly number[];
  readonly release: readonly number[];
}

interface GroupMemberOptions {
  readonly topic: StoredTopic;
  readonly group: string;
  readonly memberId: string;
  readonly leaseMs: number;
}

/** A member of a group, kept in the tables `group_member` and `partition_owner`. */
export class GroupMember {
  readonly #sql: Sql;
  readonly #options: GroupMemberOptions;

  constructor(sql: Sql, options: GroupMemberOptions) {
    this.#sql = sql;
    this.#options = options;
  }

  /** Renews the lease and claims this member's share; a partition that another member claimed first is not in the answer. */
  async heartbeat(): Promise<Assignment> {
    const { topic, group, memberId, leaseMs } = this.#options;
    const [view] = await this.#sql<{ members: string[]; partitions: number[]; owners: string[] }[]>`
      select to_json(members) as members, to_json(partitions) as partitions, to_json(owners) as owners
      from event_log.heartbeat(${topic.id}, ${group}, ${memberId}, ${leaseMs})`;
    const { members = [memberId], partitions = [], owners = [] } = view ?? {};
    const balance = balanceFor(
      memberId,
      { members, owners: new Map(partitions.map((partition, index) => [partition, owners[index] ?? ''])) },
      topic.partitions,
    );
    const claimed = await this.#claim(balance.claim);
    return { owned: [...balance.keep, ...claimed].toSorted((a, b) => a - b), release: balance.release };
  }

  /** Gives partitions up and tells the others. */
  async release(partitions: readonly number[]): Promise<void> {
    const { topic, group, memberId } = this.#options;
    await this.#sql`
      with released as (
        delete from event_log.partition_owner
        where topic_id = ${topic.id} and reader_group = ${group} and member_id = ${memberId}
          and partition = any (${toPgArray(partitions)}::text::int[]))
      select pg_notify('event_log_group', ${`${topic.id}/${group}`})`;
  }

  /** Leaves the group with all partitions of this member, and tells the others. */
  async leave(): Promise<void> {
    const { topic, group, memberId } = this.#options;
    await this.#sql`
      with left_group as (
        delete from event_log.group_member
        where topic_id = ${topic.id} and reader_group = ${group} and member_id = ${memberId})
      select pg_notify('event_log_group', ${`${topic.id}/${group}`})`;
  }

  async #claim(partitions: readonly number[]): Promise<number[]> {
    if (partitions.length === 0) return [];
    const { topic, group, memberId } = this.#options;
    const rows = await this.#sql<{ partition: number }[]>`
      insert into event_log.partition_owner (topic_id, reader_group, partition, member_id)
      select ${topic.id}, ${group}, unnest(${toPgArray(partitions)}::text::int[]), ${memberId}
      on conflict (topic_id, reader_group, partition) do nothing
      returning partition`;
    return rows.map((row) => row.partition);
  }
}
