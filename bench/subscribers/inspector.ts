import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A Node process as its inspector shows it (Chrome DevTools Protocol). */
export interface Inspector {
  /** In bytes, after everything that can be collected has been. */
  measureMemory(): Promise<{ readonly rss: number; readonly heap: number }>;
  /** Of user and system since its start. */
  readCpuMs(): Promise<number>;
  close(): void;
}

const limitMs = 30_000;

export async function openInspector(port: number): Promise<Inspector> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`, {
    signal: AbortSignal.timeout(limitMs),
  });
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  const ws = new WebSocket(target?.webSocketDebuggerUrl ?? '', { perMessageDeflate: false });
  await once(ws, 'open', { signal: AbortSignal.timeout(limitMs) });
  let last = 0;

  async function call(method: string, params: object = {}): Promise<unknown> {
    last += 1;
    const id = last;
    ws.send(JSON.stringify({ id, method, params }));
    const signal = AbortSignal.timeout(limitMs);
    for (;;) {
      const [data] = (await once(ws, 'message', { signal })) as [Buffer];
      const message = JSON.parse(data.toString()) as { id?: number; result?: unknown };
      if (message.id === id) return message.result;
    }
  }

  async function read<Value>(expression: string): Promise<Value> {
    const answer = await call('Runtime.evaluate', { expression, returnByValue: true });
    return (answer as { result: { value: Value } }).result.value;
  }

  return {
    async measureMemory() {
      // Objects that one collection frees may hold others, which only the next one frees.
      for (let round = 0; round < 3; round += 1) await call('HeapProfiler.collectGarbage');
      const usage = await read<NodeJS.MemoryUsage>('process.memoryUsage()');
      return { rss: usage.rss, heap: usage.heapUsed + usage.external };
    },
    async readCpuMs() {
      const { user, system } = await read<NodeJS.CpuUsage>('process.cpuUsage()');
      return (user + system) / 1_000;
    },
    close: () => ws.terminate(),
  };
}
