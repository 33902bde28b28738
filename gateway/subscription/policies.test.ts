import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { PolicyDecider, PolicyQuestion } from '../operation/policy-decider.ts';
import { createTestCaller } from './testing/test-caller.ts';
import {
  codeOf,
  plain,
  startTestSubscriptions,
  type TestSubscriptions,
  take,
  takeAll,
} from './testing/test-subscriptions.ts';

const alarmQuery = 'subscription Alarm { alarm }';
const namesQuery = 'subscription { visitors { count names } }';

const started: TestSubscriptions[] = [];
afterEach(async () => {
  for (const running of started.splice(0)) await running.close();
});

async function start(
  holds: (question: PolicyQuestion) => boolean,
  options: { readonly policyIntervalMs?: number; readonly isAsked?: boolean } = {},
): Promise<TestSubscriptions> {
  const policyDecider: PolicyDecider = {
    decide: (policies, question) => {
      const held = new Set(holds(question) ? policies : []);
      return options.isAsked ? Promise.resolve(held) : held;
    },
  };
  const running = await startTestSubscriptions({ policyDecider, ...options });
  started.push(running);
  return running;
}

for (const isAsked of [false, true]) {
  const who = isAsked ? 'an agent that is asked' : 'a file';

  test(`a decision of ${who} that changes ends a subscription to which no event comes`, async () => {
    let isOpen = true;
    const running = await start(() => isOpen, { policyIntervalMs: 20, isAsked });
    const { events } = await running.openLive(alarmQuery);
    isOpen = false;
    assert.deepEqual((await takeAll(events)).map(codeOf), ['UNAUTHORIZED_FIELD_OR_TYPE']);
  });

  test(`a decision of ${who} that changes takes a field away, and gives it back`, async () => {
    let isOpen = true;
    const running = await start(() => isOpen, { policyIntervalMs: 20, isAsked });
    running.library.feeds.visit(1);
    const { events } = await running.openLive(namesQuery);
    assert.deepEqual(plain(await take(events, 1)), [
      { data: { visitors: { count: 1, names: 'names of 1' } } },
    ]);
    for (const names of [null, 'names of 1']) {
      isOpen = names !== null;
      const [result] = plain(await take(events, 1));
      assert.deepEqual(result?.data, { visitors: { count: 1, names } });
    }
  });

  test(`newer credentials are decided about anew by ${who}`, async () => {
    const caller = createTestCaller({ subject: 'ada' });
    const running = await start((question) => question.caller.principal?.roles.has('GUARD') === true, {
      isAsked,
    });
    running.library.feeds.visit(1);
    const { events } = await running.openLive(namesQuery, { caller });
    assert.deepEqual(plain(await take(events, 1))[0]?.data, { visitors: { count: 1, names: null } });
    caller.renew({ roles: ['GUARD'] });
    await waitFor('the names', async () => {
      const [result] = plain(await take(events, 1));
      return result?.data?.visitors?.names === 'names of 1';
    });
  });
}

test('callers for whom other policies hold share no result, though their rights and tokens are the same', async () => {
  const running = await start(({ clientAddress }) => clientAddress === '192.0.2.1');
  running.library.feeds.visit(5);
  const inside = await running.openLive(namesQuery, { clientAddress: '192.0.2.1' });
  const outside = await running.openLive(namesQuery, { clientAddress: '198.51.100.1' });
  const alsoOutside = await running.openLive(namesQuery, { clientAddress: '198.51.100.2' });
  assert.deepEqual(plain(await take(inside.events, 1))[0]?.data, {
    visitors: { count: 5, names: 'names of 5' },
  });
  for (const { events } of [outside, alsoOutside]) {
    const [result] = plain(await take(events, 1));
    assert.deepEqual(result?.data, { visitors: { count: 5, names: null } });
    assert.equal(codeOf(result), 'UNAUTHORIZED_FIELD_OR_TYPE');
  }
  assert.equal(running.subscriptions.figures().upstreams, 2);
  assert.doesNotMatch(running.library.books.subscriptions.seen[1]?.query ?? 'names', /names/);
});

test('the question names the operation, the address and the caller', async () => {
  const questions: PolicyQuestion[] = [];
  const running = await start((question) => questions.push(question) > 0);
  const caller = createTestCaller({ subject: 'ada' });
  await running.openLive(alarmQuery, { caller, clientAddress: '192.0.2.1' });
  const { clientAddress, operationName } = questions[0] ?? {};
  assert.deepEqual([clientAddress, operationName], ['192.0.2.1', 'Alarm']);
  assert.equal(questions[0]?.caller, caller.now);
});

test('a client that leaves while a decision takes its time leaves nothing behind', async () => {
  const decided = Promise.withResolvers<ReadonlySet<string>>();
  const running = await startTestSubscriptions({ policyDecider: { decide: () => decided.promise } });
  started.push(running);
  const client = new AbortController();
  const opening = running.open(alarmQuery, { signal: client.signal });
  client.abort();
  decided.resolve(new Set(['vault']));
  assert.equal((await opening).kind, 'refused');
  assert.equal(running.subscriptions.figures().subscriptions, 0);
});
