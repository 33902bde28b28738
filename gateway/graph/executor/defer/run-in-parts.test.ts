import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DocumentNode, print, validate } from 'graphql';
import { createOperationAuthorizer } from '#platform/authorization/filter/authorizer.ts';
import { operationFromSeed } from '#platform/authorization/testing/operation-from-seed.ts';
import { principalWith } from '#platform/authorization/testing/principal-with.ts';
import { createLog } from '#platform/log/log.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { labelDefers } from '../../../operation/defer/label-defers.ts';
import { withoutDefers } from '../../../operation/defer/without-defers.ts';
import { createCorrectedPlanner } from '../../corrections/corrected-planner.ts';
import { parseSupergraph } from '../../supergraph/supergraph.ts';
import { createCompiledExecutor } from '../compiled-executor.ts';
import { deferAtRandom } from '../testing/defer-at-random.ts';
import { mergePart } from '../testing/merge-parts.ts';
import { createShop } from '../testing/shop.ts';

const shop = createShop();
const supergraph = parseSupergraph(shop.supergraphSdl);
const { apiSchema: schema, policies } = supergraph;
const authorizer = createOperationAuthorizer({ schema, policies });
const planner = createCorrectedPlanner(supergraph);
const log = createLog({ name: 'test', level: 'silent' });
const count = pickSize({ quick: 60, long: 2_000 });

interface Asked {
  readonly document: DocumentNode;
  readonly yes: boolean;
  readonly principal: Principal | undefined;
  readonly seed: number;
  readonly isFaulty: boolean;
}

function prepare({ document, yes, principal, seed, isFaulty }: Asked) {
  const { document: allowed, complete } = authorizer.authorize(document, undefined, principal);
  assert.ok(allowed);
  return {
    executor: createCompiledExecutor({ supergraph, log, transport: shop.createTransport(seed, isFaulty) }),
    request: {
      plan: planner.plan(allowed, undefined),
      document: allowed,
      asked: document,
      complete,
      operationName: undefined,
      variables: { yes },
      headers: {},
      signal: new AbortController().signal,
    },
  };
}

async function runWhole(asked: Asked): Promise<unknown> {
  const { executor, request } = prepare({ ...asked, document: withoutDefers(asked.document) });
  const { data } = await executor.execute(request);
  return toJson(data);
}

interface Merged {
  readonly data: unknown;
  readonly errors: readonly unknown[];
  readonly parts: number;
  readonly nullParts: number;
}

/** Runs an operation in parts and merges them as clients do. A part that is null adds nothing. */
async function runInParts(asked: Asked): Promise<Merged> {
  const { document } = labelDefers(asked.document, undefined, { yes: asked.yes });
  const { executor, request } = prepare({ ...asked, document });
  const { executeInParts } = executor;
  assert.ok(executeInParts);
  const first = await executeInParts(request);
  const data = toJson(first.data);
  const errors: unknown[] = [...first.errors];
  let parts = 0;
  let nullParts = 0;
  let hasNext = first.rest !== undefined;
  for await (const payload of first.rest ?? []) {
    assert.equal(hasNext, true);
    assert.ok(payload.parts.length > 0);
    hasNext = payload.hasNext;
    for (const part of payload.parts) {
      parts += 1;
      if (part.data === null) nullParts += 1;
      else mergePart(data, part.path, toJson(part.data));
      errors.push(...part.errors);
    }
  }
  assert.equal(hasNext, false);
  return { data, errors, parts, nullParts };
}

function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

test('the parts of a random operation make up the answer that it has without @defer', async () => {
  let parts = 0;
  for (let seed = 1; seed <= count; seed += 1) {
    const document = deferAtRandom(seed, operationFromSeed(seed, schema));
    assert.deepEqual(validate(schema, document), []);
    const place = `seed ${seed}: ${print(document)}`;
    const asked = { document, yes: seed % 2 === 0, principal: principalWith({}), seed, isFaulty: false };
    if (hasNoPlan(asked)) continue;

    const merged = await runInParts(asked);
    parts += merged.parts;
    assert.deepEqual(merged.errors, [], place);
    assert.equal(merged.nullParts, 0, place);
    assert.deepEqual(merged.data, await runWhole(asked), place);

    const anonymous = { ...asked, principal: undefined };
    const cut = await runInParts(anonymous);
    assert.deepEqual(cut.errors, [], place);
    checkContains(cut.data, await runWhole(anonymous), place);

    const faulty = await runInParts({ ...asked, isFaulty: true });
    if (faulty.nullParts > 0) assert.ok(faulty.errors.length > 0, place);
  }
  assert.ok(parts > count, `${parts} parts`);
});

/** Apollo's planner plans a few operations only without `@defer`. */
function hasNoPlan(asked: Asked): boolean {
  const { document } = labelDefers(asked.document, undefined, { yes: asked.yes });
  try {
    prepare({ ...asked, document });
    return false;
  } catch (error) {
    assert.match(String(error), /Cannot add selection of field/);
    return true;
  }
}

/** Checks that an answer has all that another one has; what is null there may be present. */
function checkContains(actual: unknown, expected: unknown, place: string): void {
  if (expected === null) return;
  if (typeof expected !== 'object') {
    assert.equal(actual, expected, place);
    return;
  }
  assert.ok(typeof actual === 'object' && actual !== null, place);
  for (const [key, value] of Object.entries(expected)) {
    checkContains((actual as Record<string, unknown>)[key], value, place);
  }
}
