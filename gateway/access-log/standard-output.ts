import { write } from 'node:fs';
import { promisify } from 'node:util';
import type { LineTarget } from './line-writer.ts';

const writeTo = promisify(write);
const descriptor = 1;

/** Lines on standard output, which stays open. It is written to in the background, so that a slow reader holds nobody up. */
export function openStandardOutput(header: () => string): LineTarget {
  let heading: Buffer = Buffer.from(header(), 'latin1');
  return {
    async prepare() {
      while (heading.length > 0) {
        const { bytesWritten } = await writeTo(descriptor, heading);
        heading = heading.subarray(bytesWritten);
      }
    },
    write: async (bytes) => (await writeTo(descriptor, bytes)).bytesWritten,
    close: async () => {},
  };
}
