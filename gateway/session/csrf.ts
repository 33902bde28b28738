import type { FastifyRequest } from 'fastify';
import { SessionError } from './session-error.ts';

/** The header by which a page of our origin shows itself, in the lower case that Node gives. */
export const csrfHeader = 'x-csrf';
const csrfValue = '1';

/**
 * Refuses a request that another site may have caused. A browser lets a script set this header across origins only
 * after a CORS preflight, which the gateway grants to listed origins alone.
 *
 * @throws {SessionError} CSRF_HEADER_REQUIRED
 */
export function requireCsrfHeader(request: FastifyRequest): void {
  if (request.headers[csrfHeader] === csrfValue) return;
  throw new SessionError(
    'CSRF_HEADER_REQUIRED',
    'A request with a session cookie must carry the header X-CSRF: 1.',
  );
}

/**
 * Refuses a request for a file that another site may have caused. For a link that a person follows a browser sets no header
 * of ours; it says itself where the link was (Fetch Metadata), and a strict cookie does not come from other sites.
 *
 * @throws {SessionError} CSRF_HEADER_REQUIRED
 */
export function requireOwnPage(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const isFromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (request.method !== 'GET' || isFromElsewhere) requireCsrfHeader(request);
}
