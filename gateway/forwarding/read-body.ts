import type { IncomingMessage } from 'node:http';
import { ForwardingError } from './forwarding-error.ts';

/**
 * Reads the body of a request part by part, as its reader asks for it.
 *
 * @throws {ForwardingError} BODY_TOO_LARGE, once more bytes came than are allowed
 */
export async function* readBody(
  request: IncomingMessage,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  // The connection stays, so that the client can be told what is wrong.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield part;
  }
}

/**
 * Refuses a body whose length is known to be too large.
 *
 * @returns true if the request has a body
 * @throws {ForwardingError} BODY_TOO_LARGE
 */
export function expectBody({ headers }: IncomingMessage, maxBytes: number): boolean {
  const length = Number(headers['content-length'] ?? 0);
  if (length > maxBytes) throw tooLarge(maxBytes);
  return length > 0 || headers['transfer-encoding'] !== undefined;
}

function tooLarge(maxBytes: number): ForwardingError {
  return new ForwardingError('BODY_TOO_LARGE', `The body must have at most ${maxBytes} bytes.`);
}
