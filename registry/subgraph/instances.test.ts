import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { hashDocument } from '../graphs/documents.ts';
import type { ApiKey } from '../keys/api-key.ts';
import { type RegistrySubgraph, startRegistrySubgraph } from '../testing/registry-subgraph.ts';
import { shopSdl } from '../testing/shop-sdl.ts';

const ref = { graph: 'shop', variant: 'current' };
const key: ApiKey = {
  id: 'instance',
  name: 'instance',
  graph: undefined,
  rights: new Set(['REGISTER']),
  subgraphs: undefined,
};

let served: RegistrySubgraph;
let admin: GraphqlClient;

before(async () => {
  served = await startRegistrySubgraph();
  admin = await served.as('ADMIN');
  await served.publish(ref, 'users', shopSdl.users);
  await served.publish(ref, 'posts', shopSdl.posts);
  for (const [subgraph, id, sdl] of [
    ['users', 'one', shopSdl.users],
    ['users', 'two', `${shopSdl.users}\n`],
    ['posts', 'one', shopSdl.posts],
  ] as const) {
    const facts = { sdlHash: hashDocument(sdl), version: id === 'one' ? '1.2' : '', leaseSeconds: 60 };
    const url = `http://${subgraph}-${id}.example/graphql`;
    await served.registry.instances.register({ ref, subgraph, id }, { ...facts, url }, key);
  }
});
after(() => served.close());

async function list(args: string) {
  const { data, errors } = await admin<{
    graphVariant: {
      readonly instances: {
        readonly totalCount: number;
        readonly edges: readonly { readonly node: Readonly<Record<string, string>> }[];
      };
    };
  }>(`{ graphVariant(graph: "shop", name: "current") { instances${args} { totalCount edges { node {
    id subgraph address state version registeredAt renewedAt expiresAt } } } } }`);
  assert.deepEqual(errors, []);
  return data.graphVariant.instances;
}

test('processes of subgraphs are listed with their address, their version and whether they serve what runs', async () => {
  const { totalCount, edges } = await list('');
  assert.equal(totalCount, 3);
  assert.deepEqual(
    edges.map(({ node }) => [node['subgraph'], node['address'], node['state'], node['version']]),
    [
      ['posts', 'http://posts-one.example/graphql', 'LIVE', '1.2'],
      ['users', 'http://users-one.example/graphql', 'LIVE', '1.2'],
      ['users', 'http://users-two.example/graphql', 'DIFFERS', null],
    ],
  );
  const [first] = edges;
  const leaseMs = Date.parse(first?.node['expiresAt'] ?? '') - Date.parse(first?.node['renewedAt'] ?? '');
  assert.equal(leaseMs, 60_000);
});

test('those of one subgraph are listed, and none of a name that nothing has', async () => {
  assert.deepEqual(
    (await list('(subgraph: "users", last: 1)')).edges.map(({ node }) => node['id']),
    ['two'],
  );
  assert.equal((await list('(subgraph: "nobody\\u0000")')).totalCount, 0);
});
