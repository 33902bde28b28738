import type { Subscription } from '../event-log.ts';
import { createPauses } from '../pause.ts';
import { toEventLogError } from './explain.ts';
import { createGroupConsumer, type GroupConsumer, type GroupConsumerOptions } from './group-consumer.ts';

/** Joins a group and stays in it, whatever happens to the brokers, until it is closed. */
export async function startSubscription(options: GroupConsumerOptions): Promise<Subscription> {
  const { subscriber } = options;
  const closing = new AbortController();
  const closed = Promise.withResolvers<void>();
  const pauses = createPauses(closing.signal);
  let current: GroupConsumer | undefined = createGroupConsumer(options);
  try {
    await current.join();
  } catch (error) {
    await current.leave();
    throw error;
  }

  const rejoin = async () => {
    const next = createGroupConsumer(options);
    try {
      await next.join();
      pauses.reset();
      return next;
    } catch (error) {
      if (!closing.signal.aborted) subscriber.onError?.(toEventLogError(error));
      await next.leave();
      return undefined;
    }
  };

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
  return { partitions: () => current?.partitions() ?? [], close };
}
