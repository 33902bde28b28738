import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';

/** Says of an address whether its `X-Forwarded-…` headers are believed. */
export type ProxyTrust = (address: string) => boolean;

/**
 * Reads a list of trusted proxies: IP addresses, CIDR blocks, and `loopback`, `linklocal`, `uniquelocal`.
 *
 * @throws {TypeError} naming the entry that has another form
 */
export function toProxyTrust(proxies: readonly string[] = []): ProxyTrust {
  const trusts = proxyAddr.compile([...proxies]);
  return (address) => trusts(address, 0);
}

/** An IPv4 address written as IPv6 (RFC 4291 section 2.5.5.2). */
const MAPPED = /^::ffff:(?=\d+\.)/i;
/** An address with a port, as some proxies forward it: IPv6 stands in brackets then (RFC 3986 section 3.2.2). */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/;

/**
 * The address that a client is counted by. It is the connection's, or, where that is a trusted proxy's, the last address
 * in `X-Forwarded-For` that is not. What a client writes there itself stands before and is not believed.
 *
 * A port is left out. Of IPv6 it is the network of 64 bits, since a single host may take any address in it (RFC 4291
 * section 2.5.4).
 */
export function toClientAddress(request: IncomingMessage, trust: ProxyTrust): string {
  return toCountedAddress(proxyAddr(request, trust));
}

/** The part of a client's address that tells clients apart, see {@link toClientAddress}. */
export function toCountedAddress(address: string): string {
  if (isIPv4(address)) return address;
  const [, bracketed, numbers] = WITH_PORT.exec(address) ?? [];
  const plain = (bracketed ?? numbers ?? address).replace(MAPPED, '');
  if (!isIPv6(plain)) return isIP(plain) === 0 ? address : plain;
  const [front = '', back] = plain.split('::');
  const groups = front === '' ? [] : front.split(':');
  const after = back ? back.split(':').length : 0;
  while (back !== undefined && groups.length + after < 8) groups.push('0');
  const network = [...groups, ...(back ?? '').split(':')].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
