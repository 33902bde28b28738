import { v7 as uuid } from 'uuid';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { EventLog, LogRecord } from '#platform/event-log/event-log.ts';
import { unlessAborted } from '#platform/waiting/unless-aborted.ts';
import { overdue, within } from '#platform/waiting/within.ts';
import { decodeMessage } from '#schema/facturation/codec.ts';
import { parsePlace } from './number.ts';

const firstDepth = 1_000n;
const deeperBy = 20n;

/**
 * The place of a sequence's newest invoice in the log, 0 when it has none: where a simulator goes on.
 *
 * The log itself is what is remembered, so that nothing else can be out of step with it. Partitions are read from near
 * their end, and only as far back as needed to meet one invoice of the sequence. An old invoice that was appended again
 * near the end may hide newer ones further back; some are then sent again, under the event ids they had, which readers
 * recognise.
 *
 * @throws {CodedError} LOG_NOT_READ when the log was not read within `withinMs`
 */
export async function findLastPlace(
  log: EventLog,
  options: { topic: string; prefix: string; withinMs: number; signal: AbortSignal },
): Promise<number> {
  const ends = await log.endOffsets(options.topic);
  const found = ends.map((end): number | undefined => (end === 0n ? 0 : undefined));
  for (let depth = firstDepth; ; depth *= deeperBy) {
    const starts = ends.map((end, partition) => {
      if (found[partition] !== undefined) return end;
      return end > depth ? end - depth : 0n;
    });
    const places = await readPlaces(log, starts, ends, options);
    places.forEach((place, partition) => {
      const isWhole = starts[partition] === 0n;
      found[partition] ??= place ?? (isWhole ? 0 : undefined);
    });
    const known = found.filter((place) => place !== undefined);
    if (known.length === found.length) return Math.max(0, ...known);
  }
}

/** For each partition the highest place between two offsets, undefined if there is none. */
async function readPlaces(
  log: EventLog,
  starts: readonly bigint[],
  ends: readonly bigint[],
  options: { topic: string; prefix: string; withinMs: number; signal: AbortSignal },
): Promise<(number | undefined)[]> {
  const places: (number | undefined)[] = ends.map(() => undefined);
  const unread = new Set(ends.flatMap((end, partition) => (starts[partition] === end ? [] : partition)));
  if (unread.size === 0) return places;
  const isRead = Promise.withResolvers<void>();
  const failure = Promise.withResolvers<never>();
  const subscription = await log.subscribe({
    topic: options.topic,
    group: `simulator-${uuid()}`,
    startAt: async (partition) => starts[partition] ?? 0n,
    onBatch: async ({ partition, records, nextOffset }) => {
      for (const record of records) {
        const place = toPlace(record, options.prefix);
        if (place !== undefined) places[partition] = Math.max(places[partition] ?? 0, place);
      }
      if (nextOffset >= (ends[partition] ?? 0n)) unread.delete(partition);
      if (unread.size === 0) isRead.resolve();
    },
    onError: failure.reject,
    signal: options.signal,
  });
  try {
    const reading = unlessAborted(Promise.race([isRead.promise, failure.promise]), options.signal);
    if ((await within(reading, options.withinMs)) === overdue) {
      const message = `The end of ${options.topic} was not read within ${options.withinMs} ms.`;
      throw new CodedError('LOG_NOT_READ', message);
    }
  } finally {
    await Promise.allSettled([subscription.close()]);
  }
  return places;
}

function toPlace({ value }: LogRecord, prefix: string): number | undefined {
  const decoded = decodeMessage(value);
  return decoded.kind === 'message' ? parsePlace(prefix, decoded.message.invoiceNumber) : undefined;
}
