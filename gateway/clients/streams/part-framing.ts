import type { StreamKind } from './accepted-answers.ts';
import { eventFraming, multipartBoundary, type StreamFraming, toMultipartPart } from './stream-framing.ts';

/** The framing of answers in parts, each given as JSON text. */
export const partFramings: Readonly<Record<StreamKind, StreamFraming<string>>> = {
  'event-stream': {
    ...eventFraming,
    // Line ends in JSON only stand between its tokens; in an event they would end the data.
    frame: (text) => Buffer.from(`event: next\ndata: ${text.replaceAll(/[\r\n]+/g, ' ')}\n\n`),
  },
  /** The multipart protocol for `@defer` of Apollo Router and Apollo Client. It knows no sign of life. */
  multipart: {
    contentType: 'multipart/mixed;boundary="graphql";deferSpec=20220824',
    opening: multipartBoundary,
    heartbeat: '',
    closing: '--\r\n',
    frame: (text) => Buffer.from(toMultipartPart(text)),
  },
};
