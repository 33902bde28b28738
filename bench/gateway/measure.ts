import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { readMemoryMiB, readStat } from '../process-figures.ts';
import type { PinnedProcess } from './gateway-process.ts';
import { type LoadRequest, type RunningLoad, startLoad } from './load/load.ts';
import type { RunningSite } from './site.ts';
import type { SubgraphCounts } from './subgraphs/serve-subgraph.ts';
import type { Workload } from './workloads.ts';

/** The figures of one gateway under one load, over all repeats. */
export class Figures {
  /** Requests per second of each repeat. */
  readonly perSecond: number[] = [];
  /** Of each answer's time, in microseconds. */
  readonly histogram: RecordableHistogram = createHistogram();
  answers = 0;
  failed = 0;
  elapsedMs = 0;
  /** Of the gateway, user and system. */
  cpuSeconds = 0;
  /** Of the load generator and the subgraphs. */
  besideCpuSeconds = 0;
  /** The most resident memory right after a repeat. */
  residentMiB = 0;
  readonly work: SubgraphCounts = { requests: 0, representations: 0, authorized: 0 };
  /** The work of each different body once, by itself, so that there is nothing to share it with. */
  readonly alone: SubgraphCounts = { requests: 0, representations: 0, authorized: 0 };
  /** The length of the answer to each body. */
  readonly answerBytes = new Map<string, number>();
}

/** The members of {@link SubgraphCounts}. */
export const countKeys = ['requests', 'representations', 'authorized'] as const;

/** Loads a gateway and adds what was measured to its figures. */
export async function measure(
  figures: Figures,
  { gateway, site, requests, workload, seconds, isNew }: MeasureParts,
): Promise<void> {
  const { connections, isPaced = false } = workload;
  using load = startLoad({ url: gateway.url, connections, requests, answerBytes: figures.answerBytes });
  const mostPerSecond = await warmUp(load, seconds, isNew);
  if (isPaced) {
    load.paceTo(mostPerSecond / 2);
    await delay(seconds * 500);
  }
  const before = await readUse(gateway, site);
  load.takeFigures();
  await delay(seconds * 1_000);
  const { histogram, answers, failed, elapsedMs } = load.takeFigures();
  const after = await readUse(gateway, site);
  figures.perSecond.push((answers / elapsedMs) * 1_000);
  figures.histogram.add(histogram);
  figures.answers += answers;
  figures.failed += failed;
  figures.elapsedMs += elapsedMs;
  figures.cpuSeconds += after.cpuSeconds - before.cpuSeconds;
  figures.besideCpuSeconds += after.besideCpuSeconds - before.besideCpuSeconds;
  figures.residentMiB = Math.max(figures.residentMiB, after.residentMiB);
  for (const key of countKeys) figures.work[key] += after.counts[key] - before.counts[key];
}

/**
 * Waits for half of the measured time; at first, also until a gateway has answered often enough for its code to be
 * compiled. Gives the requests per second at the end.
 */
async function warmUp(load: RunningLoad, seconds: number, isNew: boolean): Promise<number> {
  const giveUpAt = performance.now() + maxWarmUpMs;
  let sum = 0;
  for (;;) {
    await delay(seconds * 500);
    const { answers, elapsedMs } = load.takeFigures();
    sum += answers;
    if (!isNew || sum >= firstAnswers || performance.now() > giveUpAt) return (answers / elapsedMs) * 1_000;
  }
}

const firstAnswers = 300;
const maxWarmUpMs = 6_000;

async function readUse({ pid }: PinnedProcess, site: RunningSite) {
  const [counts, gateway, subgraphs, self, residentMiB] = await Promise.all([
    site.readCounts(),
    readStat(pid),
    readStat(site.pid),
    readStat(process.pid),
    readMemoryMiB(pid, 'Rss'),
  ]);
  return {
    counts,
    residentMiB,
    cpuSeconds: gateway.cpuSeconds,
    besideCpuSeconds: subgraphs.cpuSeconds + self.cpuSeconds,
  };
}

export interface MeasureParts {
  readonly gateway: PinnedProcess;
  readonly site: RunningSite;
  readonly requests: readonly LoadRequest[];
  readonly workload: Pick<Workload, 'connections' | 'isPaced'>;
  readonly seconds: number;
  /** True if the gateway has not answered yet. */
  readonly isNew: boolean;
}

/** A request by itself: the text of its answer, and the work that it made. */
export async function askOnce(
  gateway: PinnedProcess,
  site: RunningSite,
  { body, authorization }: LoadRequest,
): Promise<{ answer: string; work: SubgraphCounts }> {
  const before = await site.readCounts();
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body,
  });
  const answer = await response.text();
  const after = await site.readCounts();
  return {
    answer,
    work: Object.fromEntries(
      countKeys.map((key) => [key, after[key] - before[key]]),
    ) as unknown as SubgraphCounts,
  };
}
