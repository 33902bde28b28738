import type { FormattedExecutionResult } from 'graphql';
import { allocateTextFrame } from './text-frame.ts';

/**
 * Creates a function that writes the message `next` as a whole frame. Results that many clients share come one after the
 * other: the text of the last one is kept.
 */
export function createNextWriter(): (id: string, result: FormattedExecutionResult) => Buffer {
  let last: FormattedExecutionResult | undefined;
  let tail = Buffer.alloc(0);
  return (id, result) => {
    if (result !== last) {
      tail = Buffer.from(`${JSON.stringify(result)}}`);
      last = result;
    }
    const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    const headBytes = Buffer.byteLength(head);
    const { frame, start } = allocateTextFrame(headBytes + tail.length);
    frame.write(head, start);
    tail.copy(frame, start + headBytes);
    return frame;
  };
}
