import { createRetryPauses } from '../retry-pauses.ts';
import type { Member } from '../watch-delivery.ts';
import { toEventLogError } from './explain.ts';
import { GroupConsumer, type GroupConsumerOptions } from './group-consumer.ts';

/** The longest time of the first attempts to join. */
const joinWithinMs = 20_000;

/** Joins a group and stays in it, whatever happens to the brokers, until it is closed. */
export async function startSubscription(options: GroupConsumerOptions): Promise<Member> {
  const { subscriber } = options;
  const closing = new AbortController();
  const closed = Promise.withResolvers<void>();
  const pauses = createRetryPauses(closing.signal);
  let current: GroupConsumer | undefined;

  const join = async (): Promise<GroupConsumer> => {
    const consumer = new GroupConsumer(options);
    try {
      await consumer.join();
      return consumer;
    } catch (error) {
      await consumer.leave();
      throw toEventLogError(error);
    }
  };
  const rejoin = async () => {
    try {
      const joined = await join();
      pauses.reset();
      return joined;
    } catch (error) {
      if (!closing.signal.aborted) subscriber.onError?.(error);
      return undefined;
    }
  };

  // A broker that has just started does not know its groups yet, which kafkajs takes for a reason to give up.
  const giveUpAt = performance.now() + joinWithinMs;
  while (current === undefined) {
    try {
      current = await join();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await pauses.pause();
    }
  }
  pauses.reset();

  const stay = async () => {
    while (!closing.signal.aborted) {
      if (current !== undefined) {
        const error = await Promise.race([current.failed, closed.promise]);
        if (closing.signal.aborted) return;
        subscriber.onError?.(toEventLogError(error));
        await current.leave();
      }
      await pauses.pause();
      current = closing.signal.aborted ? undefined : await rejoin();
    }
  };
  const staying = stay();

  const closeOnce = async () => {
    closing.abort();
    closed.resolve();
    subscriber.signal?.removeEventListener('abort', close);
    await staying;
    await current?.leave();
    current = undefined;
  };
  let closedOnce: Promise<void> | undefined;
  const close = () => {
    closedOnce ??= closeOnce();
    return closedOnce;
  };
  subscriber.signal?.addEventListener('abort', close);
  if (subscriber.signal?.aborted === true) await close();
  return {
    partitions: () => current?.partitions() ?? [],
    isMember: () => current?.isMember() ?? false,
    close,
  };
}
