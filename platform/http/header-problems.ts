import type { IncomingMessage } from 'node:http';

/** Headers of which a request has one: Node.js would take the first of several, and what stands before it perhaps the last. */
const singleHeaders = new Set(['host', 'authorization']);

/** Characters that a host and port may not have (RFC 3986 section 3.2), although the URL parser would end the host there. */
const AUTHORITY_END = /[\s/\\?#@]/;

/**
 * Says what is wrong with the headers that name a request's target and its caller: one that may come once but came more
 * often (RFC 9112 section 3.2 for `Host`, RFC 9110 section 5.3), or a `Host` that is not one. `undefined` if nothing is.
 * Node.js itself refuses requests by HTTP/1.1 without `Host`, but not those for a WebSocket.
 */
export function findHeaderProblem({
  rawHeaders,
  headers,
  httpVersion,
}: Pick<IncomingMessage, 'rawHeaders' | 'headers' | 'httpVersion'>): string | undefined {
  const repeated = findRepeatedHeader(rawHeaders);
  if (repeated !== undefined) return `The header ${repeated} came more than once; a request has one.`;
  const { host } = headers;
  const isHostMissing = host === undefined && httpVersion !== '1.0';
  if (isHostMissing || (host !== undefined && !isHost(host)))
    return 'The header host must be a host and perhaps a port, such as api.example.com:443.';
  return undefined;
}

/** The last host that was found to be one: most requests name the same. */
let lastHost = '';

/** Tells whether a text is a host, with or without a port. */
export function isHost(text: string): boolean {
  if (text === '') return false;
  if (text === lastHost) return true;
  const isValid = !AUTHORITY_END.test(text) && URL.canParse(`http://${text}/`);
  if (isValid) lastHost = text;
  return isValid;
}

/** @param rawHeaders names and values in turn, as Node.js gives them */
function findRepeatedHeader(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!singleHeaders.has(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
