import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import { createBell } from '#platform/waiting/bell.ts';
import { createTurns, type Turns } from '#platform/waiting/turns.ts';
import type { SubscribeOptions } from '../event-log.ts';
import type { Member } from '../watch-delivery.ts';
import { answerWithin } from './answer-within.ts';
import { type Assignment, GroupMember } from './group-member.ts';
import type { LogNotifications } from './notifications.ts';
import { type PartitionReader, startPartitionReader } from './partition-reader.ts';
import type { StoredTopic } from './topics.ts';

interface SubscriptionTimes {
  /** The time for which a silent member keeps its partitions. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** The time between two checks for new records while no notification comes. */
  readonly pollMs: number;
}

interface SubscriptionOptions {
  readonly sql: Sql;
  readonly topic: StoredTopic;
  readonly notifications: LogNotifications;
  readonly subscriber: SubscribeOptions;
  readonly times: SubscriptionTimes;
}

/** Joins a group and keeps delivering the partitions that the group's balance gives this member. */
export async function startSubscription(options: SubscriptionOptions): Promise<Member> {
  const subscription = new PostgresSubscription(options);
  await subscription.join();
  return subscription;
}

/** A member of a group: its lease, and the readers of its partitions. */
class PostgresSubscription implements Member {
  readonly #options: SubscriptionOptions;
  readonly #member: GroupMember;
  readonly #turns: Turns;
  readonly #readers = new Map<number, PartitionReader>();
  /** Partitions whose reader is ending: they are neither read nor given up before it has ended. */
  readonly #ending = new Set<number>();
  readonly #endings = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  readonly #bell = createBell();
  #stopListening: readonly (() => void)[] = [];
  #membership: Promise<void> = Promise.resolve();
  #leasedUntilMs = 0;
  #closed: Promise<void> | undefined;

  constructor(options: SubscriptionOptions) {
    const { sql, topic, subscriber, times } = options;
    this.#options = options;
    this.#member = new GroupMember(sql, {
      topic,
      group: subscriber.group,
      memberId: uuid(),
      leaseMs: times.leaseMs,
    });
    this.#turns = createTurns(subscriber.partitionsAtOnce ?? 1);
  }

  async join(): Promise<void> {
    const { signal } = this.#options.subscriber;
    this.#stopListening = this.#listen();
    try {
      this.#follow(await this.#beat());
    } catch (error) {
      this.#endListening();
      throw error;
    }
    this.#membership = this.#keepMembership();
    signal?.addEventListener('abort', this.#onAbort);
    if (signal?.aborted === true) await this.close();
  }

  partitions(): number[] {
    return [...this.#readers.keys()].toSorted((a, b) => a - b);
  }

  isMember(): boolean {
    return !this.#closing.signal.aborted && this.#isLeased();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  readonly #onAbort = () => void this.close();

  readonly #isLeased = () => performance.now() < this.#leasedUntilMs;

  #listen(): (() => void)[] {
    const { topic, notifications, subscriber } = this.#options;
    return [
      notifications.subscribe('event_log', (payload) => {
        if (payload === undefined) for (const reader of this.#readers.values()) reader.wake();
        const [topicId, partition] = payload?.split('/') ?? [];
        if (topicId === String(topic.id)) this.#readers.get(Number(partition))?.wake();
      }),
      notifications.subscribe('event_log_group', (payload) => {
        if (payload === undefined || payload === `${topic.id}/${subscriber.group}`) this.#bell.ring();
      }),
    ];
  }

  #endListening(): void {
    for (const stop of this.#stopListening) stop();
  }

  /** Renews the lease. */
  async #beat(): Promise<Assignment> {
    const { leaseMs } = this.#options.times;
    const askedAtMs = performance.now();
    const assignment = await answerWithin(this.#member.heartbeat(), leaseMs);
    // Counted from before the question, so that the lease never ends earlier at the server than here.
    this.#leasedUntilMs = askedAtMs + leaseMs;
    return assignment;
  }

  /** Starts and ends readers until they are those of the assignment. */
  #follow({ owned, release }: Assignment): void {
    const mine = new Set([...owned, ...release]);
    const lost = [...this.#readers.keys()].filter((partition) => !mine.has(partition));
    if (lost.length > 0) void this.#end(lost, 'lose');
    for (const partition of owned) {
      if (!this.#readers.has(partition) && !this.#ending.has(partition)) this.#start(partition);
    }
    const surplus = release.filter((partition) => !this.#ending.has(partition));
    if (surplus.length > 0)
      void this.#end(surplus, 'stop', () => answerWithin(this.#member.release(surplus)));
  }

  async #keepMembership(): Promise<void> {
    const { subscriber, times } = this.#options;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#bell.wait(times.heartbeatMs, signal);
      if (signal.aborted) return;
      try {
        this.#follow(await this.#beat());
      } catch (error) {
        if (signal.aborted) return;
        subscriber.onError?.(error);
        if (!this.#isLeased()) void this.#end([...this.#readers.keys()], 'lose');
      }
    }
  }

  #start(partition: number): void {
    const { sql, topic, subscriber, times } = this.#options;
    const reader = startPartitionReader({
      sql,
      topic,
      partition,
      subscriber,
      turns: this.#turns,
      isLeased: this.#isLeased,
      pollMs: times.pollMs,
    });
    this.#readers.set(partition, reader);
  }

  /** Ends readers. That waits for a batch under way, and heartbeats must not wait for it. */
  async #end(partitions: readonly number[], how: 'stop' | 'lose', then?: () => Promise<void>): Promise<void> {
    const readers = partitions.map((partition) => {
      this.#ending.add(partition);
      const reader = this.#readers.get(partition);
      this.#readers.delete(partition);
      return reader;
    });
    const work = Promise.all(readers.map((reader) => reader?.[how]()))
      .then(then)
      .catch((error: unknown) => this.#options.subscriber.onError?.(error))
      .finally(() => {
        for (const partition of partitions) this.#ending.delete(partition);
        this.#bell.ring();
      });
    this.#endings.add(work);
    await work;
    this.#endings.delete(work);
  }

  async #close(): Promise<void> {
    const { subscriber } = this.#options;
    this.#closing.abort();
    subscriber.signal?.removeEventListener('abort', this.#onAbort);
    this.#endListening();
    await this.#membership;
    await Promise.all([...this.#endings, this.#end([...this.#readers.keys()], 'stop')]);
    // The lease runs out by itself if the server cannot be told.
    await answerWithin(this.#member.leave()).catch((error: unknown) => subscriber.onError?.(error));
  }
}
