import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { type RegistrySubgraph, startRegistrySubgraph } from '../../testing/registry-subgraph.ts';

let served: RegistrySubgraph;
let admin: GraphqlClient;

before(async () => {
  served = await startRegistrySubgraph();
  admin = await served.as('ADMIN', 'BILLING_MANAGER');
});
after(() => served.close());

const create = `mutation ($input: CreateRegistryKeyInput!) { createRegistryKey(input: $input) {
  secret key { id name ending rights graph subgraphs { subgraph } lastUsedAt } userErrors { field code message } } }`;
const remove = `mutation ($input: DeleteRegistryKeyInput!) { deleteRegistryKey(input: $input) { id userErrors { field code } } }`;

interface Payload {
  readonly secret: string | null;
  readonly key: Record<string, unknown> | null;
  readonly userErrors: readonly { readonly field: readonly string[]; readonly code: string }[];
}

async function createKey(input: Readonly<Record<string, unknown>>, client = admin): Promise<Payload> {
  const id = randomUUID();
  const { data } = await client<{ createRegistryKey: Payload }>(create, {
    input: { id, name: 'ci', rights: ['READ'], ...input },
  });
  return data.createRegistryKey;
}

async function deleteKey(id: string) {
  const { data } = await admin<{ deleteRegistryKey: unknown }>(remove, { input: { id } });
  return data.deleteRegistryKey;
}

async function listKeys(args: string) {
  const { data } = await admin<{
    registryKeys: {
      readonly totalCount: number;
      readonly edges: readonly { readonly node: Record<string, unknown> }[];
    };
  }>(`{ registryKeys(${args}) { totalCount edges { node { id name graph rights lastUsedAt } } } }`);
  return data.registryKeys;
}

test('a key is good from its creation, tells its last use, and is refused once it is deleted', async () => {
  const { keys } = served.registry;
  const id = randomUUID();
  const subgraphs = [{ graph: 'shop', variant: 'current', subgraph: 'posts' }];
  const { secret, key, userErrors } = await createKey({
    id,
    name: ' team of posts ',
    graph: 'shop',
    rights: ['PUBLISH', 'READ', 'READ'],
    subgraphs,
  });
  assert.deepEqual(userErrors, []);
  assert.deepEqual(key, {
    id,
    name: 'team of posts',
    ending: secret?.slice(-4),
    rights: ['READ', 'PUBLISH'],
    graph: 'shop',
    subgraphs: [{ subgraph: 'posts' }],
    lastUsedAt: null,
  });
  assert.equal((await keys.find(secret ?? ''))?.id, id);
  const [listed] = (await listKeys('first: 1')).edges;
  assert.equal(listed?.node['id'], id);
  assert.ok(Date.now() - Date.parse(String(listed?.node['lastUsedAt'])) < 60_000);
  assert.equal(JSON.stringify(await listKeys('first: 100')).includes(secret ?? ''), false);
  assert.deepEqual(await deleteKey(id), { id, userErrors: [] });
  assert.equal(await keys.find(secret ?? ''), undefined);
});

test('a repeated creation makes no second key, and a repeated deletion changes nothing', async () => {
  const id = randomUUID();
  await createKey({ id, graph: 'repeated' });
  const again = await createKey({ id, graph: 'repeated' });
  assert.deepEqual([again.key, again.secret, again.userErrors[0]?.code], [null, null, 'TAKEN']);
  assert.equal((await listKeys('graph: "repeated"')).totalCount, 1);
  for (const _twice of [1, 2]) assert.deepEqual(await deleteKey(id.toUpperCase()), { id, userErrors: [] });
  assert.deepEqual((await createKey({ id, graph: 'repeated' })).userErrors[0]?.code, 'TAKEN');
  const unknown = { id: null, userErrors: [{ field: ['id'], code: 'NOT_FOUND' }] };
  assert.deepEqual(await deleteKey(randomUUID()), unknown);
  assert.deepEqual(await deleteKey("1' or '1'='1"), unknown);
  const trail = await served.registry.sql`
    select action, person_id from registry.audit_entries where graph = 'repeated' order by position`;
  assert.deepEqual(
    trail.map((entry) => Object.values(entry).join(' ')),
    ['KEY_CREATED ADMIN', 'KEY_DELETED ADMIN'],
  );
});

