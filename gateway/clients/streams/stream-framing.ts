import type { FormattedExecutionResult } from 'graphql';
import type { StreamKind } from './accepted-answers.ts';

/** Writes results into the body of an HTTP answer that stays open. */
export interface StreamFraming<Result = FormattedExecutionResult> {
  readonly contentType: string;
  /** Sent at once, so that the client knows that it is heard. */
  readonly opening: string;
  /** Empty if the protocol has none. */
  readonly heartbeat: string;
  /** Tells that nothing comes any more. */
  readonly closing: string;
  /** The same buffer for all who are given the same result: it is written down once, and nobody may change it. */
  frame(result: Result): Buffer;
}

/** GraphQL over Server-Sent Events, distinct connections mode. A comment is the heartbeat. */
export const eventFraming: StreamFraming = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  // An EventSource is told only of events that have a field of data.
  closing: 'event: complete\ndata: \n\n',
  frame: writeOnce((result) => `event: next\ndata: ${JSON.stringify(result)}\n\n`),
};

/** Ends each part of a multipart answer and begins the next (RFC 2046 section 5.1.1). */
export const multipartBoundary = '\r\n--graphql';

/**
 * The multipart protocol for subscriptions of Apollo Router and Apollo Client, version 1.0. Each part ends with the
 * boundary of the next: a client takes a part for whole only when it sees that.
 */
const multipart: StreamFraming = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: multipartBoundary,
  heartbeat: toMultipartPart('{}'),
  closing: '--\r\n',
  // A result has data, at least null; the end of a subscription has none, and the protocol puts its errors beside the payload.
  frame: writeOnce((result) =>
    'data' in result
      ? toMultipartPart(`{"payload":${JSON.stringify(result)}}`)
      : toMultipartPart(`{"payload":null,"errors":${JSON.stringify(result.errors ?? [])}}`),
  ),
};

/** The framing of each kind of stream. */
export const streamFramings: Readonly<Record<StreamKind, StreamFraming>> = {
  'event-stream': eventFraming,
  multipart,
};

/** A part of a multipart answer with the boundary after it. */
export function toMultipartPart(body: string): string {
  return `\r\ncontent-type: application/json\r\n\r\n${body}${multipartBoundary}`;
}

/** Subscribers of one group are given the same result, which is then written once. */
function writeOnce(write: (result: FormattedExecutionResult) => string): StreamFraming['frame'] {
  const frames = new WeakMap<FormattedExecutionResult, Buffer>();
  return (result) => {
    const known = frames.get(result);
    if (known !== undefined) return known;
    const frame = Buffer.from(write(result));
    frames.set(result, frame);
    return frame;
  };
}
