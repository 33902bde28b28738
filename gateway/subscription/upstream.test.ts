import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createLog } from '#platform/log/log.ts';
import type { SubgraphResponse } from '../upstream/subgraph-transport.ts';
import { SubscriptionLostError, SubscriptionRefusedError } from '../upstream/subscription-transport.ts';
import type { SubscriptionPlan } from './plan-subscription.ts';
import { Upstream } from './upstream.ts';

/** One connection: its events by their numbers, and its end; it completes without an error. */
interface Connection {
  readonly events: readonly number[];
  readonly end?: Error;
}

const log = createLog({ name: 'test', level: 'silent' });

function createPlan(kind: 'newest' | 'cursor' | 'plain'): SubscriptionPlan {
  return {
    mode: kind === 'newest' ? 'NEWEST' : 'EVERY',
    subgraph: 'a',
    plan: { kind: 'QueryPlan' },
    ...(kind === 'cursor' && {
      resume: { startOf: () => undefined, cursorOf: ({ data }: SubgraphResponse) => data?.x },
    }),
    toRequest: (_variables, cursor) => ({ subgraph: 'a', query: '', variables: { cursor } }),
  };
}

/** Runs an upstream over connections that bring what a test says; the last one is repeated. */
async function run(kind: 'newest' | 'cursor' | 'plain', connections: readonly Connection[]) {
  const seen: unknown[] = [];
  const cursors: unknown[] = [];
  const upstream = new Upstream({
    plan: createPlan(kind),
    variables: {},
    startCursor: undefined,
    transport: {
      async *subscribe({ variables }) {
        const { events, end } = connections[Math.min(cursors.length, connections.length - 1)] ?? {
          events: [],
        };
        cursors.push(variables?.cursor);
        for (const x of events) yield { data: { x } };
        if (end) throw end;
        return undefined;
      },
    },
    limits: { establishWithinMs: 500, resumeWithinMs: 1_000 },
    headers: () => ({}),
    onEvent: async ({ data }) => void seen.push(data?.x),
    onLost: () => {},
    log,
    signal: AbortSignal.timeout(30_000),
  });
  const end = await upstream.run();
  const code = end?.kind === 'refused' ? (end.errors[0]?.extensions?.code ?? 'none') : undefined;
  return { seen, cursors, end: code === undefined ? end?.kind : `refused: ${code}` };
}

const refusal = (code?: string) =>
  new SubscriptionRefusedError('a', [{ message: 'No.', ...(code && { extensions: { code } }) }]);
const loss = (wasEstablished: boolean) => new SubscriptionLostError('away', { wasEstablished });

describe('a source that fails after events', () => {
  for (const [name, end] of Object.entries({
    'an error without a code': refusal(),
    'a fault': refusal('INTERNAL_SERVER_ERROR'),
    'a lost connection': loss(true),
  })) {
    test(`with ${name} is never read again from the start`, async () => {
      const { seen, cursors, end: ended } = await run('plain', [{ events: [1, 2], end }, { events: [3] }]);
      assert.deepEqual(seen, [1, 2]);
      assert.equal(cursors.length, 1);
      assert.equal(ended, 'interrupted');
    });

    test(`with ${name} goes on after the cursor`, async () => {
      const { seen, cursors, end: ended } = await run('cursor', [{ events: [1, 2], end }, { events: [3] }]);
      assert.deepEqual([seen, cursors, ended], [[1, 2, 3], [undefined, 2], 'completed']);
    });

    test(`with ${name} has its newest value read again`, async () => {
      const { seen, end: ended } = await run('newest', [{ events: [1], end }, { events: [2] }]);
      assert.deepEqual([seen, ended], [[1, 2], 'completed']);
    });
  }

  test('with an answer ends with that answer', async () => {
    for (const kind of ['plain', 'cursor', 'newest'] as const) {
      const { cursors, end } = await run(kind, [{ events: [1], end: refusal('CURSOR_EXPIRED') }]);
      assert.deepEqual([cursors.length, end], [1, 'refused: CURSOR_EXPIRED']);
    }
  });

  test('again and again is given up', async () => {
    const { end } = await run('newest', [{ events: [1], end: refusal('INTERNAL_SERVER_ERROR') }]);
    assert.equal(end, 'refused: INTERNAL_SERVER_ERROR');
  });
});

describe('before any event', () => {
  test('an error without a code is an answer', async () => {
    for (const kind of ['plain', 'cursor', 'newest'] as const) {
      const { cursors, end } = await run(kind, [{ events: [], end: refusal() }]);
      assert.deepEqual([cursors.length, end], [1, 'refused: none']);
    }
  });

  test('a fault is waited for, and told when it does not pass', async () => {
    const passing = await run('plain', [{ events: [], end: refusal('SHOP_UNAVAILABLE') }, { events: [1] }]);
    assert.deepEqual([passing.seen, passing.end], [[1], 'completed']);
    const lasting = await run('plain', [{ events: [], end: refusal('SHOP_UNAVAILABLE') }]);
    assert.equal(lasting.end, 'refused: SHOP_UNAVAILABLE');
    assert.ok(lasting.cursors.length > 1);
  });

  test('a subgraph that takes no subscriptions is not called again, unless it has taken this one before', async () => {
    const errors = [{ message: 'No.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }];
    const end = new SubscriptionRefusedError('a', errors, 'refused the upgrade with 404');
    for (const kind of ['plain', 'cursor', 'newest'] as const) {
      const never = await run(kind, [{ events: [], end }]);
      assert.deepEqual([never.cursors.length, never.end], [1, 'refused: SUBGRAPH_UNAVAILABLE']);
    }
    const before = await run('cursor', [
      { events: [1], end: loss(true) },
      { events: [], end },
      { events: [2] },
    ]);
    assert.deepEqual([before.seen, before.end], [[1, 2], 'completed']);
  });

  test('a subgraph that is away is waited for, and told when it does not come', async () => {
    const passing = await run('plain', [{ events: [], end: loss(false) }, { events: [1] }]);
    assert.deepEqual([passing.seen, passing.end], [[1], 'completed']);
    const lasting = await run('plain', [{ events: [], end: loss(false) }]);
    assert.equal(lasting.end, 'refused: SUBGRAPH_UNAVAILABLE');
  });

  test('a connection that breaks once it was taken may have missed some', async () => {
    assert.equal((await run('plain', [{ events: [], end: loss(true) }])).end, 'interrupted');
  });
});

test('a subgraph that does not come back ends what went on, in the way of its field', async () => {
  const gone = [
    { events: [1], end: loss(true) },
    { events: [], end: loss(false) },
  ];
  assert.equal((await run('cursor', gone)).end, 'interrupted');
  assert.equal((await run('newest', gone)).end, 'refused: SUBGRAPH_UNAVAILABLE');
});

test('what is not GraphQL ends the subscription with its own code', async () => {
  const end = new CodedError('SUBGRAPH_RESPONSE_INVALID', 'not GraphQL');
  assert.equal((await run('newest', [{ events: [1], end }])).end, 'refused: SUBGRAPH_RESPONSE_INVALID');
});
