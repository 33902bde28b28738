import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { apiClientRoles } from '#schema/api-client-roles.ts';
import { openSharedSystem, type SharedSystem } from '../shared-system.ts';
import { createTestApiClient, type TestApiClient } from '../testing/create-test-api-client.ts';
import { apiClientCallers, type Caller, coordinateOf, findPaths, type Path, passes } from './access.ts';
import { createFixture } from './fixture.ts';
import { rootTypes } from './graph.ts';
import { toEntityOperation, toOperation } from './operation.ts';
import { readTargets } from './table.ts';
import { toTrials, tryAll } from './try-fields.ts';

// API clients with all roles that they can have: what their scopes open and refuse, through the gateway and around it.

let system: SharedSystem;
let fixture: Awaited<ReturnType<typeof createFixture>>;
const targets = await readTargets();
const clients = new Map<string, TestApiClient>();

before(
  async () => {
    system = await openSharedSystem();
    const adminToken = await system.tokenOf('admin');
    const admin = createGraphqlClient(system.gatewayUrl, adminToken);
    fixture = await createFixture(system.gatewayUrl, adminToken);
    for (const { name, scopes } of apiClientCallers)
      clients.set(name, await createTestApiClient(admin, { roles: apiClientRoles, scopes }));
  },
  { timeout: 240_000 },
);
after(() => system?.[Symbol.asyncDispose]());

/** Types whose fields are reached from several subgraphs; other types are reached from root fields alone. */
const sharedTypes = new Set(targets.subgraphs.flatMap(({ graph }) => [...graph.entities.keys()]));
const isTried = ([, path]: readonly [string, Path]) => {
  const last = path.at(-1);
  return last !== undefined && (rootTypes.includes(last.type) || sharedTypes.has(last.type));
};

test('people, audit, registry and workspace are closed to API clients with every role and scope that they can have', () => {
  const everything = apiClientCallers.at(-1);
  assert.ok(everything);
  for (const { name, graph } of targets.subgraphs) {
    const roots: Path[] = [...findPaths(graph, everything).values()].filter((path) => path.length === 1);
    const isOpen = !['people', 'audit', 'registry', 'workspace'].includes(name);
    assert.equal(roots.length > 0, isOpen, `${name}: ${roots.flat().map(coordinateOf)}`);
  }
});

for (const caller of apiClientCallers) {
  suite(`as ${caller.name}`, () => {
    let token = '';
    // Of its own time, as a token lives for five minutes.
    before(async () => {
      const client = clients.get(caller.name);
      assert.ok(client);
      token = await new ServiceToken({ ...client, issuer: system.issuer }).get();
    });

    test('the gateway gives and refuses root fields and entities', async () => {
      const ownPaths = (who: Caller) => new Map([...findPaths(targets.gateway.graph, who)].filter(isTried));
      const trials = toTrials(caller, ownPaths, (path) => toOperation(path, fixture));
      assert.ok(trials.length > 150, String(trials.length));
      assert.equal(
        trials.some(({ isAllowed }) => isAllowed),
        caller.scopes.length > 0,
      );
      await tryAll(system.gatewayUrl, token, trials);
    });

    for (const { name, graph } of targets.subgraphs) {
      test(`the ${name} subgraph gives and refuses root fields by itself`, async () => {
        const ownPaths = (who: Caller) =>
          new Map([...findPaths(graph, who)].filter(([, path]) => path.length === 1));
        const trials = toTrials(caller, ownPaths, (path) => toOperation(path, fixture));
        assert.ok(trials.length > 0);
        await tryAll(system.subgraphUrl(name), token, trials);
      });

      for (const [entity, rule] of graph.entities) {
        test(`the ${name} subgraph gives and refuses ${entity} read by its key`, async () => {
          const ownPaths = (who: Caller) => {
            const all = passes(who, rule) ? findPaths(graph, who, [entity]) : new Map<string, Path>();
            return new Map([...all].filter(([, path]) => path.length === 1));
          };
          const trials = toTrials(caller, ownPaths, (path) => toEntityOperation(entity, path, fixture));
          assert.ok(trials.length > 0);
          await tryAll(system.subgraphUrl(name), token, trials);
        });
      }
    }
  });
}
