import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { type LiveCaller, toLastingCaller } from '../operation/live-caller.ts';
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

const lentQuery = 'subscription { lent { number } }';
const lentAfterQuery = 'subscription ($after: ID) { lent(after: $after) { number fee } }';
const returnedQuery = 'subscription { returned { number } }';
const visitorsQuery = 'subscription { visitors { count } }';
const tillQuery = 'subscription { till }';

const librarian = { roles: ['LIBRARIAN'] };

let running: TestSubscriptions;
before(async () => {
  running = await startTestSubscriptions({ maxQueuedResults: 5 });
  running.library.feeds.lend(10);
});
after(() => running.close());
afterEach(() => running.reset());

async function untilUpstreams(count: number): Promise<void> {
  await waitFor(`${count} upstreams`, () => running.library.books.subscriptions.seen.length === count);
}

describe('when the token expires', () => {
  test('nothing comes after it, not even what was waiting', async () => {
    const caller = createTestCaller();
    const { events } = await running.openLive(lentAfterQuery, { caller, variables: { after: 'c5' } });
    await take(events, 1);
    await waitFor('results that wait', () => running.subscriptions.figures().queuedResults > 0);
    caller.end('SUBSCRIPTION_TOKEN_EXPIRED');
    assert.deepEqual((await takeAll(events)).map(codeOf), ['SUBSCRIPTION_TOKEN_EXPIRED']);
    assert.deepEqual(running.figures.ended, ['SUBSCRIPTION_TOKEN_EXPIRED']);
  });

  test('nothing comes even when nobody has noticed in time', async () => {
    const caller = createTestCaller();
    const { events } = await running.openLive(lentQuery, { caller });
    await untilUpstreams(1);
    caller.renew({ expiresInMs: -1 });
    running.library.feeds.lend(1);
    assert.deepEqual((await takeAll(events)).map(codeOf), ['SUBSCRIPTION_TOKEN_EXPIRED']);
  });

  test('nobody else is disturbed', async () => {
    const caller = createTestCaller();
    const ending = await running.openLive(lentQuery, { caller });
    const { events } = await running.openLive(lentQuery);
    await untilUpstreams(1);
    caller.end('SUBSCRIPTION_TOKEN_EXPIRED');
    await takeAll(ending.events);
    running.library.feeds.lend(1);
    assert.equal((await take(events, 1)).length, 1);
  });
});

test('a session that ends takes its subscriptions with it, with its own code', async () => {
  const caller = createTestCaller();
  const { events } = await running.openLive(visitorsQuery, { caller });
  caller.end('SESSION_ENDED');
  assert.deepEqual((await takeAll(events)).map(codeOf), ['SESSION_ENDED']);
  const again = await running.open(visitorsQuery, { caller });
  assert.equal(again.kind === 'refused' && codeOf(again), 'SESSION_ENDED');
});

