import type { IncomingMessage } from 'node:http';

/** The longest body that is read, in bytes: the deep query takes a few thousand. */
const maxBytes = 1_000_000;

/**
 * The body of a request. By events, as an async iterator costs more than all else that is done with a small body.
 *
 * @throws {RangeError} when it is longer than any request of the bench
 */
export function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        reject(new RangeError(`A request has more than ${maxBytes} bytes.`));
        request.destroy();
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}
