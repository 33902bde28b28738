import { connectDatabase } from '#platform/database/database.ts';
import type { Random } from '#platform/testing/random.ts';
import type { EventPath } from './event-path.ts';
import { startKilling } from './kill-schedule.ts';
import { type Load, writeLoad } from './write-load.ts';

/** The written invoices, and the number of kills of each, by name. */
export interface Killed {
  readonly load: Readonly<Load>;
  readonly kills: Readonly<Record<string, number>>;
}

/** Issues invoices while everything is killed, until all are issued and everything works again. */
export async function issueWhileKilling(
  path: EventPath,
  options: {
    readonly messages: number;
    readonly kills: number;
    readonly seed: number;
    readonly random: Random;
    readonly signal: AbortSignal;
    /** Told how many invoices have been issued. */
    readonly onIssued?: (issued: number) => void;
  },
): Promise<Killed> {
  const { messages, seed, signal, onIssued = () => {} } = options;
  const billing = connectDatabase({
    url: path.billingUrl,
    name: 'writer',
    maxConnections: 4,
  });
  try {
    const load: Load = { issued: 0, rolledBack: 0, failures: 0 };
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const victims = [...path.processes, ...path.servers];
    const killing = startKilling(victims, { ...options, issued: () => load.issued, signal: either });
    const mayGoOn = (issued: number) => {
      onIssued(issued);
      return killing.mayGoOn(issued);
    };
    const work = [writeLoad(billing, load, { messages, seed, mayGoOn, signal: either }), killing.done];
    await Promise.all(work).catch(async (error: unknown) => {
      failed.abort();
      await Promise.allSettled(work);
      throw error;
    });
    return { load, kills: killing.kills };
  } finally {
    await billing.close();
  }
}

/** The number of times that processes ended by themselves after they had been ready, and that one could not start. */
export function countDeaths({ processes }: EventPath): { diedAlone: number; failedStarts: number } {
  return {
    diedAlone: processes.reduce((total, process) => total + process.diedAlone, 0),
    failedStarts: processes.reduce((total, process) => total + process.failedStarts, 0),
  };
}