describe('when a renewed token', () => {
  test('has the same rights, the subscription goes on as it was', async () => {
    const caller = createTestCaller(librarian);
    const { events } = await running.openLive(tillQuery, { caller });
    await untilUpstreams(1);
    caller.renew({ token: 'another' });
    running.library.feeds.fillTill(5);
    assert.deepEqual(plain(await take(events, 1)), [{ data: { till: 5 } }]);
    assert.equal(running.library.books.subscriptions.seen.length, 1);
  });

  test('has lost the right to the field, the subscription ends and its queue is dropped', async () => {
    const caller = createTestCaller(librarian);
    const { events } = await running.openLive(tillQuery, { caller });
    await untilUpstreams(1);
    running.library.feeds.fillTill(1);
    running.library.feeds.fillTill(2);
    await waitFor('results that wait', () => running.subscriptions.figures().queuedResults === 2);
    caller.renew({ roles: [] });
    assert.deepEqual((await takeAll(events)).map(codeOf), ['UNAUTHORIZED_FIELD_OR_TYPE']);
  });

  test('has lost the right to a part, the rest goes on with no gap and no repeat', async () => {
    const caller = createTestCaller(librarian);
    const { events } = await running.openLive(lentAfterQuery, { caller, variables: { after: 'c0' } });
    const before = await take(events, 2);
    caller.renew({ roles: [] });
    const after = await take(events, 3);
    assert.deepEqual(numbersOf([...before, ...after]), range(1, 5));
    assert.equal(plain(before)[1]?.data?.lent?.fee, 20);
    assert.equal(plain(after)[0]?.data?.lent?.fee, null);
    assert.equal(running.library.books.subscriptions.seen[1]?.variables.resumeAfter, 'c2');
  });

  test('has gained a right, the next results have that part', async () => {
    const caller = createTestCaller();
    const { events } = await running.openLive(lentAfterQuery, { caller, variables: { after: 'c0' } });
    await take(events, 1);
    caller.renew(librarian);
    assert.deepEqual(plain(await take(events, 1)), [{ data: { lent: { number: 2, fee: 20 } } }]);
  });

  test('has other rights, the newest value comes again', async () => {
    const caller = createTestCaller();
    running.library.feeds.visit(3);
    const { events } = await running.openLive(visitorsQuery, { caller });
    await take(events, 1);
    caller.renew(librarian);
    assert.deepEqual(plain(await take(events, 1)), [{ data: { visitors: { count: 3 } } }]);
  });

  test('has other rights, a field that has no cursor cannot go on', async () => {
    const caller = createTestCaller();
    const { events } = await running.openLive(returnedQuery, { caller });
    await untilUpstreams(1);
    caller.renew(librarian);
    assert.deepEqual((await takeAll(events)).map(codeOf), ['SUBSCRIPTION_RIGHTS_CHANGED']);
  });

  test('has other rights before any event told where it stands, the field cannot go on either', async () => {
    const caller = createTestCaller();
    const { events } = await running.openLive(lentQuery, { caller });
    await untilUpstreams(1);
    caller.renew(librarian);
    assert.deepEqual((await takeAll(events)).map(codeOf), ['SUBSCRIPTION_RIGHTS_CHANGED']);
  });
});

test('a policy is asked for every event, and once it says no nothing more comes', async () => {
  let isOpen = true;
  const vault = await startTestSubscriptions({
    policyDecider: { decide: (policies) => new Set(isOpen ? policies : []) },
  });
  const { events } = await vault.openLive('subscription { alarm }');
  await waitFor('the upstream', () => vault.library.books.subscriptions.seen.length === 1);
  vault.library.feeds.fillTill(1);
  assert.deepEqual(plain(await take(events, 1)), [{ data: { alarm: 1 } }]);
  isOpen = false;
  vault.library.feeds.fillTill(2);
  assert.deepEqual((await takeAll(events)).map(codeOf), ['UNAUTHORIZED_FIELD_OR_TYPE']);
  await vault.close();
});

describe('a subscriber that does not read', () => {
  test('ends alone when every event counts', async () => {
    const slow = await running.openLive(lentQuery);
    const quick = await running.openLive(lentQuery);
    await untilUpstreams(1);
    running.library.feeds.lend(4);
    const first = await take(quick.events, 4);
    running.library.feeds.lend(4);
    const rest = await take(quick.events, 4);
    const from = Number(numbersOf(first)[0]);
    assert.deepEqual(numbersOf([...first, ...rest]), range(from, from + 7));
    assert.deepEqual((await takeAll(slow.events)).map(codeOf), ['SUBSCRIPTION_TOO_SLOW']);
  });

  test('finds the newest value alone when only that counts', async () => {
    const { events } = await running.openLive(visitorsQuery);
    const quick = await running.openLive(visitorsQuery);
    for (const count of [11, 12, 13]) {
      running.library.feeds.visit(count);
      await waitFor('the value', async () => {
        const [result] = plain(await take(quick.events, 1));
        return result?.data?.visitors?.count === count;
      });
    }
    assert.deepEqual(plain(await take(events, 1)), [{ data: { visitors: { count: 13 } } }]);
    assert.ok(running.figures.dropped >= 2);
  });
});

