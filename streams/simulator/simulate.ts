import type { EventLog, NewRecord } from '#platform/event-log/event-log.ts';
import { pause } from '#platform/waiting/pause.ts';
import { toDay } from '#schema/calendar/day.ts';
import { toFacturationRecord, toSimulatorSource } from '#schema/facturation/event.ts';
import { createPace } from './pace.ts';
import { type SequenceSettings, type SimulatedInvoice, simulateInvoice } from './simulated-invoice.ts';

export interface SimulationOptions {
  readonly log: EventLog;
  readonly topic: string;
  readonly settings: SequenceSettings;
  /** The seller's time zone, which dates the invoices. */
  readonly timeZone: string;
  /** Invoices a second. */
  readonly ratePerSecond: number;
  /** The place after which to go on. */
  readonly after: number;
  /** The place of the last invoice; undefined for no end. */
  readonly last: number | undefined;
  readonly onSent: (count: number) => void;
  readonly onFailure: (error: unknown) => void;
  readonly signal: AbortSignal;
}

const mostAtOnce = 2_000;
const appendWithinMs = 10_000;
const retryAfterMs = 1_000;

/**
 * Sends invoice after invoice at an even pace, until the last one is sent or the signal aborts.
 *
 * Invoices that the log did not take are sent again unchanged; those missed meanwhile are not made up for.
 */
export async function simulate(options: SimulationOptions): Promise<void> {
  const { settings, ratePerSecond, last, onSent, signal } = options;
  const pace = createPace(ratePerSecond, mostAtOnce, performance.now());
  let place = options.after;
  while (!signal.aborted && (last === undefined || place < last)) {
    const due = pace.takeDue(performance.now());
    const count = last === undefined ? due : Math.min(due, last - place);
    if (count > 0) {
      const first = place + 1;
      const nowMs = Date.now();
      const records = Array.from({ length: count }, (_, nth) =>
        toRecord(simulateInvoice(settings, first + nth, nowMs), settings.prefix, options.timeZone),
      );
      if (!(await send(records, options))) return;
      place += count;
      onSent(count);
    }
    await pause(pace.waitMs(performance.now()), signal);
  }
}

/** Retries appending until the log has the records; false if the signal aborted before. */
async function send(
  records: readonly NewRecord[],
  { log, topic, onFailure, signal }: SimulationOptions,
): Promise<boolean> {
  while (!signal.aborted) {
    try {
      await log.append(topic, records, AbortSignal.timeout(appendWithinMs));
      return true;
    } catch (error) {
      onFailure(error);
      await pause(retryAfterMs, signal);
    }
  }
  return false;
}

function toRecord(invoice: SimulatedInvoice, prefix: string, timeZone: string): NewRecord {
  const { eventId, issuedAt, ...message } = invoice;
  const identity = { id: eventId, source: toSimulatorSource(prefix) };
  const issued = { issuedAt: issuedAt.toISOString(), issueDate: toDay(issuedAt, timeZone) };
  return toFacturationRecord({ ...message, ...issued, simulated: true }, identity);
}
