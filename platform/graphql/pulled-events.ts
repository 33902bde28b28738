/**
 * Events that are made when they are requested. Unlike a generator's, its `return` does not wait for a pending `next`: it
 * aborts it. So a subscription that waits for an event that may never come can end.
 *
 * @param pull makes the next event; its result after an abort of the signal is dropped
 * @param onEnd called once, when the events end for any reason
 */
export function createPulledEvents<Event>(
  pull: (signal: AbortSignal) => Promise<Event>,
  onEnd: () => void = () => {},
): AsyncIterableIterator<Event> {
  const ending = new AbortController();
  const end = (): IteratorReturnResult<undefined> => {
    if (!ending.signal.aborted) {
      ending.abort();
      onEnd();
    }
    return { done: true, value: undefined };
  };
  let last: Promise<unknown> = Promise.resolve();

  async function pullNext(): Promise<IteratorResult<Event>> {
    if (ending.signal.aborted) return end();
    try {
      const value = await pull(ending.signal);
      return ending.signal.aborted ? end() : { done: false, value };
    } catch (error) {
      if (ending.signal.aborted) return end();
      end();
      throw error;
    }
  }

  return {
    next() {
      const next = last.then(pullNext);
      last = next.catch(() => {});
      return next;
    },
    return: async () => end(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
