import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitFor } from '#platform/testing/wait-for.ts';
import { createKeyAuthor } from '../../author.ts';
import { findManifest } from '../../persisted/persisted-manifest.ts';
import { publishOperations } from '../../persisted/publish-operations.ts';
import { shopSdl } from '../../testing/shop-sdl.ts';
import { type DeliveryServer, startDeliveryServer } from '../testing/delivery-server.ts';
import { routerQueries } from '../testing/router-queries.ts';
import { parseOpenRefs } from './uplink-refs.ts';

const ref = { graph: 'shop', variant: 'current' };
const ruled = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
  type Query { me: String @authenticated }
`;

let server: DeliveryServer;
let apiKey: string;
before(async () => {
  server = await startDeliveryServer(['shop@stock=shop@current']);
  apiKey = await server.createKey('shop', ['READ']);
  await server.publish(ref, 'users', shopSdl.users);
});
after(() => server.close());

type Answer = Readonly<Record<string, unknown>> & { readonly __typename: string };

async function post(
  query: string,
  variables: object,
): Promise<{ status: number; body: { data?: Record<string, Answer>; errors?: unknown } }> {
  const response = await fetch(`${server.url}/uplink`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: (await response.json()) as { data?: Record<string, Answer> } };
}

async function ask(query: string, { ifAfterId, ...others }: Record<string, unknown> = {}): Promise<Answer> {
  const { status, body } = await post(query, { apiKey, graph_ref: 'shop@current', ifAfterId, ...others });
  assert.equal(status, 200);
  assert.equal(body.errors, undefined);
  const [answer] = Object.values(body.data ?? {});
  assert.ok(answer);
  return answer;
}

test('the supergraph is given once, and again after the next launch, whose id is later', async () => {
  const first = await ask(routerQueries.supergraph);
  assert.equal(first.__typename, 'RouterConfigResult');
  assert.match(String(first['supergraphSdl']), /type User/);
  assert.equal(first['minDelaySeconds'], 1);
  const { id } = first;
  assert.deepEqual(await ask(routerQueries.supergraph, { ifAfterId: id }), {
    __typename: 'Unchanged',
    id,
    minDelaySeconds: 1,
  });
  await server.publish(ref, 'posts', shopSdl.posts);
  const next = await waitFor('the next launch', async () => {
    const answer = await ask(routerQueries.supergraph, { ifAfterId: id });
    return answer.__typename === 'RouterConfigResult' && answer;
  });
  assert.match(String(next['supergraphSdl']), /type Post/);
  assert.ok(String(next['id']) > String(id));
});

test('a Router is told that there is no licence, and no list of persisted queries', async () => {
  const licence = await ask(routerQueries.licence);
  assert.deepEqual([licence.__typename, licence['entitlement']], ['RouterEntitlementsResult', null]);
  assert.equal((await ask(routerQueries.licence, { ifAfterId: licence['id'] })).__typename, 'Unchanged');
  const queries = await ask(routerQueries.persistedQueries);
  assert.deepEqual([queries.__typename, queries['chunks']], ['PersistedQueriesResult', null]);
  assert.equal(
    (await ask(routerQueries.persistedQueries, { ifAfterId: queries['id'] })).__typename,
    'Unchanged',
  );
});

test('a Router is told where the list of persisted queries is, and of each change of it', async () => {
  const { registry } = server;
  const variant = await registry.graphs.findVariant(ref);
  const key = await registry.keys.find(apiKey);
  assert.ok(variant && key);
  const publish = (id: string, body: string) =>
    publishOperations(registry.db, {
      variant,
      operations: [{ id, name: 'User', type: 'QUERY', body, clientName: '' }],
      schema: undefined,
      author: createKeyAuthor(key),
    });
  await publish('first', 'query User { user { id } }');
  const told = await ask(routerQueries.persistedQueries);
  const [chunk] = told['chunks'] as { id: string; urls: string[] }[];
  assert.deepEqual(chunk?.urls, [`${server.url}/persisted/${chunk?.id}.json`]);
  const manifest = JSON.parse((await findManifest(registry.db, chunk?.id ?? '')) ?? '');
  assert.equal(manifest.format, 'apollo-persisted-query-manifest');
  assert.deepEqual(
    manifest.operations.map(({ id }: { id: string }) => id),
    ['first'],
  );
  const again = await ask(routerQueries.persistedQueries, { ifAfterId: told['id'] });
  assert.equal(again.__typename, 'Unchanged');
  await publish('second', 'query User { user { name } }');
  const next = await ask(routerQueries.persistedQueries, { ifAfterId: told['id'] });
  assert.equal(next.__typename, 'PersistedQueriesResult');
});

test('security links go only from the refs that are listed for it', async () => {
  await server.publish(ref, 'rules', ruled);
  const textOf = async (graphRef: string) =>
    String((await ask(routerQueries.supergraph, { graph_ref: graphRef }))['supergraphSdl']);
  await waitFor('the launch', async () => /for: SECURITY/.test(await textOf('shop@current')));
  const open = await textOf('shop@stock');
  assert.doesNotMatch(open, /SECURITY\)|authenticated/);
  assert.match(open, /me: String/);
});

test('an error that ends the questions of a Router is given only for a key or a ref that is wrong', async () => {
  const codeOf = async (variables: Record<string, unknown>) =>
    (await ask(routerQueries.supergraph, variables))['code'];
  assert.equal(
    await codeOf({ apiKey: 'no key of this registry, though long enough' }),
    'AUTHENTICATION_FAILED',
  );
  assert.equal(await codeOf({ apiKey: await server.createKey('shop', ['REPORT']) }), 'ACCESS_DENIED');
  assert.equal(await codeOf({ apiKey: await server.createKey('another', ['READ']) }), 'UNKNOWN_REF');
  assert.equal(await codeOf({ graph_ref: 'shop@nothing' }), 'UNKNOWN_REF');
  await server.publish({ graph: 'shop', variant: 'broken' }, 'users', 'type Query { user: Nothing }');
  assert.equal(await codeOf({ graph_ref: 'shop@broken' }), 'RETRY_LATER');
});

test('without its database the registry says that it is asked again', async () => {
  const own = await startDeliveryServer();
  await own.registry.sql.end({ timeout: 1 });
  const response = await fetch(`${own.url}/uplink`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: routerQueries.supergraph,
      variables: { apiKey: 'x'.repeat(40), graph_ref: 'shop' },
    }),
  });
  const { data } = (await response.json()) as { data: { routerConfig: { code: string } } };
  assert.equal(data.routerConfig.code, 'RETRY_LATER');
  await own.close();
});

test('a question that cannot be read is answered with 400', async () => {
  assert.equal((await post('{', {})).status, 400);
  assert.equal((await post('{ nothing }', {})).status, 400);
  assert.equal((await post(`{ ${'a '.repeat(30_000)} }`, {})).status, 400);
});

test('refs for stock gateways are parsed, and others refused', () => {
  assert.deepEqual(
    [...(parseOpenRefs(['shop@stock=shop', 'open']) ?? [])],
    [
      ['shop@stock', { graph: 'shop', variant: 'current' }],
      ['open@current', { graph: 'open', variant: 'current' }],
    ],
  );
  for (const entry of ['', 'a=b=c', 'a@b=', '1']) assert.equal(parseOpenRefs([entry]), undefined, entry);
});
