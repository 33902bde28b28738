import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createTestCaller } from './testing/test-caller.ts';
import {
  codeOf,
  numbersOf,
  plain,
  startTestSubscriptions,
  type TestSubscriptions,
  take,
  takeAll,
} from './testing/test-subscriptions.ts';

const lentQuery = 'subscription ($after: ID) { lent(after: $after) { number } }';
const lentWithFee = 'subscription ($after: ID) { lent(after: $after) { number fee } }';
const visitorsQuery = 'subscription { visitors { count } }';

let running: TestSubscriptions;
before(async () => {
  running = await startTestSubscriptions();
});
after(() => running.close());
afterEach(() => running.reset());

describe('an event', () => {
  test('is completed from the other subgraphs', async () => {
    running.library.feeds.lend(2);
    const { events, mode } = await running.openLive(
      'subscription ($after: ID) { lent(after: $after) { number book { title author { name } } } }',
      { variables: { after: 'c0' } },
    );
    assert.equal(mode, 'EVERY');
    assert.deepEqual(plain(await take(events, 2)), [
      { data: { lent: { number: 1, book: { title: 'Solaris', author: { name: 'Author b' } } } } },
      { data: { lent: { number: 2, book: { title: 'Dune', author: { name: 'Author a' } } } } },
    ]);
  });

  test('lacks what its subscriber may not read, with an error at the place', async () => {
    const { events } = await running.openLive(lentWithFee, { variables: { after: 'c0' } });
    const [result] = plain(await take(events, 1));
    assert.deepEqual(result, {
      data: { lent: { number: 1, fee: null } },
      errors: [
        {
          message: 'Unauthorized field or type',
          path: ['lent', 'fee'],
          extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
        },
      ],
    });
    assert.doesNotMatch(running.library.books.subscriptions.seen[0]?.query ?? '', /fee/);
  });

  test('does not show the cursor that the gateway asks for by itself', async () => {
    const { events } = await running.openLive('subscription { eventCursor: lent(after: "c1") { number } }');
    assert.deepEqual(plain(await take(events, 1)), [{ data: { eventCursor: { number: 2 } } }]);
    assert.match(running.library.books.subscriptions.seen[0]?.query ?? '', /eventCursor_:cursor/);
  });

  test('lacks the data of a subgraph that gives none, and the next has it again', async () => {
    const { books, people, feeds } = running.library;
    const { events } = await running.openLive('subscription { lent { number book { author { name } } } }');
    await waitFor('the upstream', () => books.subscriptions.seen.length === 1);
    people.answerWith({ status: 500, type: 'text/plain', body: 'no' });
    feeds.lend(1);
    const [without] = await take(events, 1);
    people.answerWith(undefined);
    feeds.lend(1);
    const [withName] = await take(events, 1);
    assert.equal(codeOf(without), 'SUBGRAPH_UNAVAILABLE');
    assert.equal(withName?.errors, undefined);
  });
});

describe('a subscription is refused', () => {
  const librarian = createTestCaller({ roles: ['LIBRARIAN'] });

  test('without the right to its field', async () => {
    const refused = await running.open('subscription { till }');
    assert.deepEqual(refused, {
      kind: 'refused',
      errors: [
        {
          message: 'Unauthorized field or type',
          path: ['till'],
          extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
        },
      ],
    });
    assert.equal((await running.open('subscription { till }', { caller: librarian })).kind, 'live');
  });

  test('when only a variable decides whether it selects anything', async () => {
    const opened = await running.open('subscription ($is: Boolean!) { lent @include(if: $is) { number } }', {
      variables: { is: true },
    });
    assert.equal(opened.kind === 'refused' && codeOf(opened), 'BAD_USER_INPUT');
  });
});

