import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { openSharedSystem, type SharedSystem } from '../shared-system.ts';
import { type Caller, callers, coordinateOf, findPaths, type Path, passes } from './access.ts';
import { addNoticeForEach } from './add-notice-for-each.ts';
import { addTrailEntry } from './add-trail-entry.ts';
import { createFixture } from './fixture.ts';
import { rootTypes } from './graph.ts';
import { toEntityOperation, toOperation } from './operation.ts';
import type { Fixture } from './samples.ts';
import { readTargets, type Target } from './table.ts';
import { post, toTrials, tryAll } from './try-fields.ts';

let system: SharedSystem;
let fixture: Fixture;
const tokens = new Map<string, string>();
const targets = await readTargets();

before(
  async () => {
    system = await openSharedSystem();
    for (const { name, user } of callers)
      if (user !== undefined) tokens.set(name, await system.tokenOf(user));
    fixture = await createFixture(system.gatewayUrl, tokens.get('ADMIN') ?? '');
    await addNoticeForEach(system, [...tokens.values()]);
    await addTrailEntry(system);
  },
  { timeout: 180_000 },
);
after(() => system?.[Symbol.asyncDispose]());

test('a refused root field leaves the answers of the fields beside it', async () => {
  const query = `{ products { totalCount } productBySku(sku: "none") { id } invoices { totalCount }
    customers { totalCount } liveTotals { cursor } importJobs { totalCount } }`;
  const { data, errors } = await post(system.gatewayUrl, tokens.get('USER'), { query, variables: {} });
  const { products, ...others } = data ?? {};
  assert.equal(typeof products?.['totalCount'], 'number');
  assert.deepEqual(others, {
    productBySku: null,
    invoices: null,
    customers: null,
    liveTotals: null,
    importJobs: null,
  });
  const refused = ['invoices', 'customers', 'liveTotals', 'importJobs'];
  assert.deepEqual(errors.map(({ path }) => path?.[0]).sort(), refused.sort());
});

for (const caller of callers) {
  suite(`as ${caller.name}`, () => {
    // The roles before this one may have taken longer than a token lives.
    before(async () => {
      if (caller.user !== undefined) tokens.set(caller.name, await system.tokenOf(caller.user));
    });

    test('the gateway gives and refuses every field as the table says', async () => {
      const trials = toTrials(
        caller,
        (who) => findPaths(targets.gateway.graph, who),
        (path) => toOperation(path, fixture),
      );
      assert.equal(trials.length, countFields(targets.gateway));
      await tryAll(system.gatewayUrl, tokens.get(caller.name), trials);
    });

    for (const target of targets.subgraphs) {
      test(`the ${target.name} subgraph gives and refuses every field by itself`, async () => {
        const trials = toTrials(
          caller,
          (who) => findPaths(target.graph, who),
          (path) => toOperation(path, fixture),
        );
        await tryAll(system.subgraphUrl(target.name), tokens.get(caller.name), trials);
      });

      for (const [entity, rule] of target.graph.entities) {
        test(`the ${target.name} subgraph gives and refuses ${entity} read by its key`, async () => {
          const ownPaths = (who: Caller) => {
            const all = passes(who, rule) ? findPaths(target.graph, who, [entity]) : new Map<string, Path>();
            return new Map([...all].filter(([, path]) => path.length === 1));
          };
          const trials = toTrials(caller, ownPaths, (path) => toEntityOperation(entity, path, fixture));
          assert.ok(trials.length > 0);
          await tryAll(system.subgraphUrl(target.name), tokens.get(caller.name), trials);
        });
      }
    }
  });
}

/** ADMIN reaches everything, so nothing is left untried. */
function countFields(target: Target): number {
  const all = [...target.graph.fields].flatMap(([, fields]) => fields.map(coordinateOf));
  assert.ok(rootTypes.every((type) => target.graph.fields.has(type)));
  return all.length;
}
