import type { FastifyRequest } from 'fastify';
import { type RequestOrigin, toAuditAddress } from '#platform/audit/request-origin.ts';
import { toCountedAddress } from '#platform/http/client-address.ts';

/** The origin of a request of a browser. */
export function toRequestOrigin({ ip, id }: FastifyRequest): RequestOrigin {
  return { address: toAuditAddress(toCountedAddress(ip)), requestId: id };
}
