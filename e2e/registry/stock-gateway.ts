import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Apollo's own gateway in managed mode, as a process. */
export interface StockGateway {
  ask(query: string): Promise<{ readonly data?: Record<string, unknown>; readonly errors?: unknown }>;
  close(): Promise<void>;
}

const startWithinMs = 120_000;

/** Starts one and waits until it listens. @throws if it does not start */
export async function startStockGateway(
  registry: { readonly address: string; readonly gatewayKey: string },
  graphRef: string,
): Promise<StockGateway> {
  const child = fork(fileURLToPath(new URL('stock-gateway-main.ts', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      PATH: process.env.PATH,
      APOLLO_KEY: registry.gatewayKey,
      APOLLO_GRAPH_REF: graphRef,
      APOLLO_SCHEMA_CONFIG_DELIVERY_ENDPOINT: `${registry.address}/uplink`,
      APOLLO_TELEMETRY_DISABLED: '1',
      REGISTRY_URL: registry.address,
    },
  });
  const exited = once(child, 'exit');
  const signal = AbortSignal.timeout(startWithinMs);
  const url = await Promise.race([
    once(child, 'message', { signal }).then(([sent]) => String(sent)),
    exited.then(([code]) => Promise.reject(new Error(`The gateway ended with ${code}`))),
  ]);
  return {
    async ask(query) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { data?: Record<string, unknown> };
    },
    async close() {
      child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await exited;
      clearTimeout(timer);
    },
  };
}
