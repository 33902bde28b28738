import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { FACTURATION } from '#schema/facturation/message.ts';
import { readPeakMiB } from '../process-figures.ts';
import type { Load } from './measurement.ts';
import type { NamedFigures } from './records.ts';

export type Guarantee = 'at_least_once' | 'exactly_once_v2';

/** As much as Kafka Streams needs for this topology, and no more, so that its memory is what it takes and not what it may. */
export const javaFlags = ['-Xmx512m'];
/** As many as there are cores. */
export const threads = 2;

/** Runs the topology in Kafka Streams on records that lie in the topic, until the last result is committed. */
export async function runKafkaStreams(options: {
  readonly load: Load;
  readonly classPath: string;
  readonly broker: string;
  readonly guarantee: Guarantee;
  /** For RocksDB. */
  readonly folder: string;
}): Promise<{ recordsPerSecond: number; peakMiB: number; figures: NamedFigures }> {
  const { load, broker, guarantee } = options;
  const { records, warmUp } = load;
  const parameters = [broker, FACTURATION, guarantee, records, warmUp, threads, options.folder].map(String);
  const child = spawn('java', [...javaFlags, '-cp', options.classPath, 'InvoiceStatistics', ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    if (value === undefined) throw new Error(`Kafka Streams (${guarantee}) ended without a result.`);
    const { seconds, figures }: { seconds: number; figures: NamedFigures } = JSON.parse(value);
    return {
      recordsPerSecond: (records - warmUp) / seconds,
      peakMiB: await readPeakMiB(child.pid ?? 0),
      figures,
    };
  } finally {
    child.stdin.end();
    child.kill('SIGTERM');
    await exited;
  }
}
