/** Events made of others, with their errors made of theirs. It ends them when it is ended. */
export function mapEvents<From, To>(
  events: AsyncIterableIterator<From>,
  toEvent: (event: From) => To,
  toError: (error: unknown) => unknown = (error) => error,
): AsyncIterableIterator<To> {
  return {
    async next() {
      try {
        const { done, value } = await events.next();
        return done === true ? { done: true, value: undefined } : { done: false, value: toEvent(value) };
      } catch (error) {
        throw toError(error);
      }
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The events that are wanted, in their order. It ends those that it takes from when it is ended. */
export function filterEvents<Event>(
  events: AsyncIterableIterator<Event>,
  isWanted: (event: Event) => boolean,
): AsyncIterableIterator<Event> {
  return {
    async next() {
      for (;;) {
        const { done, value } = await events.next();
        if (done === true) return { done: true, value: undefined };
        if (isWanted(value)) return { done: false, value };
      }
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
