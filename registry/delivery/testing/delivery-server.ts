import { createHttpServer, listen } from '#platform/http/http-server.ts';
import type { Close } from '#platform/process/owner.ts';
import { operatorAuthor } from '../../author.ts';
import { publishSubgraphs } from '../../graphs/publish-subgraphs.ts';
import type { KeyRight } from '../../keys/api-key.ts';
import { createTestRegistry, type TestRegistry } from '../../testing/test-registry.ts';
import { openDelivery } from '../open-delivery.ts';
import { type OpenRefs, parseOpenRefs } from '../uplink/uplink-refs.ts';

/** The routes of delivery on a server, over a registry of their own. */
export interface DeliveryServer {
  readonly url: string;
  readonly registry: TestRegistry;
  createKey(graph: string | undefined, rights: readonly KeyRight[]): Promise<string>;
  publish(ref: { graph: string; variant: string }, name: string, sdl: string): Promise<void>;
  /** Stops the server alone. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startDeliveryServer(openRefs: readonly string[] = []): Promise<DeliveryServer> {
  const registry = await createTestRegistry();
  const server = await createHttpServer({ log: registry.log });
  const closers: Close[] = [];
  await openDelivery(server, registry, {
    databaseUrl: registry.databaseUrl,
    openRefs: parseOpenRefs(openRefs) as OpenRefs,
    uplinkPollSeconds: 1,
    owner: { own: (_label, close) => void closers.push(close) },
  });
  const url = await listen(server, { host: '127.0.0.1', port: 0 });
  return {
    url,
    registry,
    async createKey(graph, rights) {
      const { secret } = await registry.keys.create(
        { name: 'test', graph, rights, subgraphs: undefined },
        operatorAuthor,
      );
      return secret;
    },
    async publish(ref, subgraph, sdl) {
      const parts = [{ subgraph, sdl, url: `http://${subgraph}.example` }];
      const request = { ref, parts, git: null, author: operatorAuthor };
      await publishSubgraphs(registry.launcher, request, AbortSignal.timeout(60_000));
    },
    stop: () => server.close(),
    async close() {
      await server.close();
      for (const close of closers) await close();
      await registry.close();
    },
  };
}
