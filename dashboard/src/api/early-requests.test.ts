import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { takeEarlyAnswer, takeEarlySession } from './early-requests.ts';

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
