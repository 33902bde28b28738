import { LRUCache } from 'lru-cache';
import type { SubgraphRoute } from './subgraph-routes.ts';

/** The address of a route, taken apart as undici wants it. */
export interface RouteTarget {
  readonly origin: string;
  readonly path: string;
  /** The header `host`, where the origin has an IP address in the place of the name. TLS takes the name from here. */
  readonly host: string | undefined;
}

/** Addresses come and go with their instances; each is taken apart once while it is in use. */
const targets = new LRUCache<string, RouteTarget>({ max: 1_000 });

/** Finds where requests over a route go. */
export function toRouteTarget({ url, ip }: Pick<SubgraphRoute, 'url' | 'ip'>): RouteTarget {
  const key = ip === undefined ? url : `${url} ${ip}`;
  const known = targets.get(key);
  if (known !== undefined) return known;
  const target = parseTarget(url, ip);
  targets.set(key, target);
  return target;
}

function parseTarget(url: string, ip: string | undefined): RouteTarget {
  const address = new URL(url);
  const { host } = address;
  if (ip !== undefined) address.hostname = ip.includes(':') ? `[${ip}]` : ip;
  return {
    origin: address.origin,
    path: `${address.pathname}${address.search}`,
    host: ip === undefined ? undefined : host,
  };
}
