import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BareSenderOptions, BareSenderReady } from './bare-sender.ts';
import { openInspector } from './inspector.ts';
import type { MeasuredSystem } from './system.ts';

/** The sender to the subscribers. */
export type SenderName = 'gateway' | 'bare sender';

/** A process that sends, freshly started. */
export interface Sender {
  readonly port: number;
  /** Absent where they are not of interest. */
  readonly figures?: {
    measureMemory(): Promise<{ readonly rss: number; readonly heap: number }>;
    readCpuMs(): Promise<number>;
  };
  close(): Promise<void>;
}

const startLimitMs = 30_000;

export async function startSender(name: SenderName, system: MeasuredSystem): Promise<Sender> {
  return name === 'gateway' ? restartGateway(system) : startBareSender(system);
}

async function restartGateway(system: MeasuredSystem): Promise<Sender> {
  await system.restartGateway();
  const inspector = await openInspector(system.inspectorPort);
  return { port: system.gatewayPort, figures: inspector, close: async () => inspector.close() };
}

async function startBareSender({ statisticsPort, token }: MeasuredSystem): Promise<Sender> {
  const child: ChildProcess = fork(fileURLToPath(new URL('bare-sender.ts', import.meta.url)));
  const exited = once(child, 'exit');
  const options: BareSenderOptions = { statisticsPort, token };
  child.send(options);
  const [ready] = (await once(child, 'message', { signal: AbortSignal.timeout(startLimitMs) })) as [
    BareSenderReady,
  ];
  return {
    port: ready.port,
    async close() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
