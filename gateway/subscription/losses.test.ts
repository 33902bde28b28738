import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTestCaller } from './testing/test-caller.ts';
import {
  codeOf,
  numbersOf,
  plain,
  range,
  startTestSubscriptions,
  type TestSubscriptions,
  take,
  takeAll,
} from './testing/test-subscriptions.ts';

const lentQuery = 'subscription ($after: ID) { lent(after: $after) { number } }';
const lentWithBook = 'subscription ($after: ID) { lent(after: $after) { number book { author { name } } } }';
const returnedQuery = 'subscription { lent: returned { number } }';
const visitorsQuery = 'subscription { visitors { count } }';

let running: TestSubscriptions;
before(async () => {
  running = await startTestSubscriptions();
});
after(() => running.close());
afterEach(() => running.reset());

/** The number of books lent before. */
let lent = 0;
function lend(count: number): void {
  running.library.feeds.lend(count);
  lent += count;
}

async function untilUpstreams(count: number): Promise<void> {
  await waitFor(`${count} upstreams`, () => running.library.books.subscriptions.seen.length === count);
}

describe('a field with a cursor goes on after its last event', () => {
  test('with no gap and no repeat, whenever its connections break', async () => {
    const { subscriptions } = running.library.books;
    const happenings = fc.constantFrom('lend', 'lend', 'break', 'close', 'wait', 'renew' as const);
    const scenario = fc.array(fc.tuple(happenings, fc.integer({ min: 1, max: 20 })), {
      minLength: 10,
      maxLength: 14,
    });
    const run = async (steps: readonly (readonly [string, number])[]) => {
      const start = lent;
      const caller = createTestCaller({ roles: ['LIBRARIAN'] });
      const variables = { after: `c${start}` };
      const { events } = await running.openLive(lentWithBook, { caller, variables });
      const seen: unknown[] = [];
      for (const [step, size] of steps) {
        if (step === 'lend') lend(size);
        if (step === 'break') subscriptions.breakConnections();
        if (step === 'close') subscriptions.closeConnections(size % 2 ? 1000 : 1001);
        if (step === 'renew') caller.renew({ roles: size % 2 ? ['LIBRARIAN'] : [] });
        const wanted = Math.min(size, lent - start - seen.length);
        seen.push(...numbersOf(await take(events, wanted)));
      }
      seen.push(...numbersOf(await take(events, lent - start - seen.length)));
      assert.deepEqual(seen, range(start + 1, lent));
      await running.reset();
    };
    await fc.assert(fc.asyncProperty(scenario, run), { numRuns: 3, endOnFailure: true });
  });

  test('though the subgraph is away for a while, and fails when it is back', async () => {
    const { subscriptions } = running.library.books;
    const { events } = await running.openLive(lentQuery, { variables: { after: `c${lent}` } });
    await untilUpstreams(1);
    subscriptions.accepts = false;
    subscriptions.breakConnections();
    const start = lent;
    lend(3);
    await waitFor('two losses', () => running.figures.lost >= 2);
    running.library.feeds.refuse(1, 'INTERNAL_SERVER_ERROR');
    subscriptions.accepts = true;
    assert.deepEqual(numbersOf(await take(events, 3)), range(start + 1, lent));
  });

  test('unless the subgraph says that it cannot', async () => {
    const { events } = await running.openLive(lentQuery, { variables: { after: `c${lent}` } });
    await untilUpstreams(1);
    running.library.feeds.refuse(1, 'CURSOR_EXPIRED');
    running.library.books.subscriptions.breakConnections();
    assert.deepEqual(plain(await takeAll(events)), [
      { errors: [{ message: 'Not now.', path: ['lent'], extensions: { code: 'CURSOR_EXPIRED' } }] },
    ]);
  });

  test('unless no event has told yet where it stands', async () => {
    const { events } = await running.openLive(lentQuery);
    await untilUpstreams(1);
    running.library.books.subscriptions.breakConnections();
    assert.deepEqual((await takeAll(events)).map(codeOf), ['SUBSCRIPTION_INTERRUPTED']);
  });
});

test('a field without a cursor ends when events may be missing, after those that came', async () => {
  const { events } = await running.openLive(returnedQuery);
  await untilUpstreams(1);
  lend(2);
  await waitFor('the events', () => running.figures.events === 2);
  running.library.books.subscriptions.breakConnections();
  const results = await takeAll(events);
  assert.deepEqual(numbersOf(results.slice(0, 2)), range(lent - 1, lent));
  assert.deepEqual(results.slice(2).map(codeOf), ['SUBSCRIPTION_INTERRUPTED']);
});

test('a field of which the newest value counts has it again', async () => {
  const { feeds, books } = running.library;
  const { events } = await running.openLive(visitorsQuery);
  await take(events, 1);
  books.subscriptions.breakConnections();
  feeds.visit(4);
  assert.deepEqual(plain(await take(events, 1)), [{ data: { visitors: { count: 4 } } }]);
});

test('a subgraph that is not there yet is waited for', async () => {
  const { books } = running.library;
  books.subscriptions.accepts = false;
  const { events } = await running.openLive(visitorsQuery);
  await waitFor('two losses', () => running.figures.lost >= 2);
  books.subscriptions.accepts = true;
  assert.equal((await take(events, 1)).length, 1);
});

test('what a subgraph refuses ends the subscription with its error; a fault of its own is not told', async () => {
  running.library.feeds.refuse(1, 'FORBIDDEN');
  const { events } = await running.openLive(visitorsQuery);
  assert.deepEqual((await takeAll(events)).map(codeOf), ['FORBIDDEN']);
  running.library.feeds.refuse(1);
  const broken = await running.openLive(visitorsQuery);
  assert.deepEqual(plain(await takeAll(broken.events)), [
    {
      errors: [
        {
          message: 'Internal server error',
          path: ['visitors'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r1' },
        },
      ],
    },
  ]);
});

test('no connection is made for a subscriber that has left', async () => {
  const { books } = running.library;
  books.subscriptions.accepts = false;
  const gone = new AbortController();
  await running.openLive(visitorsQuery, { signal: gone.signal });
  await waitFor('a loss', () => running.figures.lost >= 1);
  gone.abort();
  books.subscriptions.accepts = true;
  await running.subscriptions.close();
  assert.equal(books.subscriptions.seen.length, 0);
});
