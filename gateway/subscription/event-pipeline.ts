import type { DeliveryMode } from './delivery.ts';

/** Runs what an event needs, and hands the outcomes on in the order of the events. */
export interface EventPipeline<Event> {
  /** Resolves when the next event may come. */
  push(event: Event): Promise<void>;
  /** Resolves when everything pushed so far has been handed on. */
  drain(): Promise<void>;
}

export interface EventPipelineOptions<Event, Outcome> {
  /** Never rejects. */
  readonly run: (event: Event) => Promise<Outcome>;
  readonly deliver: (outcome: Outcome) => void;
  /** An event that was left out for a newer one. */
  readonly onSkipped: () => void;
  /** How many events run at a time, when none may be left out. */
  readonly maxConcurrentEvents: number;
}

export function createEventPipeline<Event, Outcome>(
  mode: DeliveryMode,
  options: EventPipelineOptions<Event, Outcome>,
): EventPipeline<Event> {
  return mode === 'EVERY' ? createOrderedPipeline(options) : createNewestPipeline(options);
}

/** Several events run side by side, none is left out, and the next waits when too many do. */
function createOrderedPipeline<Event, Outcome>({
  run,
  deliver,
  maxConcurrentEvents,
}: EventPipelineOptions<Event, Outcome>): EventPipeline<Event> {
  const running: Promise<void>[] = [];
  let last = Promise.resolve();
  return {
    async push(event) {
      const outcome = run(event);
      const before = last;
      last = (async () => {
        await before;
        deliver(await outcome);
        running.shift();
      })();
      running.push(last);
      if (running.length >= maxConcurrentEvents) await running[0];
    },
    drain: () => last,
  };
}

/** One event runs at a time; of those that come meanwhile, the newest is the next. */
function createNewestPipeline<Event, Outcome>({
  run,
  deliver,
  onSkipped,
}: EventPipelineOptions<Event, Outcome>): EventPipeline<Event> {
  let next: { readonly event: Event } | undefined;
  let work: Promise<void> | undefined;
  const runAll = async () => {
    while (next) {
      const { event } = next;
      next = undefined;
      deliver(await run(event));
    }
    work = undefined;
  };
  return {
    async push(event) {
      if (next) onSkipped();
      next = { event };
      work ??= runAll();
    },
    drain: async () => work,
  };
}
