import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** Says of an address whether its `X-Forwarded-…` headers are believed. */
export type ProxyTrust = (address: string) => boolean;

/**
 * Reads a list of trusted proxies: IP addresses, CIDR blocks, and `loopback`, `linklocal`, `uniquelocal`.
 *
 * @throws {TypeError} naming the entry that is none of these
 */
export function toProxyTrust(proxies: readonly string[] = []): ProxyTrust {
  const trusts = proxyAddr.compile([...proxies]);
  return (address) => trusts(address, 0);
}

/**
 * The address of the client that sent a request. It is the connection's, or, where that is a trusted proxy's, the last
 * address in `X-Forwarded-For` that is not. What a client writes there itself stands before and is not believed.
 */
export function toClientAddress(request: IncomingMessage, trust: ProxyTrust): string {
  return proxyAddr(request, trust);
}
