import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';
import { waitFor } from '#platform/testing/wait-for.ts';

/** A gateway that takes its supergraph from a registry, as a process. */
export interface GatewayProcess extends TestProcess {
  /** Asks it; a list of errors, or the data. */
  ask(query: string): Promise<{ readonly data?: Record<string, unknown>; readonly errors?: unknown }>;
}

export interface GatewayProcessOptions {
  readonly registry: { readonly address: string; readonly gatewayKey: string };
  readonly graphRef: string;
  readonly dataFolder: string;
  readonly supergraphFile?: string;
}

/** Starts one, without rules of callers. */
export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const { registry, graphRef, dataFolder, supergraphFile = 'there is no file' } = options;
  const running = await startTestProcess({
    main: new URL('../../gateway/main.ts', import.meta.url),
    portVariable: 'GATEWAY_PORT',
    environment: {
      AUTHENTICATION: 'none',
      NODE_ENV: 'test',
      PLAYGROUND: 'false',
      REGISTRY_URL: registry.address,
      REGISTRY_KEY: registry.gatewayKey,
      REGISTRY_GRAPH: graphRef,
      DATA_DIR: dataFolder,
      SUPERGRAPH_FILE: supergraphFile,
      LOG_LEVEL: 'fatal',
    },
  });
  return {
    ...running,
    async ask(query) {
      const response = await fetch(`${running.address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { data?: Record<string, unknown> };
    },
  };
}

/**
 * Waits until each gateway answers the field of a version.
 *
 * @returns the time that the last one took, in milliseconds
 */
export async function timeToVersion(gateways: readonly GatewayProcess[], version: number): Promise<number> {
  const from = performance.now();
  await Promise.all(
    gateways.map((gateway) =>
      waitFor(`version ${version}`, async () => {
        const { data } = await gateway.ask(`{ v${version} }`);
        return data?.[`v${version}`] === version;
      }),
    ),
  );
  return performance.now() - from;
}
