import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { createBell } from '#platform/waiting/bell.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import type { SubscribeOptions } from '../event-log.ts';
import type { Member } from '../watch-delivery.ts';
import { answerWithin } from './answer-within.ts';
import { type Assignment, createGroupMember } from './group-member.ts';
import type { LogNotifications } from './notifications.ts';
import { type PartitionReader, startPartitionReader } from './partition-reader.ts';
import type { StoredTopic } from './topics.ts';

export interface SubscriptionTimes {
  /** The time for which a silent member keeps its partitions. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** The time between two checks for new records while no notification comes. */
  readonly pollMs: number;
}

/** Joins a group and keeps delivering what the group's balance gives this member. */
export async function startSubscription(options: {
  readonly sql: Sql;
  readonly topic: StoredTopic;
  readonly notifications: LogNotifications;
  readonly subscriber: SubscribeOptions;
  readonly times: SubscriptionTimes;
}): Promise<Member> {
  const { sql, topic, notifications, subscriber, times } = options;
  const { group } = subscriber;
  const member = createGroupMember(sql, { topic, group, memberId: uuid(), leaseMs: times.leaseMs });
  const turns = createTurns(subscriber.partitionsAtOnce ?? 1);
  const readers = new Map<number, PartitionReader>();
  const ending = new Set<number>();
  const endings = new Set<Promise<void>>();
  const closing = new AbortController();
  const bell = createBell();
  let leasedUntil = 0;

  const start = (partition: number) =>
    readers.set(
      partition,
      startPartitionReader({
        sql,
        topic,
        partition,
        subscriber,
        turns,
        isLeased: () => performance.now() < leasedUntil,
        pollMs: times.pollMs,
      }),
    );
  // Ending waits for a batch under way, and heartbeats must not wait for that.
  const end = async (partitions: readonly number[], how: 'stop' | 'lose', then?: () => Promise<void>) => {
    const work = Promise.all(
      partitions.map((partition) => {
        ending.add(partition);
        const reader = readers.get(partition);
        readers.delete(partition);
        return reader?.[how]();
      }),
    )
      .then(then)
      .catch((error: unknown) => subscriber.onError?.(error))
      .finally(() => {
        for (const partition of partitions) ending.delete(partition);
        bell.ring();
      });
    endings.add(work);
    await work;
    endings.delete(work);
  };

  const beat = async (): Promise<Assignment> => {
    const askedAt = performance.now();
    const assignment = await answerWithin(member.heartbeat(), times.leaseMs);
    // Counted from before the question, so that the lease never ends earlier at the server than here.
    leasedUntil = askedAt + times.leaseMs;
    return assignment;
  };

  const follow = ({ owned, release }: Assignment) => {
    const mine = new Set([...owned, ...release]);
    const lost = [...readers.keys()].filter((partition) => !mine.has(partition));
    if (lost.length > 0) void end(lost, 'lose');
    for (const partition of owned) if (!readers.has(partition) && !ending.has(partition)) start(partition);
    const surplus = release.filter((partition) => !ending.has(partition));
    if (surplus.length > 0) void end(surplus, 'stop', () => answerWithin(member.release(surplus)));
  };

  const keepMembership = async () => {
    while (!closing.signal.aborted) {
      await bell.wait(times.heartbeatMs, closing.signal);
      if (closing.signal.aborted) return;
      try {
        follow(await beat());
      } catch (error) {
        if (closing.signal.aborted) return;
        subscriber.onError?.(error);
        if (performance.now() >= leasedUntil) void end([...readers.keys()], 'lose');
      }
    }
  };

  const stopListening = [
    notifications.subscribe('event_log', (payload) => {
      if (payload === undefined) for (const reader of readers.values()) reader.wake();
      const [topicId, partition] = payload?.split('/') ?? [];
      if (topicId === String(topic.id)) readers.get(Number(partition))?.wake();
    }),
    notifications.subscribe('event_log_group', (payload) => {
      if (payload === undefined || payload === `${topic.id}/${group}`) bell.ring();
    }),
  ];

  const first = await beat().catch((error: unknown) => {
    for (const stop of stopListening) stop();
    throw error;
  });
  follow(first);
  const membership = keepMembership();

  const closeOnce = async () => {
    closing.abort();
    subscriber.signal?.removeEventListener('abort', close);
    for (const stop of stopListening) stop();
    await membership;
    await Promise.all([...endings, end([...readers.keys()], 'stop')]);
    // The lease runs out by itself when the server cannot be told.
    await answerWithin(member.leave()).catch((error: unknown) => subscriber.onError?.(error));
  };
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= closeOnce();
    return closed;
  };
  subscriber.signal?.addEventListener('abort', close);
  if (subscriber.signal?.aborted === true) await close();
  return {
    partitions: () => [...readers.keys()].toSorted((a, b) => a - b),
    isMember: () => !closing.signal.aborted && performance.now() < leasedUntil,
    close,
  };
}
