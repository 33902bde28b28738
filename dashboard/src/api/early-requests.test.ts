import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { fetchUnlessEarly, takeEarlyAnswer, takeEarlySession } from './early-requests.ts';

afterEach(() => {
  globalThis.earlyRequests = undefined;
});

test('nothing is taken where no early script has run', () => {
  assert.equal(takeEarlySession(), undefined);
  assert.equal(takeEarlyAnswer('{}'), undefined);
});

test('the answer to who is signed in is taken once', () => {
  const session = Promise.resolve(new Response());
  globalThis.earlyRequests = { session };
  assert.equal(takeEarlySession(), session);
  assert.equal(takeEarlySession(), undefined);
});

test('the answer to a query is taken once, and only by a request with the same body', () => {
  const answer = Promise.resolve(new Response());
  globalThis.earlyRequests = { query: { body: '{"page":1}', answer } };
  assert.equal(takeEarlyAnswer('{"page":2}'), undefined);
  assert.equal(takeEarlyAnswer('{"page":1}'), answer);
  assert.equal(takeEarlyAnswer('{"page":1}'), undefined);
});

test('a query whose early request failed is sent again', async ({ mock }) => {
  const request = { method: 'POST', body: '{"page":1}' };
  const fetched = mock.method(globalThis, 'fetch', async () => new Response('again'));
  const answer = Promise.resolve(new Response('early'));
  globalThis.earlyRequests = { query: { body: request.body, answer } };
  assert.equal(await (await fetchUnlessEarly('/graphql', request)).text(), 'early');
  assert.equal(fetched.mock.callCount(), 0);
  const failed = Promise.reject(new TypeError('fetch failed'));
  globalThis.earlyRequests = { query: { body: request.body, answer: failed } };
  assert.equal(await (await fetchUnlessEarly('/graphql', request)).text(), 'again');
  assert.deepEqual(
    fetched.mock.calls.map((call) => call.arguments),
    [['/graphql', request]],
  );
});
