import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { maxMappingBytes, maxMappings } from './domain/bounds.ts';
import { createWorkspaceSubgraph } from './subgraph.ts';

interface TestMapping {
  readonly id: string;
  readonly name: string;
  readonly json: string;
  readonly version: number;
}

const fields = 'id name json version';
let subgraph: TestSubgraph;
let ada: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(createWorkspaceSubgraph({ changes: createBell() }));
  ada = await subgraph.as('BILLING_MANAGER');
});
after(() => subgraph.close());

function save(client: GraphqlClient, input: object): Promise<TestRefusal & { mapping: TestMapping | null }> {
  return callMutation(client, 'saveMapping', input, `mapping { ${fields} }`);
}

function remove(client: GraphqlClient, input: object): Promise<TestRefusal & { deletedId: string | null }> {
  return callMutation(client, 'deleteMapping', input, 'deletedId');
}

async function list(client: GraphqlClient): Promise<readonly TestMapping[]> {
  const { data } = await client<{ savedMappings: TestMapping[] }>(`{ savedMappings { ${fields} } }`);
  return data.savedMappings;
}

const json = '{"invoice":{"number":"No"}}';

test('keeps mappings by name; a repeated call changes nothing, another mapping needs the version', async () => {
  const { mapping: first } = await save(ada, { name: 'Bank A', json });
  assert.deepEqual((await save(ada, { name: 'Bank A', json })).mapping, first);
  const other = '{"invoice":{"number":"Nr"}}';
  assert.deepEqual(codesOf(await save(ada, { name: 'Bank A', json: other })), { name: 'TAKEN' });
  const { mapping: changed } = await save(ada, { name: 'Bank A', json: other, expectedVersion: 1 });
  assert.deepEqual(changed, { ...first, json: other, version: 2 });
  assert.deepEqual(codesOf(await save(ada, { name: 'Bank A', json, expectedVersion: 1 })), {
    expectedVersion: 'CONFLICT',
  });
  assert.deepEqual(codesOf(await save(ada, { name: 'Bank B', json, expectedVersion: 1 })), {
    name: 'NOT_FOUND',
  });
  assert.deepEqual(await list(ada), [changed]);
});

test('shows, changes and deletes nothing of another person', async () => {
  const grace = await subgraph.as('ADMIN', 'BILLING_MANAGER');
  const [mine] = await list(ada);
  assert.deepEqual(await list(grace), []);
  assert.deepEqual(codesOf(await remove(grace, { id: mine?.id, expectedVersion: mine?.version })), {
    id: 'NOT_FOUND',
  });
  assert.equal((await save(grace, { name: 'Bank A', json })).mapping?.version, 1);
});

test('deletes a mapping in the version that was seen', async () => {
  const { mapping } = await save(ada, { name: 'Short-lived', json });
  assert.deepEqual(codesOf(await remove(ada, { id: mapping?.id, expectedVersion: 7 })), {
    expectedVersion: 'CONFLICT',
  });
  assert.equal((await remove(ada, { id: mapping?.id, expectedVersion: 1 })).deletedId, mapping?.id);
  assert.deepEqual(codesOf(await remove(ada, { id: 'no id', expectedVersion: 1 })), { id: 'NOT_FOUND' });
});

test('says all that is wrong with a mapping', async () => {
  assert.deepEqual(codesOf(await save(ada, { name: ' ', json: '[]' })), {
    name: 'REQUIRED',
    json: 'INVALID',
  });
  const large = JSON.stringify({ text: 'é'.repeat(maxMappingBytes / 2) });
  assert.deepEqual(codesOf(await save(ada, { name: 'x'.repeat(101), json: large })), {
    name: 'TOO_LONG',
    json: 'TOO_LONG',
  });
});

test('keeps as many mappings of a person as the limit', async () => {
  const { sql } = subgraph.database;
  await sql`
    insert into saved_mappings (id, owner, name, json)
    select gen_random_uuid(), owner, 'filler ' || n, '{}' from saved_mappings, generate_series(1, ${maxMappings}) as n
    where name = 'Bank A' and version = 2`;
  assert.deepEqual(codesOf(await save(ada, { name: 'One more', json })), { '': 'OUT_OF_RANGE' });
});

test('is for billing managers', async () => {
  const user = await subgraph.as('USER');
  const { data, errors } = await user('{ savedMappings { id } }');
  assert.deepEqual([data, errors.length], [{ savedMappings: null }, 1]);
});
