import { join } from 'node:path';
import type { Log } from '#platform/log/log.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { createFileSupergraphSource } from './file-supergraph-source.ts';
import { RegistrySupergraphSource } from './registry-supergraph-source.ts';
import type { SupergraphSource } from './supergraph-source.ts';

/** The place that a gateway's supergraph comes from. */
export interface SupergraphPlace {
  /** Alone, it is watched; beside a registry, it is only the first good text. */
  readonly supergraphFile: string;
  /** Delivers the supergraph of a graph and its variant. */
  readonly registry: { readonly url: string; readonly key: string; readonly graphRef: string } | undefined;
  /** Keeps the last good text of a registry. */
  readonly dataFolder: string;
  /** Sends requests to the registry. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

/** Creates the source of supergraphs that configuration asks for. */
export function createSupergraphSource(
  { supergraphFile, registry, dataFolder, fetch: send }: SupergraphPlace,
  log: Log,
): SupergraphSource {
  if (registry === undefined) return createFileSupergraphSource({ path: supergraphFile, log });
  const { url, key, graphRef } = registry;
  return new RegistrySupergraphSource({
    url: `${url}/supergraph/${graphRef.split('@').map(encodeURIComponent).join('/')}`,
    key,
    copyPath: join(dataFolder, 'supergraphs', `${graphRef}.graphql`),
    filePath: supergraphFile,
    log,
    fetch: send,
  });
}