describe('one upstream', () => {
  test('serves all who ask the same with the same rights', async () => {
    const { books, feeds } = running.library;
    const asked = [
      ['one', []],
      ['two', []],
      ['three', ['LIBRARIAN']],
    ] as const;
    const opened = await Promise.all(
      asked.map(([subject, roles]) =>
        running.openLive(lentQuery, { caller: createTestCaller({ subject, roles }) }),
      ),
    );
    await waitFor('two upstreams', () => books.subscriptions.seen.length === 2);
    assert.deepEqual(running.subscriptions.figures(), { subscriptions: 3, upstreams: 2, queuedResults: 0 });
    feeds.lend(1);
    const results = await Promise.all(opened.map(({ events }) => take(events, 1)));
    const [one, two, three] = results.flat();
    assert.equal(one, two, 'the same object');
    assert.notEqual(one, three);
    assert.equal(books.subscriptions.connectionCount, 2);
  });

  test('serves other users only if subscriptions are shared by rights', async () => {
    const strict = await startTestSubscriptions({ sharing: 'USER' });
    for (const subject of ['one', 'two', 'two']) {
      await strict.openLive(lentQuery, { caller: createTestCaller({ subject }) });
    }
    assert.equal(strict.subscriptions.figures().upstreams, 2);
    await strict.close();
  });

  test('is not joined after the cursor at which a subscriber wants to continue', async () => {
    const first = await running.openLive(lentQuery, { variables: { after: 'c0' } });
    await take(first.events, 2);
    const second = await running.openLive(lentQuery, { variables: { after: 'c0' } });
    assert.deepEqual(numbersOf(await take(second.events, 2)), [1, 2]);
    assert.equal(running.library.books.subscriptions.seen.length, 2);
  });

  test('gives the newest value at once to a subscriber that joins late', async () => {
    const { feeds, books } = running.library;
    const early = await running.openLive(visitorsQuery);
    feeds.visit(5);
    await waitFor('the value', async () => countOf((await take(early.events, 1))[0]) === 5);
    const late = await running.openLive(visitorsQuery);
    assert.equal(countOf((await take(late.events, 1))[0]), 5);
    assert.equal(books.subscriptions.seen.length, 1);
  });

  test('is asked with the token that lasts longest among its members, and with another when that member leaves', async () => {
    const { books, feeds } = running.library;
    const short = createTestCaller({ subject: 'short', expiresInMs: 600_000 });
    const long = createTestCaller({ subject: 'long', expiresInMs: 900_000 });
    const first = await running.openLive(visitorsQuery, { caller: long });
    const second = await running.openLive(visitorsQuery, { caller: short });
    await take(second.events, 1);
    await first.events.return?.();
    await waitFor('another connection', () => books.subscriptions.seen.length === 2);
    assert.deepEqual(
      books.subscriptions.seen.map(({ connectionParams }) => connectionParams.authorization),
      ['Bearer token of long', 'Bearer token of short'],
    );
    feeds.visit(7);
    await waitFor('the value', async () => countOf((await take(second.events, 1))[0]) === 7);
  });

  test('changes to another token before its own ends, and its events are still complete', async () => {
    const { books, feeds } = running.library;
    const caller = createTestCaller({ token: 'old', expiresInMs: 5_200 });
    const { events } = await running.openLive(lentQuery, { caller });
    await waitFor('the upstream', () => books.subscriptions.seen.length === 1);
    feeds.lend(1);
    const [first] = numbersOf(await take(events, 1));
    caller.renew({ token: 'new', expiresInMs: 600_000 });
    await waitFor('another connection', () => books.subscriptions.seen.length === 2);
    feeds.lend(2);
    assert.deepEqual(numbersOf(await take(events, 2)), [Number(first) + 1, Number(first) + 2]);
    assert.equal(books.subscriptions.seen[1]?.connectionParams.authorization, 'Bearer new');
  });

  test('closes when the last subscriber leaves, by itself or with its connection', async () => {
    const { books } = running.library;
    const gone = new AbortController();
    const { events } = await running.openLive(lentQuery, { signal: gone.signal });
    await waitFor('the upstream', () => books.subscriptions.connectionCount === 1);
    gone.abort();
    await waitFor('its end', () => books.subscriptions.connectionCount === 0);
    assert.deepEqual(await takeAll(events), []);
    assert.equal(running.subscriptions.figures().upstreams, 0);
  });
});

function countOf(result: Awaited<ReturnType<typeof take>>[number] | undefined): unknown {
  return plain(result ? [result] : [])[0]?.data?.visitors?.count;
}
