import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { DeliveryMode } from '../graph/supergraph/delivery.ts';

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
  /** The number of events that run at a time, if none may be left out. */
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

/** The part of a delivery's time that is not followed by a pause, in milliseconds: sources seldom send values faster. */
const unpausedMs = 50;

/**
 * One event runs at a time; the newest of those that come in that time is the next. A delivery to thousands of readers takes
 * long; after it, the process is left to everything else for as long as the delivery took beyond 50 ms. So under load updates
 * become rarer, not older: none waits in line after others that are out of date already.
 */
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
      const outcome = await run(event);
      const tookMs = await time(() => deliver(outcome));
      if (tookMs > unpausedMs) await delay(tookMs - unpausedMs);
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

/** @returns how long a delivery took, in milliseconds: readers that wait write to their connections before the next turn */
async function time(deliver: () => void): Promise<number> {
  const from = performance.now();
  deliver();
  await nextTurn();
  return performance.now() - from;
}
