import { join } from 'node:path';
import type { Registry } from 'prom-client';
import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { within } from '#platform/waiting/within.ts';
import { createFixedRoutes, type SubgraphRoutes } from '../upstream/subgraph-routes.ts';
import { Balancer, type BalancerObserver } from './balancer.ts';
import type { Discovery } from './balancing-configuration.ts';
import { createBalancingMetrics } from './balancing-metrics.ts';
import { DnsAddresses } from './dns-addresses.ts';
import { RegistryInstances } from './registry-instances.ts';

export interface BalancingOptions {
  readonly discovery: Discovery;
  /** Delivers the instances of a graph and its variant. */
  readonly registry: { readonly url: string; readonly key: string; readonly graphRef: string } | undefined;
  /** Keeps the last list of a registry. */
  readonly dataFolder: string;
  readonly dnsRefreshMs: number;
  /** Sends requests to the registry. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
  readonly log: Log;
  readonly metricsRegistry: Registry;
  /** Closes what is opened here. */
  readonly owner: Pick<Owner, 'own'>;
}

/** The addresses of subgraphs beside those of the supergraph. */
export interface Balancing {
  /** Creates the routes of one supergraph from its addresses. */
  createRoutes(urls: ReadonlyMap<string, string>): SubgraphRoutes;
  /** Finds some addresses of a subgraph; none if it has only the one of the supergraph. */
  findUrls(subgraph: string): readonly string[];
  /** Looks for further addresses of these subgraphs from now on. */
  follow(urls: ReadonlyMap<string, string>): void;
  /** Waits for the first addresses, not longer than a start may. */
  ready(): Promise<void>;
}

/** The longest wait for the first addresses, in milliseconds: without them, those of the supergraph are used. */
const firstMs = 2_000;
/** The number of addresses of a subgraph that are asked if they work. */
const maxAsked = 3;

/** Opens the place that further addresses of subgraphs come from. Without one, each subgraph has the address of the supergraph. */
export function openBalancing(options: BalancingOptions): Balancing {
  const { discovery, registry, log, owner } = options;
  if (discovery === 'dns') return openDnsBalancing(options);
  if (discovery === 'none' || registry === undefined)
    return {
      createRoutes: createFixedRoutes,
      findUrls: () => [],
      follow: () => {},
      ready: async () => {},
    };
  const balancer = createBalancer(options);
  const { url, key, graphRef } = registry;
  const instances = new RegistryInstances({
    url: `${url}/instances/${graphRef.split('@').map(encodeURIComponent).join('/')}`,
    key,
    copyPath: join(options.dataFolder, 'supergraphs', `${graphRef}.instances`),
    onAddresses: (addresses) => balancer.replace(addresses),
    log,
    fetch: options.fetch,
  });
  owner.own('instances of subgraphs', () => instances.close());
  const opened = instances.open();
  return toBalancing(balancer, { follow: () => {}, opened: () => opened });
}

function openDnsBalancing(options: BalancingOptions): Balancing {
  const balancer = createBalancer(options);
  const dns = new DnsAddresses({
    refreshMs: options.dnsRefreshMs,
    onAddresses: (addresses) => balancer.replace(addresses),
    log: options.log,
  });
  options.owner.own('addresses of subgraphs', () => dns.close());
  return toBalancing(balancer, { follow: (urls) => dns.follow(urls), opened: () => dns.open() });
}

function toBalancing(
  balancer: Balancer,
  source: { readonly follow: Balancing['follow']; readonly opened: () => Promise<void> },
): Balancing {
  return {
    createRoutes: (urls) => balancer.createRoutes(urls),
    findUrls: (subgraph) => balancer.findUrls(subgraph, maxAsked),
    follow: source.follow,
    ready: async () => void (await within(source.opened(), firstMs)),
  };
}

function createBalancer({ log, metricsRegistry }: BalancingOptions): Balancer {
  const metrics = createBalancingMetrics(metricsRegistry);
  const observer: BalancerObserver = {
    ...metrics,
    joined: (subgraph, address) => log.info({ subgraph, ...address }, 'an instance of a subgraph has joined'),
    left: (subgraph, address) => log.info({ subgraph, ...address }, 'an instance of a subgraph has left'),
    ejected(subgraph, address, forMs) {
      metrics.ejected(subgraph);
      log.warn(
        { subgraph, ...address, forMs },
        'a subgraph cannot be reached at an address; others are preferred for now',
      );
    },
  };
  return new Balancer({ observer });
}
