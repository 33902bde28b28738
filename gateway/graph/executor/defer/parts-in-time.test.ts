import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'graphql';
import { createLog } from '#platform/log/log.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { labelDefers } from '../../../operation/defer/label-defers.ts';
import type {
  SubgraphCall,
  SubgraphRequest,
  SubgraphTransport,
} from '../../../upstream/subgraph-transport.ts';
import { createCorrectedPlanner } from '../../corrections/corrected-planner.ts';
import { parseSupergraph } from '../../supergraph/supergraph.ts';
import { createCompiledExecutor } from '../compiled-executor.ts';
import type { DeferredOutcomes, FirstOutcome } from '../executor.ts';
import { createShop } from '../testing/shop.ts';

const shop = createShop();
const supergraph = parseSupergraph(shop.supergraphSdl);
const planner = createCorrectedPlanner(supergraph);
const log = createLog({ name: 'test', level: 'silent' });

type Asked = SubgraphRequest & { readonly call: SubgraphCall };

/** A transport whose answers can be held back. */
class HeldTransport implements SubgraphTransport {
  readonly asked: Asked[] = [];
  readonly #shop = shop.createTransport(1, false);
  readonly #held: { readonly pattern: RegExp; readonly released: PromiseWithResolvers<void> }[] = [];

  async send(request: SubgraphRequest, call: SubgraphCall) {
    this.asked.push({ ...request, call });
    for (const { pattern, released } of this.#held) if (pattern.test(request.query)) await released.promise;
    return this.#shop.send(request, call);
  }

  /** Holds the answers to requests of that form back. @returns what releases them, or fails them */
  hold(pattern: RegExp): PromiseWithResolvers<void> {
    const released = Promise.withResolvers<void>();
    this.#held.push({ pattern, released });
    return released;
  }

  hasAsked(pattern: RegExp): boolean {
    return this.asked.some(({ query }) => pattern.test(query));
  }
}

async function start(text: string, transport: SubgraphTransport): Promise<FirstOutcome> {
  const { document } = labelDefers(parse(text), undefined, {});
  const { executeInParts } = createCompiledExecutor({ supergraph, log, transport });
  assert.ok(executeInParts);
  return executeInParts({
    plan: planner.plan(document, undefined),
    document,
    asked: document,
    complete: (data) => data,
    operationName: undefined,
    variables: {},
    headers: {},
    signal: new AbortController().signal,
  });
}

function iterate({ rest }: FirstOutcome): AsyncIterator<DeferredOutcomes> {
  assert.ok(rest);
  return rest[Symbol.asyncIterator]();
}

test('a part is asked for as soon as what it depends on is there, whatever else is missing', async () => {
  const transport = new HeldTransport();
  const catalog = transport.hold(/products/);
  const first = start('{ products { id } people { id ... @defer { name } } }', transport);
  await waitFor('the request of the part', () => transport.hasAsked(/_entities.*name/));
  catalog.resolve();
  assert.ok((await first).data);
});

test('a part comes when it is there, whichever is written first', async () => {
  const transport = new HeldTransport();
  const slow = transport.hold(/city/);
  const outcome = await start('{ ... @defer { shops { city } } ... @defer { people { name } } }', transport);
  const parts = iterate(outcome);
  const { value: second } = await parts.next();
  assert.deepEqual(
    second?.parts.map(({ label }: { label: string }) => label),
    ['part1'],
  );
  assert.equal(second?.hasNext, true);
  slow.resolve();
  const { value: third } = await parts.next();
  assert.deepEqual(
    third?.parts.map(({ label }: { label: string }) => label),
    ['part0'],
  );
  assert.equal(third?.hasNext, false);
  assert.equal((await parts.next()).done, true);
});

test('a part within a part is not told before that one', async () => {
  const transport = new HeldTransport();
  const outer = transport.hold(/email/);
  const outcome = await start(
    '{ people { id ... @defer { email ... @defer { best { name } } } } }',
    transport,
  );
  const parts = iterate(outcome);
  await waitFor('the request of the inner part', () => transport.hasAsked(/best/));
  outer.resolve();
  const labels: string[] = [];
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    labels.push(...next.value.parts.map(({ label }) => label));
  }
  assert.ok(labels.indexOf('part0') >= 0);
  assert.ok(labels.indexOf('part0') < labels.indexOf('part1'), labels.join());
});

test('nobody waits for a part of an object that is not there', async () => {
  const transport = new HeldTransport();
  transport.hold(/favourites/);
  const nobody: SubgraphTransport = {
    send: async (request, call) =>
      request.query.includes('me') ? { data: { me: null }, text: '' } : transport.send(request, call),
  };
  const outcome = await start('{ me { id ... @defer { favourites { id } } } }', nobody);
  assert.equal(JSON.stringify(outcome.data), '{"me":null}');
  assert.equal(outcome.rest, undefined);
});

test('nor of an object that is null because a field of it may not be', async () => {
  const person = { __typename: 'Person', id: '1' };
  const data = { people: [{ ...person, best: { ...person, name: null } }] };
  const outcome = await start('{ people { id best { ... @defer { email } name } } }', {
    send: async () => ({ data, text: '' }),
  });
  assert.equal(JSON.stringify(outcome.data), '{"people":[{"id":"1","best":null}]}');
  assert.equal(outcome.rest, undefined);
});

test('leaving ends the requests that parts still wait for', async () => {
  const transport = new HeldTransport();
  transport.hold(/city/);
  const outcome = await start('{ ... @defer { shops { city } } ... @defer { people { name } } }', transport);
  const parts = iterate(outcome);
  await parts.next();
  await parts.return?.();
  assert.deepEqual(
    transport.asked.map(({ call }) => call.signal.aborted),
    [true, true],
  );
});

test('a bug spoils the part that it is in, and no other', async () => {
  const transport = new HeldTransport();
  const faulty = transport.hold(/city/);
  const outcome = await start('{ ... @defer { shops { city } } ... @defer { people { name } } }', transport);
  faulty.reject(new TypeError('a bug'));
  const told: unknown[] = [];
  for await (const { parts } of outcome.rest ?? []) {
    for (const { label, data, errors } of parts) {
      told.push([label, /null/.test(JSON.stringify(data)), errors.map(({ message }) => message)]);
    }
  }
  assert.deepEqual(told.sort(), [
    ['part0', true, ['a bug']],
    ['part1', false, []],
  ]);
});

test('a long list is told in payloads of a thousand parts', async () => {
  for (const [length, told] of [
    [1_000, [1_000]],
    [2_001, [1_000, 1_000, 1]],
  ] as const) {
    const people = Array.from({ length }, () => ({ __typename: 'Person', id: '1' }));
    const { rest = [] } = await start('{ people { id ... @defer { name ... @defer { email } } } }', {
      send: async ({ representations }) => ({
        data: representations ? { _entities: [{ name: 'x', email: 'y' }] } : { people },
        text: '',
      }),
    });
    const payloads: unknown[] = [];
    for await (const { parts, hasNext } of rest) payloads.push([parts[0]?.label, parts.length, hasNext]);
    assert.deepEqual(payloads, [
      ...told.map((count) => ['part0', count, true]),
      ...told.map((count, index) => ['part1', count, index < told.length - 1]),
    ]);
  }
});
