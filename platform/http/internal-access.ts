import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Headers by which proxies say that a request came from elsewhere: RFC 7239, RFC 9110 section 7.6.3, and common others. */
const forwardingHeader = /^(?:forwarded|via|x-forwarded-.+|x-real-ip|(?:x|true)-client-ip|cf-connecting-ip)$/;

/**
 * Decides who may read what is for operators: figures, and which part of a process is down.
 *
 * With a token, whoever sends it as a bearer token (RFC 6750 section 2.1). Without one, callers on this machine whose
 * request no proxy has passed on.
 */
export function createInternalAccess(token: string | undefined): (request: FastifyRequest) => boolean {
  if (token === undefined) return isFromThisMachine;
  const wanted = digest(`Bearer ${token}`);
  return ({ headers }) => timingSafeEqual(digest(headers.authorization ?? ''), wanted);
}

function isFromThisMachine({ raw, headers }: FastifyRequest): boolean {
  const address = raw.socket.remoteAddress ?? '';
  return isLoopback(address) && !Object.keys(headers).some((name) => forwardingHeader.test(name));
}

/** `127.0.0.0/8` (RFC 1122 section 3.2.1.3) and `::1`, also where IPv4 is written as IPv6. */
function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** Digests have one length, as a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
