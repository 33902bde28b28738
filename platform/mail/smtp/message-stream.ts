import { Readable } from 'node:stream';

const chunkBytes = 64 * 1_024;

/** The bytes of a message as a stream that knows how far it was read. */
export interface MessageStream {
  readonly stream: Readable;
  /**
   * False for as long as the end of the message has certainly not been sent. A server that has not seen the end must not
   * deliver what it has (RFC 5321, 4.1.1.4).
   */
  isEndRead(): boolean;
}

export function createMessageStream(bytes: Uint8Array): MessageStream {
  let isEndRead = false;
  function* toChunks(): Generator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      isEndRead = start + chunkBytes >= bytes.length;
      yield bytes.subarray(start, start + chunkBytes);
    }
  }
  // One chunk ahead, so that the end is not read long before it is sent.
  const stream = Readable.from(toChunks(), { objectMode: true, highWaterMark: 1 });
  return { stream, isEndRead: () => isEndRead };
}
