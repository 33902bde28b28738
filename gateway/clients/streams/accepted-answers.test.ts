import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAccept } from './accepted-answers.ts';

const cases: [string | undefined, ReturnType<typeof parseAccept>][] = [
  [undefined, { stream: undefined, prefersEvents: false }],
  ['*/*', { stream: undefined, prefersEvents: false }],
  ['text/event-stream', { stream: 'event-stream', prefersEvents: true }],
  ['Text/Event-Stream, */*', { stream: 'event-stream', prefersEvents: true }],
  ['application/json, text/event-stream', { stream: 'event-stream', prefersEvents: false }],
  ['application/json;q=0.5, text/event-stream', { stream: 'event-stream', prefersEvents: true }],
  ['text/event-stream;q=0, application/json', { stream: undefined, prefersEvents: false }],
  ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', multipart()],
  ['multipart/mixed; boundary="graphql"; subscriptionSpec="1.0", application/json', multipart()],
  ['multipart/mixed;deferSpec=20220824,application/json', { stream: undefined, prefersEvents: false }],
  ['multipart/mixed;subscriptionSpec=2.0', { stream: undefined, prefersEvents: false }],
  [
    'multipart/mixed;subscriptionSpec=1.0;q=0.1, text/event-stream',
    { stream: 'event-stream', prefersEvents: true },
  ],
  [';;=,,q=x;q=y', { stream: undefined, prefersEvents: false }],
];

function multipart(): ReturnType<typeof parseAccept> {
  return { stream: 'multipart', prefersEvents: false };
}

for (const [header, expected] of cases) {
  test(`Accept ${header} is understood`, () => assert.deepEqual(parseAccept(header), expected));
}
