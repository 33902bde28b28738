import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAccept } from './accepted-answers.ts';

const cases: [string | undefined, ReturnType<typeof parseAccept>][] = [
  [undefined, { stream: undefined, prefersEvents: false, takesParts: false }],
  ['*/*', { stream: undefined, prefersEvents: false, takesParts: false }],
  ['text/event-stream', { stream: 'event-stream', prefersEvents: true, takesParts: false }],
  ['Text/Event-Stream, */*', { stream: 'event-stream', prefersEvents: true, takesParts: false }],
  [
    'application/json, text/event-stream',
    { stream: 'event-stream', prefersEvents: false, takesParts: false },
  ],
  [
    'application/json;q=0.5, text/event-stream',
    { stream: 'event-stream', prefersEvents: true, takesParts: false },
  ],
  ['text/event-stream;q=0, application/json', { stream: undefined, prefersEvents: false, takesParts: false }],
  ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', multipart()],
  ['multipart/mixed; boundary="graphql"; subscriptionSpec="1.0", application/json', multipart()],
  ['multipart/mixed;deferSpec=20220824,application/json', parts()],
  ['application/json, multipart/mixed; deferSpec="20220824"', parts()],
  ['multipart/mixed;deferSpec=20220824;q=0', { stream: undefined, prefersEvents: false, takesParts: false }],
  ['multipart/mixed;deferSpec=20230621', { stream: undefined, prefersEvents: false, takesParts: false }],
  ['multipart/mixed', { stream: undefined, prefersEvents: false, takesParts: false }],
  ['multipart/mixed;subscriptionSpec=2.0', { stream: undefined, prefersEvents: false, takesParts: false }],
  [
    'multipart/mixed;subscriptionSpec=1.0;q=0.1, text/event-stream',
    { stream: 'event-stream', prefersEvents: true, takesParts: false },
  ],
  [';;=,,q=x;q=y', { stream: undefined, prefersEvents: false, takesParts: false }],
];

function multipart(): ReturnType<typeof parseAccept> {
  return { stream: 'multipart', prefersEvents: false, takesParts: false };
}

function parts(): ReturnType<typeof parseAccept> {
  return { stream: undefined, prefersEvents: false, takesParts: true };
}

for (const [header, expected] of cases) {
  test(`Accept ${header} is understood`, () => assert.deepEqual(parseAccept(header), expected));
}
