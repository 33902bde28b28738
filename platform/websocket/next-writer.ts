import type { FormattedExecutionResult } from 'graphql';
import { createTextFrameHead } from './text-frame.ts';

/** Bodies from this size on are sent as they are, after a head of their own; smaller ones cost less when copied. In bytes. */
const sharedFromBytes = 4_096;
/** The number of frames of one result that are kept: clients that number their operations alike share them. */
const maxKeptFrames = 16;

/** A whole message: the buffers that make it up, to be sent one after the other and not to be changed. */
export type FrameParts = readonly Buffer[];

/**
 * Creates a function that writes the message `next` as a whole frame. Results that many clients share come one after the
 * other: the last one is written as JSON once, clients with the same id get the same frame, and a large body is not copied.
 */
export function createNextWriter(): (id: string, result: FormattedExecutionResult) => FrameParts {
  let last: FormattedExecutionResult | undefined;
  let body = Buffer.alloc(0);
  const kept = new Map<string, FrameParts>();
  return (id, result) => {
    if (result !== last) {
      body = Buffer.from(`${JSON.stringify(result)}}`);
      last = result;
      kept.clear();
    }
    const known = kept.get(id);
    if (known !== undefined) return known;
    const head = createTextFrameHead(`{"id":${JSON.stringify(id)},"type":"next","payload":`, body.length);
    const parts = body.length >= sharedFromBytes ? [head, body] : [Buffer.concat([head, body])];
    if (kept.size < maxKeptFrames) kept.set(id, parts);
    return parts;
  };
}