test('another supergraph ends what runs on the last one', async () => {
  const { events } = await running.openLive(visitorsQuery);
  await take(events, 1);
  running.replaceGraph();
  assert.deepEqual((await takeAll(events)).map(codeOf), ['SUBSCRIPTION_SCHEMA_RELOAD']);
  assert.equal((await running.open(visitorsQuery)).kind, 'live');
});

describe('a limit refuses', () => {
  test('more subscriptions of one user, until another has ended', async () => {
    const limited = await startTestSubscriptions({ maxSubscriptionsPerUser: 2, maxSubscriptions: 3 });
    const [first] = await Promise.all([limited.openLive(visitorsQuery), limited.openLive(visitorsQuery)]);
    const refused = await limited.open(visitorsQuery);
    assert.equal(refused.kind === 'refused' && codeOf(refused), 'MAX_SUBSCRIPTIONS_LIMIT');
    await limited.openLive(visitorsQuery, { caller: createTestCaller({ subject: 'another' }) });
    const third = await limited.open(visitorsQuery, { caller: createTestCaller({ subject: 'a third' }) });
    assert.equal(third.kind === 'refused' && codeOf(third), 'MAX_SUBSCRIPTIONS_LIMIT');
    await first.events.return?.();
    await limited.openLive(visitorsQuery);
    await limited.close();
  });

  test('more upstreams, and does not count what it refused', async () => {
    const limited = await startTestSubscriptions({ maxUpstreams: 1 });
    await limited.openLive(visitorsQuery);
    const refused = await limited.open(lentQuery);
    assert.equal(refused.kind === 'refused' && codeOf(refused), 'MAX_UPSTREAM_SUBSCRIPTIONS_LIMIT');
    assert.deepEqual(limited.subscriptions.figures(), { subscriptions: 1, upstreams: 1, queuedResults: 0 });
    await limited.close();
  });
});

test('anonymous callers leave a part of each limit to known ones', async () => {
  const anonymous = () => toLastingCaller({ principal: undefined, token: undefined });
  const limited = await startTestSubscriptions({ maxSubscriptions: 5, maxUpstreams: 5 });
  const open = (after: number, caller: LiveCaller) =>
    limited.open(lentAfterQuery, { caller, variables: { after: `c${after}` } });
  for (let after = 1; after <= 4; after += 1) assert.equal((await open(after, anonymous())).kind, 'live');
  const refused = await open(5, anonymous());
  assert.equal(refused.kind === 'refused' && codeOf(refused), 'MAX_SUBSCRIPTIONS_LIMIT');
  assert.equal((await open(5, createTestCaller())).kind, 'live');
  await limited.close();
  const narrow = await startTestSubscriptions({ maxUpstreams: 5 });
  for (let after = 1; after <= 4; after += 1) {
    const caller = anonymous();
    await narrow.openLive(lentAfterQuery, { caller, variables: { after: `c${after}` } });
  }
  const excess = await narrow.open(lentAfterQuery, { caller: anonymous(), variables: { after: 'c5' } });
  assert.equal(excess.kind === 'refused' && codeOf(excess), 'MAX_UPSTREAM_SUBSCRIPTIONS_LIMIT');
  await narrow.openLive(lentAfterQuery, { variables: { after: 'c5' } });
  await narrow.close();
});

test('a gateway that closes ends all, takes no more, and leaves no connection', async () => {
  const closing = await startTestSubscriptions();
  const { events } = await closing.openLive(visitorsQuery);
  await take(events, 1);
  await closing.subscriptions.close();
  assert.deepEqual((await takeAll(events)).map(codeOf), ['SUBSCRIPTION_SHUTDOWN']);
  const refused = await closing.open(visitorsQuery);
  assert.equal(refused.kind === 'refused' && codeOf(refused), 'SUBSCRIPTION_SHUTDOWN');
  await closing.close();
});
