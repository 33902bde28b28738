import assert from 'node:assert/strict';
import { createHttpServer, listen } from '#platform/http/http-server.ts';
import { operatorAuthor } from '../author.ts';
import { addRoverRoute } from '../rover/rover-route.ts';
import { addUsageRoutes } from '../usage/usage-routes.ts';
import { createTestRegistry, type TestRegistry } from './test-registry.ts';

/** A registry that listens, with a key that may do everything in every graph. */
export interface RegistryServer {
  readonly registry: TestRegistry;
  /** Without a path. */
  readonly address: string;
  readonly key: string;
  /** Publishes the only subgraph of a variant, as Rover does, and gives the variant's id. */
  publish(graph: string, sdl: string): Promise<string>;
  close(): Promise<void>;
}

const publishMutation = `mutation ($graph: ID!, $sdl: String) {
  graph(id: $graph) {
    publishSubgraph(name: "all", url: "http://all.example", revision: "", activePartialSchema: { sdl: $sdl },
      graphVariant: "current") { errors { message } }
  }
}`;

/** Starts a registry with the routes of Rover and of usage. */
export async function startRegistryServer(): Promise<RegistryServer> {
  const registry = await createTestRegistry();
  const closing = new AbortController();
  const server = await createHttpServer({ log: registry.log, bodyLimitBytes: 8_388_608 });
  await addRoverRoute(server, registry, closing.signal);
  await addUsageRoutes(server, registry);
  const address = await listen(server, { host: '127.0.0.1', port: 0 });
  const { secret: key } = await registry.keys.create(
    { name: 'all', graph: undefined, rights: ['ADMIN'] },
    operatorAuthor,
  );
  return {
    registry,
    address,
    key,
    publish: async (graph, sdl) => {
      const response = await fetch(`${address}/api/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': key },
        body: JSON.stringify({ query: publishMutation, variables: { graph, sdl } }),
        signal: AbortSignal.timeout(60_000),
      });
      assert.deepEqual(await response.json(), { data: { graph: { publishSubgraph: { errors: [] } } } });
      const variant = await registry.graphs.findVariant({ graph, variant: 'current' });
      return variant?.id ?? '';
    },
    close: async () => {
      closing.abort();
      await server.close();
      await registry.close();
    },
  };
}
