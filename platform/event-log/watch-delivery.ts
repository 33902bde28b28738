import type { SubscribeOptions, Subscription } from './event-log.ts';
import { EventLogError } from './event-log-error.ts';

/** An adapter's state of one member of a group. */
export interface Member extends Pick<Subscription, 'partitions' | 'close'> {
  /** False once the group may have given its partitions away, until it has joined again. */
  isMember(): boolean;
}

/** Makes a member a subscription that knows which of its partitions are failing. */
export async function watchDelivery(
  subscriber: SubscribeOptions,
  join: (watched: SubscribeOptions) => Promise<Member>,
): Promise<Subscription> {
  const { topic, group } = subscriber;
  const failures = new Map<number, unknown>();
  const member = await join({
    ...subscriber,
    startAt: async (partition) => {
      const offset = await subscriber.startAt(partition);
      failures.delete(partition);
      return offset;
    },
    onBatch: async (batch, signal) => {
      await subscriber.onBatch(batch, signal);
      failures.delete(batch.partition);
    },
    onRevoked: (partition) => {
      failures.delete(partition);
      subscriber.onRevoked?.(partition);
    },
    onError: (error, partition) => {
      if (partition !== undefined) failures.set(partition, error);
      subscriber.onError?.(error, partition);
    },
  });
  return {
    partitions: () => member.partitions(),
    ping: async () => {
      if (!member.isMember())
        throw new EventLogError(
          'NOT_READING',
          `This process is not a member of the group ${group} on ${topic}.`,
        );
      for (const [partition, cause] of failures)
        throw new EventLogError('NOT_READING', `Partition ${topic}/${partition} cannot be read.`, { cause });
    },
    close: () => member.close(),
  };
}