test('all that is wrong with a key is told at once', async () => {
  const { key, secret, userErrors } = await createKey({
    id: 'mine',
    name: ' ',
    rights: [],
    graph: 'no graph',
    subgraphs: [{ graph: 'other', variant: 'current', subgraph: 'posts' }],
  });
  assert.deepEqual([key, secret], [null, null]);
  assert.deepEqual(
    userErrors.map(({ field, code }) => `${field.join('.')} ${code}`),
    ['id INVALID', 'name REQUIRED', 'rights REQUIRED', 'graph INVALID', 'subgraphs.0 INVALID'],
  );
});

test('keys are listed for each graph and for all of them, page by page, and only for administrators', async () => {
  for (const name of ['one', 'two', 'three']) await createKey({ name, graph: 'listed' });
  await createKey({ name: 'all', rights: ['REGISTER'] });
  const names = ({ edges }: Awaited<ReturnType<typeof listKeys>>) => edges.map(({ node }) => node['name']);
  assert.deepEqual(names(await listKeys('graph: "listed"')), ['three', 'two', 'one']);
  assert.deepEqual(names(await listKeys('graph: "listed", last: 1')), ['one']);
  assert.deepEqual(names(await listKeys('first: 2')), ['all', 'three']);
  for (const client of [served.anonymous, await served.as('BILLING_MANAGER')]) {
    const { data, errors } = await client('{ registryKeys { totalCount } }');
    assert.deepEqual([data, errors.length], [{ registryKeys: null }, 1]);
    assert.equal(await createKey({ name: 'stranger', graph: 'listed' }, client), null);
  }
  assert.equal((await listKeys('graph: "listed"')).totalCount, 3);
});

test('the audit trail tells who made each change: a person, a key or an operator', async () => {
  const ref = { graph: 'trail', variant: 'current' };
  await served.publish(ref, 'users', 'type Query { user: Int }');
  await createKey({ name: 'root', graph: 'trail', rights: ['ADMIN'] });
  const { data } = await admin<{
    registryAudit: {
      readonly totalCount: number;
      readonly edges: readonly { readonly node: Record<string, unknown>; readonly cursor: string }[];
    };
  }>(`{ registryAudit(graph: "trail", first: 1) { totalCount edges { cursor node {
    action graph variant subject author { kind keyName person { id } } details { name value } } } } }`);
  const { edges, totalCount } = data.registryAudit;
  assert.equal(totalCount, 2);
  assert.equal(edges[0]?.node['action'], 'KEY_CREATED');
  assert.deepEqual(edges[0]?.node['author'], { kind: 'PERSON', keyName: null, person: { id: 'ADMIN' } });
  const next = await admin<typeof data>(
    `query ($after: String) { registryAudit(graph: "trail", variant: "current", first: 1, after: $after) { totalCount edges { cursor node {
      action subject author { kind } details { name value } } } } }`,
    { after: edges[0]?.cursor },
  );
  assert.deepEqual(
    next.data.registryAudit.edges.map(({ node }) => node),
    [
      {
        action: 'SUBGRAPHS_PUBLISHED',
        subject: 'users',
        author: { kind: 'OPERATOR' },
        details: [
          { name: 'launch', value: '1' },
          { name: 'composed', value: 'true' },
        ],
      },
    ],
  );
  const forged = await admin('{ registryAudit(after: "x") { totalCount } }');
  assert.equal(forged.errors[0]?.extensions?.['code'], 'BAD_USER_INPUT');
});
