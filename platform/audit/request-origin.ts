import { isIP } from 'node:net';

/** The place that a request came from. */
export interface RequestOrigin {
  /** The IP address of the client. */
  readonly address: string | null;
  /** The id of the request at the gateway. */
  readonly requestId: string | null;
}

/** The headers in which a gateway tells subgraphs the origin of a request. It forwards no client's own ones. */
export const originHeaders = { address: 'gateway-client-address', requestId: 'gateway-request-id' } as const;

/** The origin of work that no request caused. */
export const noOrigin: RequestOrigin = { address: null, requestId: null };

const printable = /^[!-~]{1,64}$/;
/** An IPv4 address written as IPv6 (RFC 4291 section 2.5.5.2). */
const mapped = /^::ffff:(?=\d+\.)/i;

/** Reads the origin that a gateway tells; a text of another form counts as absent. */
export function readRequestOrigin(headers: Readonly<Record<string, unknown>>): RequestOrigin {
  const address = headers[originHeaders.address];
  const requestId = headers[originHeaders.requestId];
  return {
    address: toAuditAddress(typeof address === 'string' ? address : ''),
    requestId: typeof requestId === 'string' && printable.test(requestId) ? requestId : null,
  };
}

/**
 * The address in the form in which entries have it, also of one in the form by which clients are counted: of IPv6 that is a network,
 * whose first address stands for it. Null for a text that is not an IP address.
 */
export function toAuditAddress(text: string): string | null {
  const address = text.replace(mapped, '').replace(/[%/].*$/, '');
  return isIP(address) === 0 ? null : address;
}
