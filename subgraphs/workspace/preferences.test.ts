import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callMutation, codesOf, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { createBell } from '#platform/waiting/bell.ts';
import { createWorkspaceSubgraph } from './subgraph.ts';

const fields = 'language theme density defaultPage';
let subgraph: TestSubgraph;
let ada: GraphqlClient;

before(async () => {
  subgraph = await startTestSubgraph(createWorkspaceSubgraph({ changes: createBell() }));
  ada = await subgraph.as('BILLING_MANAGER');
});
after(() => subgraph.close());

interface PreferencesPayload extends TestRefusal {
  readonly preferences: object | null;
}

function update(input: object): Promise<PreferencesPayload> {
  return callMutation(ada, 'updatePreferences', input, `preferences { ${fields} }`);
}

async function read(client: GraphqlClient): Promise<object> {
  const { data } = await client<{ preferences: object }>(`{ preferences { ${fields} } }`);
  return data.preferences;
}

test('changes preferences one by one and leaves those of others alone', async () => {
  const nothing = { language: null, theme: null, density: null, defaultPage: null };
  assert.deepEqual(await read(ada), nothing);
  await update({ language: 'FR-fr', theme: 'DARK' });
  await update({ defaultPage: '/invoices', theme: null });
  assert.deepEqual(await read(ada), { ...nothing, language: 'fr-FR', defaultPage: '/invoices' });
  assert.deepEqual(await read(await subgraph.as('ADMIN')), nothing);
});

test('tells all problems at once and changes nothing then', async () => {
  const before = await read(ada);
  const wrong = { language: 'not a tag', density: 'COMPACT', defaultPage: '//elsewhere.example' };
  assert.deepEqual(codesOf(await update(wrong)), { language: 'INVALID', defaultPage: 'INVALID' });
  assert.deepEqual(codesOf(await update({ defaultPage: '/\\elsewhere.example' })), {
    defaultPage: 'INVALID',
  });
  assert.deepEqual(await read(ada), before);
});
