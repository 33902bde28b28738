import { setTimeout as delay } from 'node:timers/promises';
import type { Evaluation } from './evaluate.ts';
import { type Kind, tellsEach } from './kinds.ts';
import type { LoadProcess } from './load-process.ts';
import { type SenderName, startSender } from './sender.ts';
import type { SteadyWriter } from './steady-writer.ts';
import type { MeasuredSystem } from './system.ts';

export interface Measured extends Evaluation {
  readonly of: Kind;
  readonly by: SenderName;
  readonly subscribers: number;
  /** For how long invoices were written. */
  readonly forMs: number;
  /** Bytes for each subscriber, beyond the same gateway without subscribers; not of a bare sender. */
  readonly rss: number | undefined;
  readonly heap: number | undefined;
  /** Of the gateway while invoices were written: the share of one core. */
  readonly gatewayCpu: number | undefined;
  /** Subscriptions that ended, or were told of an error. */
  readonly lost: readonly string[];
}

export interface MeasureParts {
  readonly system: MeasuredSystem;
  readonly load: LoadProcess;
  readonly writer: SteadyWriter;
}

const warmUpSubscribers = 100;
const warmUpMs = 2_000;
const warmUpPerSecond = 50;
const settleWithinMs = 10_000;
const closeMs = 500;

/** The measured values. */
export interface MeasureOptions {
  readonly of: Kind;
  readonly by: SenderName;
  readonly subscribers: number;
  readonly perSecond: number;
  readonly forMs: number;
  readonly signal: AbortSignal;
}

/** Measures one number of subscribers of one kind on a sender that is started for them. */
export async function measure(parts: MeasureParts, options: MeasureOptions): Promise<Measured> {
  const { system, load, writer } = parts;
  const { of, by, subscribers, perSecond, forMs, signal } = options;
  const sender = await startSender(by, system);
  const { figures } = sender;
  try {
    const customers = of === 'customerTotal' ? subscribers : Math.min(200, writer.customers.length);
    const write = (pace: number, stop: AbortSignal) =>
      writer.write({ perSecond: pace, customers, signal: AbortSignal.any([stop, signal]) });
    const open = async (count: number) => {
      // An invoice is what shows that invoices are followed.
      const opened = new AbortController();
      const trickle = tellsEach(of) ? write(warmUpPerSecond, opened.signal) : undefined;
      const customerIds = of === 'customerTotal' ? writer.customers.slice(0, count).map(({ id }) => id) : [];
      const { port } = sender;
      const { token } = system;
      await load.send({ kind: 'open', port, token, of, subscribers: count, customerIds }, 'open');
      opened.abort();
      await trickle;
    };
    await open(Math.min(warmUpSubscribers, subscribers));
    await write(warmUpPerSecond, AbortSignal.timeout(warmUpMs));
    await load.send({ kind: 'close' }, 'closed');
    await delay(closeMs);
    const empty = await figures?.measureMemory();

    await open(subscribers);
    const full = await figures?.measureMemory();
    const countsBefore = [...writer.counts];
    const cpuBefore = await figures?.readCpuMs();
    const written = await write(perSecond, AbortSignal.timeout(forMs));
    const cpuAfter = await figures?.readCpuMs();
    const gatewayCpu = toShare(cpuBefore, cpuAfter, forMs);

    const giveUpAt = performance.now() + settleWithinMs;
    for (;;) {
      await delay(closeMs);
      const { evaluation, lost } = await load.send({ kind: 'evaluate', written, countsBefore }, 'evaluated');
      if (evaluation.missing > 0 && lost.length === 0 && performance.now() < giveUpAt) continue;
      const rss = toShare(empty?.rss, full?.rss, subscribers);
      const heap = toShare(empty?.heap, full?.heap, subscribers);
      return { ...evaluation, of, by, subscribers, forMs, rss, heap, gatewayCpu, lost };
    }
  } finally {
    await load.send({ kind: 'close' }, 'closed').catch(() => {});
    await sender.close();
  }
}

function toShare(from: number | undefined, to: number | undefined, parts: number): number | undefined {
  return from === undefined || to === undefined ? undefined : (to - from) / parts;
}
